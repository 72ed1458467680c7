"""watch_absences and check_totals: closing a day, past and future days, schools."""

import datetime as dt
import io
import json

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from portal.models import AuditEvent
from schools.absence import TIERS, TRIGGERS
from schools.models import Absence, AbsenceFlag, AttendanceTotal, ClosedDay
from tests.factories.attendance import absent, register
from tests.factories.schools import SchoolFactory, enrolled, school_days


FRIDAY = dt.date(2026, 11, 20)


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel(dt.datetime(2026, 11, 20, 9, tzinfo=dt.UTC), tick=True):
        yield


@pytest.fixture
def days(db) -> list[dt.date]:
    return school_days(dt.date(2026, 9, 14), FRIDAY)


@pytest.fixture
def school(days):
    found = SchoolFactory()
    register(found, days)
    return found


def watch(*args: str) -> dict:
    out = io.StringIO()
    call_command("watch_absences", "--json", *args, stdout=out, stderr=io.StringIO())
    return json.loads(out.getvalue())


def test_every_key_is_always_there(db):
    answer = watch()

    assert answer == {
        "on": "2026-11-20",
        "schools": 0,
        "pupils": 0,
        "flagged": 0,
        "tiers": dict.fromkeys(TIERS, 0),
        "triggers": dict.fromkeys(TRIGGERS, 0),
    }


def test_bands_are_inclusive_and_exact(school, days):
    """50 recorded days: 5 absences are exactly 10 %, 2 are 4 %, 25 are 50 %."""
    assert len(days) == 50
    for n in (2, 5, 10, 25):
        absent(enrolled(school), days[-n:], kind="explained")

    answer = watch()

    assert answer["tiers"] == {"notice": 0, "chronic": 1, "severe": 1, "critical": 1}
    assert answer["pupils"] == 4


def test_closing_twice_raises_once(school, days):
    absent(enrolled(school), days[-5:])
    watch()
    flags, events = AbsenceFlag.objects.count(), AuditEvent.objects.count()

    watch()

    assert flags > 0
    assert AbsenceFlag.objects.count() == flags
    assert AuditEvent.objects.count() == events
    assert ClosedDay.objects.count() == 1


def test_a_flag_lapses_and_is_raised_again(school, days):
    child = enrolled(school)
    absent(child, days[-25:-22])
    watch("--on", days[-22].isoformat())
    assert AbsenceFlag.objects.get(kind="three_in_row").standing

    watch("--on", days[-5].isoformat())
    assert not AbsenceFlag.objects.get(kind="three_in_row").standing
    absent(child, days[-3:])
    watch()

    assert AbsenceFlag.objects.filter(kind="three_in_row").count() == 2
    assert AbsenceFlag.objects.filter(kind="three_in_row", standing=True).count() == 1


@pytest.mark.parametrize("on", ["2026-11-19", "2026-12-24"])
def test_a_day_before_the_closed_one_or_to_come_writes_nothing(school, days, on):
    watch()
    absent(enrolled(school), days[-9:])

    answer = watch("--on", on)

    assert answer["flagged"] == 1
    assert not AbsenceFlag.objects.exists()
    assert ClosedDay.objects.count() == 1


def test_one_school_alone(school, days):
    other = SchoolFactory()
    register(other, days)
    absent(enrolled(school), days[-5:])
    absent(enrolled(other), days[-5:])

    answer = watch("--school", school.code)

    assert (answer["schools"], answer["pupils"], answer["flagged"]) == (1, 1, 1)
    assert {flag.school for flag in AbsenceFlag.objects.all()} == {school}


@pytest.mark.parametrize(
    "args",
    [
        ["--on", "2026/11"],
        ["--on", "9999-12-31"],
        ["--on", "0001-01-01"],
        ["--school", "nowhere"],
    ],
)
def test_wrong_arguments_exit_with_2(db, args):
    with pytest.raises(CommandError) as error:
        watch(*args)

    assert error.value.returncode == 2


def test_a_child_who_left_for_nowhere_is_missed(school, days):
    child = enrolled(school)
    child.enrolments.update(ends_on=days[-11], end_reason="moved")
    gone = enrolled(school)
    gone.enrolments.update(ends_on=days[-11], end_reason="abroad")

    assert watch()["triggers"]["no_arrival"] == 1
    assert AbsenceFlag.objects.get().facts == {
        "days": 10,
        "since": days[-11].isoformat(),
    }


def test_queries_do_not_grow_with_the_pupils(school, days):
    def queries() -> int:
        with CaptureQueriesContext(connection) as found:
            watch("--on", "2026-12-24")
        return len(found)

    absent(enrolled(school), days[-5:])
    one = queries()
    for _n in range(40):
        absent(enrolled(school), days[-5:])

    assert queries() == one


def test_totals_stay_right_and_a_planted_fault_is_found(school, days):
    child = enrolled(school)
    absent(child, days[:6])
    late = enrolled(school, starts_on=days[20])
    absent(late, days[22:25])
    call_command("check_totals", stdout=io.StringIO())

    AttendanceTotal.objects.filter(pupil=child).update(absent=7)

    with pytest.raises(SystemExit) as stop:
        call_command("check_totals", stdout=io.StringIO(), stderr=io.StringIO())
    assert stop.value.code == 1


def test_late_registers_keep_totals_right(days):
    school = SchoolFactory()
    register(school, days[10:])
    early, late = enrolled(school), enrolled(school, starts_on=days[15])
    left = enrolled(school)
    left.enrolments.update(ends_on=days[30])
    for child in (early, late, left):
        absent(child, days[20:24])

    register(school, days[:10])

    call_command("check_totals", stdout=io.StringIO())
    assert Absence.objects.count() == 12
