"""Calling a meeting, its agenda, its minutes, and what becomes of the tasks."""

import datetime as dt

import pytest
from django.utils import timezone

from portal.audit.models import AuditEvent
from referrals.actions import receiving
from referrals.actions.meetings import (
    MeetingIsClosed,
    NotYourMeeting,
    close_meeting,
    put_on_agenda,
    set_seats,
)
from referrals.actions.minutes import (
    ItemChanged,
    NeedsReason,
    TaskIsEnded,
    correct_minutes,
    drop_task,
    finish_task,
    name_agency,
    set_task,
    write_minutes,
)
from referrals.models import AgendaItem, ItemAgency, Meeting, MeetingTask
from tests.factories.meetings import (
    DUE,
    POLICE,
    TASK,
    a_held_table,
    a_table,
    an_item,
    police,
    spoken,
)
from tests.factories.referrals import DAY, a_referral, person, taken_to, world
from tests.factories.schools import enrolled, municipality


pytestmark = pytest.mark.django_db


def test_calling_the_case_group_makes_its_meeting_with_the_schools_seat():
    w = world()

    referral = taken_to(w, "group_called")

    meeting = Meeting.objects.get()
    assert (meeting.kind, meeting.referral) == ("group", referral)
    assert meeting.at.date() == DAY
    assert [item.referral for item in meeting.items.all()] == [referral]
    assert [seat.post for seat in meeting.seats.all()] == [
        w.protector.staff.posts.get()
    ]


def test_a_move_that_is_refused_makes_no_meeting():
    w = world()
    referral = taken_to(w, "accepted")

    with pytest.raises(Exception, match="call_group"):
        receiving.call_group(referral=referral, by=w.worker, group_on=DAY)

    assert not Meeting.objects.exists()


def test_an_agency_is_invited_once_however_it_is_written():
    w = world()
    police(w)

    meeting = a_table(w, agencies=["policia", " POLICIA ", "Shëndetësia"])

    names = set(meeting.seats.values_list("agency", flat=True))
    assert names == {POLICE, "Shëndetësia"}


def test_a_protector_proposes_the_own_case_and_no_other():
    w = world()
    mine = taken_to(w, "accepted")
    meeting = a_table(w)

    put_on_agenda(meeting=meeting, by=w.protector, referrals=[mine])

    far = world(municipality=municipality("0201"))
    with pytest.raises(NotYourMeeting):
        put_on_agenda(meeting=meeting, by=w.protector, referrals=[a_referral(far)])
    assert [item.referral for item in meeting.items.all()] == [mine]


def test_a_case_stands_once_on_an_agenda():
    w = world()
    referral = taken_to(w, "accepted")
    meeting = a_table(w, referral)

    put_on_agenda(meeting=meeting, by=w.unit_head, referrals=[referral])

    assert AgendaItem.objects.count() == 1


@pytest.mark.parametrize("act", ["write", "agency", "task", "seats", "close"])
def test_only_the_unit_holds_the_meeting(act):
    w = world()
    item = an_item(w)
    by = w.protector
    acts = {
        "write": lambda: write_minutes(item=item, by=by, version=1, minutes="x"),
        "agency": lambda: name_agency(item=item, by=by, agency=POLICE, needs="x"),
        "task": lambda: set_task(
            item=item, by=by, what="x", due_on=DUE, owner="school"
        ),
        "seats": lambda: set_seats(meeting=item.meeting, by=by, statuses={}),
        "close": lambda: close_meeting(meeting=item.meeting, by=by),
    }

    with pytest.raises(NotYourMeeting):
        acts[act]()


@pytest.mark.parametrize("act", ["write", "agency", "task", "agenda", "seats", "close"])
def test_a_closed_meeting_stands(act):
    w = world()
    item = an_item(w)
    close_meeting(meeting=item.meeting, by=w.unit_head)
    by, meeting = w.unit_head, item.meeting
    acts = {
        "write": lambda: write_minutes(item=item, by=by, version=1, minutes="x"),
        "agency": lambda: name_agency(item=item, by=by, agency=POLICE, needs="x"),
        "task": lambda: set_task(
            item=item, by=by, what="x", due_on=DUE, owner="school"
        ),
        "agenda": lambda: put_on_agenda(meeting=meeting, by=by, referrals=[]),
        "seats": lambda: set_seats(meeting=meeting, by=by, statuses={}),
        "close": lambda: close_meeting(meeting=meeting, by=by),
    }

    with pytest.raises(MeetingIsClosed):
        acts[act]()


def test_a_correction_stands_beside_closed_minutes_only():
    w = world()
    item = an_item(w)
    with pytest.raises(MeetingIsClosed):
        correct_minutes(item=item, by=w.unit_head, text="Data ishte tjetër")
    close_meeting(meeting=item.meeting, by=w.unit_head)

    correct_minutes(item=item, by=w.unit_head, text="Data ishte tjetër")

    assert item.corrections.get().text == "Data ishte tjetër"


def test_two_who_write_minutes_do_not_overwrite_each_other():
    w = world()
    item = an_item(w)
    write_minutes(item=item, by=w.unit_head, version=1, minutes="E para")

    with pytest.raises(ItemChanged) as clash:
        write_minutes(item=item, by=w.worker, version=1, minutes="E dyta")

    assert clash.value.current.minutes == "E para"


def test_a_name_goes_to_an_agency_only_with_a_reason():
    w = world()
    item = an_item(w)

    with pytest.raises(NeedsReason):
        name_agency(
            item=item, by=w.unit_head, agency=POLICE, needs="x", name_shared=True
        )

    assert not ItemAgency.objects.exists()


def test_a_task_names_its_agency_on_the_item_without_the_name():
    w = world()
    item = an_item(w)

    set_task(
        item=item, by=w.unit_head, what=TASK, due_on=DUE, owner="agency", agency=POLICE
    )

    named = item.agencies.get()
    assert (named.agency, named.name_shared) == (POLICE, False)


def test_undone_tasks_come_back_until_they_are_done():
    w = world()
    task = a_held_table(w)
    following = a_table(w)

    assert list(MeetingTask.objects.all().brought_to(following)) == [task]
    finish_task(task=task, by=police(w), note="Vizituar")
    assert not MeetingTask.objects.all().brought_to(following)


def test_closed_minutes_go_on_saying_what_was_undone_then():
    w = world()
    task = a_held_table(w)
    following = close_meeting(meeting=a_table(w), by=w.unit_head)

    finish_task(task=task, by=w.unit_head)

    assert list(MeetingTask.objects.all().brought_to(following)) == [task]


def test_a_group_opens_with_the_tasks_of_its_own_child_only():
    w = world()
    taken_to(w, "group_called")
    first = AgendaItem.objects.get()
    mine = set_task(
        item=first, by=w.worker, what="Thirr gjyshen", due_on=DUE, owner="school"
    )
    w.pupil = enrolled(w.school)
    other = taken_to(w, "group_called")
    later = Meeting.objects.get(referral=other)
    later.at += dt.timedelta(days=1)

    assert not MeetingTask.objects.all().brought_to(later)
    assert mine.is_open


def test_a_task_is_done_once():
    w = world()
    task = a_held_table(w)
    finish_task(task=task, by=w.unit_head)

    with pytest.raises(TaskIsEnded):
        drop_task(task=task, by=w.unit_head, why="S'duhet")


def test_only_the_owner_and_the_unit_finish_a_task():
    w = world()
    task = a_held_table(w)
    health = person(
        "table_member", municipality=w.unit.municipality, agency="Shëndetësia"
    )
    elsewhere = person("table_member", municipality=municipality("0201"), agency=POLICE)

    for outsider in (w.protector, health, elsewhere, person("protector")):
        with pytest.raises(NotYourMeeting):
            finish_task(task=task, by=outsider)

    assert finish_task(task=task, by=police(w)).done_at is not None


def test_only_the_unit_drops_a_task_and_says_why():
    w = world()
    task = a_held_table(w)

    with pytest.raises(NotYourMeeting):
        drop_task(task=task, by=police(w), why="S'duhet")
    with pytest.raises(NeedsReason):
        drop_task(task=task, by=w.unit_head, why=" ")
    drop_task(task=task, by=w.unit_head, why="Familja u shpërngul")

    assert not MeetingTask.objects.all().undone()


def test_the_tasks_of_a_day_and_the_late_ones_are_found():
    task = a_held_table(world())
    rows = MeetingTask.objects.all()

    assert list(rows.due(DUE)) == [task]
    assert not rows.late(DUE)
    assert list(rows.late(DUE + dt.timedelta(days=1))) == [task]


def test_the_meetings_of_a_day_are_found():
    meeting = a_table(world())

    assert list(Meeting.objects.due(timezone.localdate(meeting.at))) == [meeting]


def test_each_step_names_the_child_in_the_audit_by_uid():
    w = world()
    item = an_item(w)
    spoken(w, item)
    close_meeting(meeting=item.meeting, by=w.unit_head)

    verbs = set(
        AuditEvent.objects.filter(
            verb__startswith="meeting.", subjects__uid=w.pupil.uid
        ).values_list("verb", flat=True)
    )

    assert verbs == {
        "meeting.proposed",
        "meeting.written",
        "meeting.agency",
        "meeting.task",
        "meeting.closed",
    }
