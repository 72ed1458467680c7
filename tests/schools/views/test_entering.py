"""A class's register entered by hand: what is kept, and who may."""

import datetime as dt
import io

import pytest
import time_machine
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from portal.models import AuditEvent
from schools.models import Absence, AttendanceTotal, RegisterDay
from tests.factories.attendance import absent, register
from tests.factories.schools import (
    ClassFactory,
    SchoolFactory,
    enrolled,
    granted_post,
    school_days,
)


FRIDAY = dt.date(2026, 11, 20)


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel(dt.datetime(2026, 11, 20, 9, tzinfo=dt.UTC), tick=True):
        yield


@pytest.fixture
def school(db):
    school_days(dt.date(2026, 9, 14), dt.date(2026, 12, 18))
    return SchoolFactory()


@pytest.fixture
def group(school):
    return ClassFactory(school=school)


@pytest.fixture
def registrar(client_of, school):
    """The registrar's browser."""
    return client_of(granted_post("registrar", school=school).staff.user)


def url_of(group, day: dt.date = FRIDAY) -> str:
    return reverse("schools:register_day", args=[group.uid, day.isoformat()])


def test_class_and_day_are_chosen_first(registrar, group):
    answer = registrar.post(
        "/schools/register/", {"group": group.uid, "day": "20.11.2026"}
    )

    assert answer["Location"] == url_of(group)


def test_who_is_not_told_absent_was_present(registrar, school, group):
    here, away = enrolled(school, group=group), enrolled(school, group=group)

    answer = registrar.post(url_of(group), {str(away.uid): "unexplained"})

    assert answer.status_code == 302
    assert Absence.objects.get().pupil == away
    taken = RegisterDay.objects.get()
    assert (taken.class_group, taken.date, taken.source) == (group, FRIDAY, "entry")
    assert not here.absences.exists()
    assert AttendanceTotal.objects.get().absent == 1
    assert AuditEvent.objects.filter(verb="absence.entered").count() == 1
    call_command("check_totals", stdout=io.StringIO())


def test_entering_again_corrects_and_counts_the_day_once(registrar, school, group):
    child = enrolled(school, group=group)
    registrar.post(url_of(group), {str(child.uid): "unexplained"})

    registrar.post(url_of(group), {str(child.uid): ""})

    assert not Absence.objects.exists()
    assert RegisterDay.objects.count() == 1
    call_command("check_totals", stdout=io.StringIO())


def test_a_register_of_the_school_takes_the_place_of_the_class(
    registrar, school, group
):
    child = enrolled(school, group=group)
    registrar.post(url_of(group), {str(child.uid): "unexplained"})

    register(school, [FRIDAY])

    assert RegisterDay.objects.get().class_group is None
    call_command("check_totals", stdout=io.StringIO())


def test_lessons_of_an_unchanged_kind_are_kept(registrar, school, group):
    child = enrolled(school, group=group)
    absent(child, [FRIDAY], missed=2, held=6)

    registrar.post(url_of(group), {str(child.uid): "unexplained"})

    assert Absence.objects.get().lessons_missed == 2


@pytest.mark.parametrize("day", [dt.date(2026, 11, 15), dt.date(2026, 11, 23)])
def test_a_day_out_of_session_or_to_come_is_refused(registrar, school, group, day):
    child = enrolled(school, group=group)

    answer = registrar.post(url_of(group, day), {str(child.uid): "unexplained"})

    assert answer.status_code == 200
    assert not Absence.objects.exists()
    assert not RegisterDay.objects.exists()


@pytest.mark.parametrize("role", ["teacher", "head", "registrar"])
def test_only_who_enters_absences_of_the_school(client_of, school, group, role):
    place = {} if role == "registrar" else {"school": school}
    child = enrolled(school, group=group)
    client = client_of(granted_post(role, **place).staff.user)

    answer = client.post(url_of(group), {str(child.uid): "unexplained"})

    assert answer.status_code == 404
    assert not Absence.objects.exists()


def test_nobody_is_led_to_sign_in(client, group):
    assert client.get(url_of(group)).status_code == 302


def test_the_page_costs_the_same_for_1_and_30_pupils(registrar, school, group):
    def queries() -> int:
        with CaptureQueriesContext(connection) as found:
            assert registrar.get(url_of(group)).status_code == 200
        verbs = {"SELECT", "INSERT", "UPDATE", "DELETE"}
        return len([q for q in found if q["sql"].split()[0] in verbs])

    enrolled(school, group=group)
    registrar.get(url_of(group))
    one = queries()
    for _n in range(29):
        enrolled(school, group=group)

    assert queries() == one <= 10
