"""The pages of a meeting: what each seat reads, what it may do, what is written down."""

import datetime as dt
import re

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from portal.audit.models import AuditEvent, AuditSubject
from referrals.actions.meetings import close_meeting
from referrals.actions.minutes import (
    correct_minutes,
    finish_task,
    name_agency,
    write_minutes,
)
from referrals.models import AgendaItem, ItemAgency, Meeting, MeetingTask
from tests.factories.meetings import (
    DECIDED,
    HEALTH,
    NEEDED,
    POLICE,
    SAID,
    TASK,
    a_held_table,
    a_table,
    an_item,
    police,
    spoken,
)
from tests.factories.referrals import person, taken_to, world
from tests.factories.schools import enrolled, municipality
from tests.portal.papers import words_of


pytestmark = pytest.mark.django_db
LIST, TASKS = "/referrals/meetings/", "/referrals/meetings/tasks/"
NAME = "Zamira Provëza"


def page(name: str, *args: object) -> str:
    return reverse(f"referrals:{name}", args=args)


def read_by(user, verb: str) -> set:
    events = AuditEvent.objects.filter(actor=user.uid, verb=verb)
    return set(
        AuditSubject.objects.filter(event__in=events).values_list("uid", flat=True)
    )


def text_of(client, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200
    return answer.content.decode()


def two_cases(w):
    """One table, two children of one school: the police is named in the first."""
    first = taken_to(w, "accepted")
    w.pupil, mine = enrolled(w.school, first_name="Tjetra"), w.pupil
    second = taken_to(w, "accepted")
    w.pupil = mine
    meeting = a_table(w, first, second)
    items = list(meeting.items.order_by("position"))
    spoken(w, items[0], POLICE)
    spoken(w, items[1], HEALTH)
    return meeting, items


def test_the_head_calls_a_table_and_chooses_its_cases(client_of):
    w = world()
    referral = taken_to(w, "accepted")
    client = client_of(w.unit_head)

    made = client.post(
        page("meeting_new"),
        {"day": "15.12.2026", "hour": "10.30", "place": "Salla", "other": POLICE},
    )
    meeting = Meeting.objects.get()
    client.post(made["Location"], {"referrals": [str(referral.uid)]})

    assert timezone.localtime(meeting.at) == dt.datetime(
        2026, 12, 15, 10, 30, tzinfo=timezone.get_current_timezone()
    )
    assert meeting.seats.get().agency == POLICE
    assert meeting.items.get().referral == referral
    assert read_by(w.unit_head, "meeting.offered") == {w.pupil.uid}


def test_a_protector_is_offered_the_own_cases_only(client_of):
    w = world()
    seen = a_table(w, taken_to(w, "accepted"))
    w.pupil = enrolled(w.school, first_name="Tjetra")
    taken_to(w, "accepted")
    far = world(municipality=municipality("0201"))
    path = page("meeting_agenda", seen.uid)

    assert "Tjetra" in text_of(client_of(w.protector), path)
    assert client_of(far.protector).get(path).status_code == 404


def test_the_meeting_opens_with_what_was_left_to_do_by_agency(client_of):
    w = world()
    task = a_held_table(w)
    following = a_table(w, taken_to_again(w))

    said = text_of(client_of(w.unit_head), page("meeting", following.uid))

    assert said.index(POLICE) < said.index(TASK) < said.index(NAME)
    assert task.item.referral.reference in said
    assert read_by(w.unit_head, "meeting.viewed") == {w.pupil.uid}


def taken_to_again(w):
    return AgendaItem.objects.get().referral


def test_a_task_is_done_in_one_tap_from_the_meeting(client_of):
    w = world()
    task = a_held_table(w)
    following = a_table(w)

    answer = client_of(w.unit_head).post(
        page("meeting_task_done", task.uid), {"meeting": str(following.uid)}
    )

    assert answer["Location"] == page("meeting", following.uid)
    assert MeetingTask.objects.get().done_by == w.unit_head


@pytest.mark.parametrize(
    ("name", "typed"),
    [("meeting_task_done", {"note": "U takua"}), ("meeting_task_drop", {"why": "Iku"})],
)
def test_words_for_a_task_that_somebody_ended_come_back(client_of, name, typed):
    w = world()
    task = a_held_table(w)
    finish_task(task=task, by=w.unit_head)
    client = client_of(w.unit_head)
    client.cookies["language"] = "en"

    answer = client.post(page(name, task.uid), typed)

    said = answer.content.decode()
    assert answer.status_code == 200
    assert "Somebody has ended this task already." in said
    assert next(iter(typed.values())) in said
    assert MeetingTask.objects.get().done_note == ""


def test_a_tap_on_a_task_that_somebody_ended_leads_back(client_of):
    w = world()
    task = a_held_table(w)
    finish_task(task=task, by=w.unit_head, note="E para")

    answer = client_of(w.unit_head).post(page("meeting_task_done", task.uid))

    assert answer["Location"] == TASKS
    assert MeetingTask.objects.get().done_note == "E para"


def test_a_member_reads_the_number_the_need_and_the_task_and_nothing_else(client_of):
    w = world()
    meeting, items = two_cases(w)
    member = police(w)
    client = client_of(member)

    shown = text_of(client, page("meeting", meeting.uid))
    item = text_of(client, page("agenda_item", items[0].uid))
    paper = text_of(client, page("meeting_minutes", meeting.uid))
    todo = text_of(client, TASKS)

    for said in (shown, item, paper, todo):
        assert items[0].referral.reference in said
        assert items[1].referral.reference not in said
        for secret in (NAME, "Tjetra", SAID, DECIDED, w.school.name, HEALTH):
            assert secret not in said
    assert NEEDED in item
    assert TASK in item
    assert NEEDED in paper
    assert TASK in todo
    assert client.get(page("agenda_item", items[1].uid)).status_code == 404
    for verb in ("viewed", "item_viewed", "printed", "tasks"):
        assert read_by(member, f"meeting.{verb}") == {w.pupil.uid}


def test_a_member_of_a_case_group_does_not_read_whose_school_it_is(client_of):
    w = world()
    meeting = Meeting.objects.get(referral=taken_to(w, "group_called"))
    member = police(w)
    name_agency(
        item=meeting.items.get(), by=w.unit_head, agency=POLICE, needs="Patrullë"
    )

    said = text_of(client_of(member), page("meeting", meeting.uid))

    assert w.school.name not in said
    assert w.protector.staff.full_name() not in said
    assert w.school.name in text_of(client_of(w.worker), page("meeting", meeting.uid))


def test_a_member_reads_the_name_where_it_was_shared(client_of):
    w = world()
    item = an_item(w)
    spoken(w, item, POLICE, name_shared=True, name_why="Kërkimi i fëmijës")
    client = client_of(police(w))

    said = text_of(client, page("agenda_item", item.uid))
    paper = text_of(client, page("meeting_minutes", item.meeting.uid))

    assert NAME in said
    assert NAME in paper
    assert "Kërkimi i fëmijës" not in said


def test_a_school_reads_the_minutes_of_its_own_case_only(client_of):
    w = world()
    meeting, items = two_cases(w)
    other = person("protector", school=w.school)
    far = world(municipality=municipality("0201"))

    paper = text_of(client_of(other), page("meeting_minutes", meeting.uid))

    assert SAID in paper
    assert NAME in paper
    assert (
        client_of(far.protector).get(page("agenda_item", items[0].uid)).status_code
        == 404
    )


def test_the_unit_prints_the_whole_and_the_audit_holds_its_digest(client_of):
    w = world()
    meeting, _items = two_cases(w)

    paper = text_of(client_of(w.unit_head), page("meeting_minutes", meeting.uid))

    event = AuditEvent.objects.get(verb="meeting.printed")
    assert paper.count(SAID) == 2
    assert re.search(r'"sha256":"[0-9a-f]{64}"', str(event.body).replace(" ", ""))
    assert SAID not in str(event.body)


def test_an_agency_without_account_gets_its_tasks_by_number(client_of):
    w = world()
    meeting, items = two_cases(w)
    seat = meeting.seats.get(agency=POLICE)

    paper = text_of(
        client_of(w.unit_head), page("meeting_extract", meeting.uid, seat.uid)
    )

    assert items[0].referral.reference in paper
    assert items[1].referral.reference not in paper
    assert TASK in paper
    assert NEEDED in paper
    for secret in (NAME, SAID, DECIDED, HEALTH):
        assert secret not in paper


def read_pdf(client, path: str) -> str:
    answer = client.get(path + "?format=pdf")
    assert answer["Content-Type"] == "application/pdf"
    assert "Provëza" not in answer["Content-Disposition"]
    return " ".join(words_of(answer.content).split())


def test_the_minutes_as_pdf_hold_the_whole_for_the_unit(client_of):
    w = world()
    meeting, _items = two_cases(w)

    said = read_pdf(client_of(w.unit_head), page("meeting_minutes", meeting.uid))

    for words in (SAID, DECIDED, NAME, TASK, POLICE, HEALTH):
        assert words in said
    event = AuditEvent.objects.get(verb="meeting.printed")
    assert '"pdf":true' in str(event.body).replace(" ", "")


def test_the_minutes_as_pdf_of_a_member_hold_its_part_only(client_of):
    w = world()
    meeting, items = two_cases(w)

    said = read_pdf(client_of(police(w)), page("meeting_minutes", meeting.uid))

    for words in (items[0].referral.reference, NEEDED, TASK):
        assert words in said
    for secret in (items[1].referral.reference, NAME, SAID, DECIDED, HEALTH):
        assert secret not in said


def test_minutes_of_two_writers_are_both_shown(client_of):
    w = world()
    item = an_item(w)
    client = client_of(w.unit_head)
    write_minutes(item=item, by=w.worker, version=1, minutes="E para")
    path = page("agenda_item", item.uid)

    answer = client.post(path, {"version": 1, "minutes": "E dyta", "decision": ""})

    said = answer.content.decode()
    assert "E para" in said
    assert "E dyta" in said
    assert AgendaItem.objects.get().minutes == "E para"
    version = re.search(r'name="version" value="(\d+)"', said)
    assert version is not None
    client.post(path, {"version": version[1], "minutes": "E dyta", "decision": ""})
    assert AgendaItem.objects.get().minutes == "E dyta"


def test_a_closed_meeting_takes_no_minutes_and_loses_no_words(client_of):
    w = world()
    item = an_item(w)
    close_meeting(meeting=item.meeting, by=w.unit_head)

    answer = client_of(w.unit_head).post(
        page("agenda_item", item.uid), {"version": 1, "minutes": "Vonë", "decision": ""}
    )

    assert "Vonë" in answer.content.decode()
    assert AgendaItem.objects.get().minutes == ""


def test_corrections_stand_beside_the_minutes(client_of):
    w = world()
    item = an_item(w)
    spoken(w, item)
    close_meeting(meeting=item.meeting, by=w.unit_head)
    correct_minutes(item=item, by=w.unit_head, text="Ishte e martë")
    client = client_of(w.unit_head)

    for path in (
        page("agenda_item", item.uid),
        page("meeting_minutes", item.meeting.uid),
    ):
        said = text_of(client, path)
        assert SAID in said
        assert "Ishte e martë" in said


def test_the_unit_adds_a_task_for_an_agency_that_nobody_named(client_of):
    w = world()
    item = an_item(w)

    client_of(w.unit_head).post(
        page("agenda_task", item.uid),
        {"what": TASK, "owner": "other", "other": HEALTH, "due_on": "15.12.2026"},
    )

    task = MeetingTask.objects.get()
    assert (task.owner, task.agency) == ("agency", HEALTH)
    assert ItemAgency.objects.get().agency == HEALTH


def test_a_name_without_a_reason_comes_back_with_what_was_typed(client_of):
    w = world()
    item = an_item(w)

    answer = client_of(w.unit_head).post(
        page("agenda_agency", item.uid),
        {"agency": POLICE, "needs": NEEDED, "name_shared": "on"},
    )

    assert NEEDED in answer.content.decode()
    assert not ItemAgency.objects.exists()


def test_the_head_closes_it_after_one_question(client_of):
    w = world()
    item = an_item(w)
    client = client_of(w.unit_head)
    path = page("meeting_close", item.meeting.uid)

    assert client.get(path).status_code == 200
    client.post(path)

    assert Meeting.objects.get().state == "held"


def test_seats_are_written_down(client_of):
    w = world()
    item = an_item(w)
    seat = item.meeting.seats.get()

    client_of(w.unit_head).post(
        page("meeting_seats", item.meeting.uid),
        {f"seat-{seat.pk}": "attended", "invite": HEALTH},
    )

    found = dict(item.meeting.seats.values_list("agency", "status"))
    assert found == {POLICE: "attended", HEALTH: "invited"}


@pytest.mark.parametrize(
    "name",
    ["meeting_change", "meeting_seats", "meeting_close"],
)
def test_a_guest_changes_no_meeting(client_of, name):
    w = world()
    item = an_item(w)
    path = page(name, item.meeting.uid)

    for guest in (w.protector, police(w), w.teacher):
        assert client_of(guest).post(path).status_code == 404


@pytest.mark.parametrize("name", ["agenda_task", "agenda_agency", "agenda_correct"])
def test_a_guest_adds_nothing_to_a_case(client_of, name):
    w = world()
    item = an_item(w)
    spoken(w, item)

    for guest in (w.protector, police(w)):
        assert client_of(guest).post(page(name, item.uid)).status_code == 404


def test_a_guest_writes_no_minutes(client_of):
    w = world()
    item = an_item(w)

    answer = client_of(w.protector).post(
        page("agenda_item", item.uid), {"version": 1, "minutes": "x", "decision": ""}
    )

    assert answer.status_code == 404


def test_a_school_ends_its_own_task_only(client_of):
    w = world()
    task = a_held_table(w)
    client = client_of(w.protector)

    assert client.post(page("meeting_task_done", task.uid)).status_code == 404
    assert client.post(page("meeting_task_drop", task.uid)).status_code == 404
    assert TASK not in text_of(client, TASKS)


def test_nobody_is_led_to_sign_in():
    w = world()
    item = an_item(w)

    for path in (LIST, TASKS, page("meeting", item.meeting.uid)):
        assert "/accounts/login/" in Client().get(path)["Location"]


def test_the_list_of_meetings_and_the_members_home_name_no_child(client_of):
    w = world()
    a_held_table(w)
    client = client_of(police(w))

    for path in (LIST, "/"):
        assert NAME not in text_of(client, path)
    assert TASKS in text_of(client, "/")
