"""My class: signs in words, one tap, and silence while the service makes contact."""

import datetime as dt
import uuid

import pytest
import time_machine
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from portal.audit.models import AuditEvent, AuditSubject
from portal.clock import now, today
from schools.actions.contacts import (
    NotTheirs,
    ServiceContacts,
    log_contact,
    take_back_contact,
)
from schools.actions.flags import dismiss_flags
from schools.actions.outreach import hold, release
from schools.models import HomeContact
from schools.timeline import contact_entries
from tests.factories.attendance import a_contact, flag
from tests.factories.schools import ClassFactory, enrolled, granted_post


pytestmark = pytest.mark.django_db
PAGE = "/schools/class/"
SILENT = "The school service will make contact."


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel("2026-11-24T10:00:00+01:00", tick=True):
        yield


@pytest.fixture
def group():
    return ClassFactory()


@pytest.fixture
def post(group):
    return granted_post("teacher", school=group.school, classes=[group])


@pytest.fixture
def teacher(post, client_of):
    client = client_of(post.staff.user, factor=False)
    client.cookies["language"] = "en"
    return client


@pytest.fixture
def pupil(group):
    return enrolled(group.school, group=group, first_name="Zymra")


def tap(client, pupil, outcome="called"):
    return client.post(f"{PAGE}{pupil.uid}/contact/", {"outcome": outcome}, follow=True)


# --- The page ----------------------------------------------------------------------
def test_a_class_teacher_reads_early_signs_in_words(teacher, pupil):
    flag(pupil, "five_in_twenty", facts={"absent": 5, "days": 20})

    page = teacher.get(PAGE).text

    assert "Zymra" in page
    assert "Absent on 5 of the last 20 recorded days" in page


def test_opening_it_is_recorded_with_each_child(teacher, pupil):
    teacher.get(PAGE)

    assert AuditEvent.objects.filter(verb="class.viewed").count() == 1
    assert AuditSubject.objects.filter(uid=pupil.uid).count() == 1


def test_neither_another_class_nor_a_child_who_left_is_on_it(teacher, group, pupil):
    enrolled(
        group.school,
        group=ClassFactory(school=group.school, name="8B"),
        first_name="Tjetra",
    )
    gone = enrolled(group.school, group=group, first_name="Ikur")
    gone.enrolments.update(ends_on=dt.date(2026, 10, 1))

    page = teacher.get(PAGE).text

    assert "Tjetra" not in page
    assert "Ikur" not in page


def test_what_somebody_decided_on_a_sign_does_not_show(teacher, pupil):
    flag(pupil, "five_in_twenty", facts={"absent": 5, "days": 20})
    before = teacher.get(PAGE).text.count("recorded days")
    protector = granted_post("protector", school=pupil.school).staff.user

    dismiss_flags(
        pupil=pupil, kinds=["five_in_twenty"], reason="E sëmurë", by=protector
    )

    assert teacher.get(PAGE).text.count("recorded days") == before


def test_a_teacher_without_a_class_is_told_what_to_do(client_of):
    client = client_of(granted_post("teacher").staff.user)
    client.cookies["language"] = "en"

    assert "Your post names no class yet" in client.get(PAGE).text


# --- One tap -----------------------------------------------------------------------
@pytest.mark.parametrize("outcome", ["called", "no_answer", "visited"])
def test_one_tap_keeps_a_contact(teacher, pupil, outcome):
    page = tap(teacher, pupil, outcome)

    row = HomeContact.objects.get()
    assert (row.pupil, row.outcome, row.made_on) == (pupil, outcome, today())
    assert "24.11.2026" in page.text
    event = AuditEvent.objects.get(verb="contact.logged")
    assert event.subjects.get().uid == pupil.uid


def test_a_second_tap_is_the_first(teacher, pupil):
    tap(teacher, pupil)
    tap(teacher, pupil)

    assert HomeContact.objects.count() == 1


def test_an_unknown_outcome_is_not_kept(teacher, pupil):
    assert tap(teacher, pupil, "shouted").status_code == 200
    assert not HomeContact.objects.exists()


def test_a_slip_of_the_finger_is_taken_back(teacher, pupil):
    tap(teacher, pupil)
    row = HomeContact.objects.get()

    page = teacher.post(f"{PAGE}contacts/{row.uid}/back/", follow=True)

    assert "24.11.2026" not in page.text
    assert HomeContact.objects.count() == 1
    assert tap(teacher, pupil).status_code == 200
    assert HomeContact.objects.standing().count() == 1


# --- Silence -----------------------------------------------------------------------
def test_while_a_hold_is_on_nothing_is_offered_and_nothing_taken(teacher, post, pupil):
    source = uuid.uuid4()
    hold(pupil=pupil, source=source, by=None)

    page = teacher.get(PAGE).text
    answer = tap(teacher, pupil)

    assert SILENT in page
    assert f"{pupil.uid}/contact/" not in page
    assert answer.text.count(SILENT) == 2  # the message, and the line
    assert not HomeContact.objects.exists()
    with pytest.raises(ServiceContacts):
        log_contact(
            pupil=pupil, outcome="called", on=today(), at=now(), by=post.staff.user
        )

    release(source=source, by=None)
    assert SILENT not in teacher.get(PAGE).text


def test_the_same_words_stand_where_nobody_worries(teacher, pupil):
    flag(pupil, "severe", facts={"absent": 14, "days": 60, "unexplained": 2})

    assert SILENT in teacher.get(PAGE).text


# --- Who may not -------------------------------------------------------------------
@pytest.mark.parametrize("role", ["protector", "head", "registrar", "cpu_worker"])
def test_the_page_is_the_class_teachers(role, pupil, client_of):
    given = {} if role == "cpu_worker" else {"school": pupil.school}
    client = client_of(granted_post(role, **given).staff.user)

    assert client.get(PAGE).status_code == 404
    assert tap(client, pupil).status_code == 404


def test_a_neighbour_finds_no_child_and_no_contact(post, pupil, client_of):
    row = a_contact(pupil, post.staff.user)
    next_door = ClassFactory(school=pupil.school, name="7B")
    neighbour = client_of(
        granted_post("teacher", school=pupil.school, classes=[next_door]).staff.user
    )

    assert "Zymra" not in neighbour.get(PAGE).text
    assert tap(neighbour, pupil).status_code == 404
    assert neighbour.post(f"{PAGE}contacts/{row.uid}/back/").status_code == 404
    assert HomeContact.objects.standing().count() == 1


def test_a_colleague_of_the_same_class_does_not_take_it_back(post, pupil, client_of):
    row = a_contact(pupil, post.staff.user)
    other = granted_post("teacher", school=pupil.school, classes=[pupil.class_group])

    answer = client_of(other.staff.user).post(f"{PAGE}contacts/{row.uid}/back/")

    assert answer.status_code == 404
    with pytest.raises(NotTheirs):
        take_back_contact(contact=row, at=now(), by=other.staff.user)


def test_nobody_is_led_to_sign_in(pupil):
    assert Client().get(PAGE).status_code == 302
    assert Client().post(f"{PAGE}{pupil.uid}/contact/").status_code == 302


# --- The rest ----------------------------------------------------------------------
def test_the_protector_reads_it_in_the_childs_timeline(post, pupil):
    a_contact(pupil, post.staff.user, "visited")
    protector = granted_post("protector", school=pupil.school).staff.user

    (entry,) = contact_entries(protector, pupil)

    assert entry.text == HomeContact.Outcome.VISITED.label


def test_it_costs_the_same_for_one_pupil_and_for_thirty(teacher, group, post, pupil):
    def queries():
        with CaptureQueriesContext(connection) as found:
            teacher.get(PAGE)
        return len(found)

    teacher.get(PAGE)
    one = queries()
    for _ in range(29):
        child = enrolled(group.school, group=group)
        flag(child, "part_days", facts={"parts": 8, "days": 20})
        a_contact(child, post.staff.user)

    assert queries() == one


@pytest.mark.parametrize(
    ("broken", "rule"),
    [({"outcome": "shouted"}, "contact_outcome_known")],
)
def test_the_database_keeps_its_rules(post, pupil, broken, rule):
    row = a_contact(pupil, post.staff.user)

    with pytest.raises(IntegrityError, match=rule), transaction.atomic():
        HomeContact.objects.filter(pk=row.pk).update(**broken)


def test_a_contact_stands_once_a_day(post, pupil):
    a_contact(pupil, post.staff.user)

    with pytest.raises(IntegrityError), transaction.atomic():
        a_contact(pupil, post.staff.user)
