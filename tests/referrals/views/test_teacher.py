"""The sender's desk: find the child, write, check, send, read what became of it."""

import datetime as dt
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from portal.audit.models import AuditEvent, AuditSubject
from referrals.actions.concerns import read_concern, triage_concern
from referrals.models import Concern
from tests.factories.days import in_days
from tests.factories.referrals import SEEN, WORDS, a_concern, person, world
from tests.factories.schools import SchoolFactory, enrolled


pytestmark = pytest.mark.django_db
NEW = "/referrals/concerns/new/"
MINE = "/referrals/concerns/mine/"


def answers(w, step: str, **changes) -> dict[str, str]:
    typed = {
        "step": step,
        "danger": "no",
        "name": "zam",
        "pupil": str(w.pupil.uid),
        "basis": "seen",
        "noticed_on": "20.11.2026",
        "text": SEEN,
        "child_words": WORDS,
        "token": str(uuid4()),
    }
    return {**typed, **changes}


def viewed(verb: str, uid) -> bool:
    events = AuditEvent.objects.filter(verb=verb)
    return AuditSubject.objects.filter(event__in=events, uid=uid).exists()


def test_the_page_opens_with_the_numbers_on_top(client_of):
    w = world()

    page = client_of(w.teacher, second_factor=False).get(NEW).content.decode()

    assert page.index("129") < page.index('<form method="post" novalidate')


def test_a_typed_name_finds_the_own_class_and_writes_who_was_shown(client_of):
    w = world()

    page = client_of(w.teacher, second_factor=False).post(
        NEW, answers(w, "search", pupil="", text="gjysma e fjalës")
    )

    assert w.pupil.full_name() in page.content.decode()
    assert "gjysma e fjalës" in page.content.decode()
    assert viewed("pupil.looked_up", w.pupil.uid)


def test_a_pupil_of_another_school_is_not_found(client_of):
    w = world()
    stranger = enrolled(SchoolFactory(), first_name="Zamirela")

    page = client_of(w.teacher, second_factor=False).post(NEW, answers(w, "search"))

    assert stranger.first_name not in page.content.decode()


def test_the_script_gets_only_the_list(client_of):
    w = world()

    part = client_of(w.teacher, second_factor=False).post(
        NEW, {"name": "zam", "step": "search"}, headers={"X-Part": "pupils"}
    )

    assert w.pupil.full_name() in part.content.decode()
    assert "<html" not in part.content.decode()


def test_checking_shows_everything_and_sends_nothing(client_of):
    w = world()

    page = client_of(w.teacher, second_factor=False).post(NEW, answers(w, "check"))

    assert SEEN in page.content.decode()
    assert not Concern.objects.exists()


def test_changing_keeps_what_was_typed(client_of):
    w = world()

    page = client_of(w.teacher, second_factor=False).post(NEW, answers(w, "change"))

    assert SEEN in page.content.decode()
    assert 'name="noticed_on" value="20.11.2026"' in page.content.decode()


def test_sending_leads_to_a_receipt_without_a_name(client_of):
    w = world()
    client = client_of(w.teacher, second_factor=False)

    receipt = client.post(NEW, answers(w, "send"), follow=True)

    sent = Concern.objects.get()
    page = receipt.content.decode()
    assert sent.text == SEEN
    assert sent.pupil == w.pupil
    assert sent.reference in page
    assert w.pupil.first_name not in page
    assert str(sent.uid) in receipt.request["PATH_INFO"]


def test_sending_twice_is_one_concern(client_of):
    w = world()
    client = client_of(w.teacher, second_factor=False)
    form = answers(w, "send")

    client.post(NEW, form)
    client.post(NEW, form)

    assert Concern.objects.count() == 1


def test_a_child_on_no_list_is_passed_on_by_the_typed_name(client_of):
    w = world()

    client_of(w.teacher, second_factor=False).post(
        NEW, answers(w, "send", name="Beni i tregut", pupil="other")
    )

    sent = Concern.objects.get()
    assert (sent.pupil, sent.child_name) == (None, "Beni i tregut")
    assert sent.school == w.school


def test_danger_and_how_the_call_went_are_sent_together(client_of):
    w = world()

    client_of(w.teacher, second_factor=False).post(
        NEW, answers(w, "send", danger="could_not")
    )

    assert Concern.objects.get().urgent
    assert Concern.objects.get().call_outcome == "could_not"


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"pupil": ""}, "Choose the child"),
        ({"text": ""}, "data-error-summary"),
        ({"noticed_on": "20/13/2026"}, "real date"),
        ({"noticed_on": in_days(2)}, "future"),
        ({"noticed_on": "20.11.0026"}, "check the year"),
        ({"noticed_on": in_days(-20 * 366)}, "Check the year"),
        ({"basis": ""}, "data-error-summary"),
        ({"pupil": "not-a-uid"}, "Choose the child"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_sent(client_of, changes, said):
    w = world()

    client = client_of(w.teacher, second_factor=False)
    client.cookies["language"] = "en"

    page = client.post(NEW, answers(w, "send", **changes))

    assert said in page.content.decode()
    assert not Concern.objects.exists()


def test_a_pupil_out_of_reach_cannot_be_chosen(client_of):
    w = world()
    stranger = enrolled(SchoolFactory())

    client_of(w.teacher, second_factor=False).post(
        NEW, answers(w, "send", pupil=str(stranger.uid))
    )

    assert not Concern.objects.exists()


def words_of(client) -> str:
    client.cookies["language"] = "en"
    return client.get(MINE).content.decode()


def test_my_concerns_say_only_the_permitted_words(client_of):
    w = world()
    client = client_of(w.teacher, second_factor=False)
    concern = a_concern(w)

    first = words_of(client)
    read_concern(concern=concern, by=w.protector)
    second = words_of(client)
    triage_concern(
        concern=concern, by=w.protector, decision="coach", reason="arsye e fshehtë"
    )
    third = words_of(client)

    assert "Nobody has read it yet" in first
    assert "A person has read it" in second
    assert "It is being acted on" in third
    for page in (first, second, third):
        assert w.pupil.first_name not in page
        assert SEEN not in page
        assert "arsye" not in page


def test_unread_in_time_says_whom_to_call(client_of):
    w = world()
    a_concern(w, at=timezone.now() - dt.timedelta(days=7))

    page = words_of(client_of(w.teacher, second_factor=False))

    assert "Nobody has read it. Call" in page
    for number in (w.unit.telephone, "116 111", "129", "112"):
        assert number in page


def test_home_says_that_a_person_has_read_it(client_of):
    w = world()
    client = client_of(w.teacher, second_factor=False)
    client.cookies["language"] = "en"
    concern = a_concern(w)

    before = client.get("/").content.decode()
    read_concern(concern=concern, by=w.protector)

    assert "a person has read" not in before
    assert "a person has read 1" in client.get("/").content.decode()


def test_my_concerns_are_mine_alone(client_of):
    w = world()
    concern = a_concern(w)
    colleague = person("teacher", school=w.school)

    page = client_of(colleague, second_factor=False).get(MINE).content.decode()

    assert concern.reference not in page


def test_what_is_added_is_appended(client_of):
    w = world()
    concern = a_concern(w)
    url = reverse("referrals:concern_correct", args=[concern.uid])

    client_of(w.teacher, second_factor=False).post(url, {"text": "Ishte e martë"})

    assert concern.corrections.get().text == "Ishte e martë"


def test_a_colleague_adds_nothing_to_my_concern(client_of):
    w = world()
    concern = a_concern(w)
    url = reverse("referrals:concern_correct", args=[concern.uid])
    colleague = person("teacher", school=w.school)

    answer = client_of(colleague, second_factor=False).post(url, {"text": "Jo"})

    assert answer.status_code == 404
    assert not concern.corrections.exists()
