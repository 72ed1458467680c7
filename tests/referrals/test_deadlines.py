"""Clocks against an oracle that counts one hour and one day at a time."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from referrals.deadlines import (
    PROPOSED,
    ClockUnit,
    Limit,
    Rung,
    add_working_days,
    due_at,
    is_overdue,
    is_working_day,
    rung,
)
from referrals.states import Urgency


TIRANE = ZoneInfo("Europe/Tirane")
MONDAY = datetime(2026, 11, 23, 9, 30, tzinfo=TIRANE)
FRIDAY_NIGHT = datetime(2026, 11, 27, 22, 0, tzinfo=TIRANE)

moments = st.datetimes(
    datetime(2024, 1, 1),  # noqa: DTZ001
    datetime(2030, 1, 1),  # noqa: DTZ001
).map(lambda naive: naive.replace(tzinfo=UTC))
holiday_sets = st.frozensets(st.dates(date(2024, 1, 1), date(2030, 6, 1)), max_size=12)


def oracle(start: datetime, amount: int, unit: str, holidays: frozenset) -> datetime:
    """The same rule, written as a calendar on the wall would be counted."""
    if unit == "hours":
        for _hour in range(amount):
            start = start + timedelta(minutes=60)
        return start
    day = start.astimezone(TIRANE).date()
    counted = 0
    while counted < amount:
        day = date.fromordinal(day.toordinal() + 1)
        weekend = day.isoweekday() in (6, 7)
        if unit == "days" or not (weekend or day in holidays):
            counted += 1
    return datetime.combine(day, time(16), tzinfo=TIRANE)


@given(
    start=moments,
    amount=st.integers(1, 40),
    unit=st.sampled_from(["hours", "days", "working_days"]),
    holidays=holiday_sets,
)
def test_a_clock_ends_where_the_oracle_says(start, amount, unit, holidays):
    due = due_at(start, Limit(amount, ClockUnit(unit)), holidays)

    assert due == oracle(start, amount, unit, holidays)


@given(start=moments, amount=st.integers(1, 200), holidays=holiday_sets)
def test_hours_never_pause(start, amount, holidays):
    due = due_at(start, Limit(amount, ClockUnit.HOURS), holidays)

    assert due - start == timedelta(hours=amount)


@given(start=moments, amount=st.integers(1, 30), holidays=holiday_sets)
def test_a_missing_holiday_only_makes_a_clock_earlier(start, amount, holidays):
    limit = Limit(amount, ClockUnit.WORKING_DAYS)

    assert due_at(start, limit, frozenset()) <= due_at(start, limit, holidays)


def test_the_day_of_the_start_does_not_count():
    due = due_at(MONDAY, Limit(1, ClockUnit.WORKING_DAYS), frozenset())

    assert due == datetime(2026, 11, 24, 16, 0, tzinfo=TIRANE)


def test_friday_night_is_due_on_monday():
    due = due_at(FRIDAY_NIGHT, Limit(1, ClockUnit.WORKING_DAYS), frozenset())

    assert due.date() == date(2026, 11, 30)


def test_a_holiday_on_monday_moves_it_to_tuesday():
    holidays = frozenset({date(2026, 11, 30)})

    due = due_at(FRIDAY_NIGHT, Limit(1, ClockUnit.WORKING_DAYS), holidays)

    assert due.date() == date(2026, 12, 1)


def test_an_acute_clock_runs_through_the_weekend():
    due = due_at(FRIDAY_NIGHT, Limit(2, ClockUnit.HOURS), frozenset())

    assert due == FRIDAY_NIGHT + timedelta(hours=2)


def test_hours_are_real_hours_when_the_summer_ends():
    before_the_change = datetime(2026, 10, 24, 22, 0, tzinfo=UTC)

    due = due_at(before_the_change, Limit(24, ClockUnit.HOURS), frozenset())

    assert due == datetime(2026, 10, 25, 22, 0, tzinfo=UTC)


def test_late_at_night_in_utc_is_already_the_next_day_in_tirana():
    start = datetime(2026, 11, 22, 23, 30, tzinfo=UTC)  # Monday 00:30 in Tirana

    due = due_at(start, Limit(1, ClockUnit.WORKING_DAYS), frozenset())

    assert due.date() == date(2026, 11, 24)


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (date(2026, 11, 27), True),
        (date(2026, 11, 28), False),
        (date(2026, 11, 30), True),
    ],
)
def test_weekends_are_no_working_days(day, expected):
    assert is_working_day(day, frozenset()) is expected


def test_no_working_days_is_the_same_day():
    assert add_working_days(date(2026, 11, 28), 0, frozenset()) == date(2026, 11, 28)


def test_nothing_due_is_never_overdue():
    assert not is_overdue(None, MONDAY)


def test_on_the_minute_it_is_not_yet_late():
    assert not is_overdue(MONDAY, MONDAY)
    assert is_overdue(MONDAY, MONDAY + timedelta(seconds=1))


@pytest.mark.parametrize(
    ("urgency", "hours", "expected"),
    [
        (Urgency.ACUTE, -1, Rung.DUTY),
        (Urgency.ACUTE, 1, Rung.UNIT_HEAD),
        (Urgency.ACUTE, 3, Rung.SUPERVISOR),
        (Urgency.ACUTE, 7, Rung.AGENCY),
        (Urgency.STANDARD, 47, Rung.UNIT_HEAD),
        (Urgency.STANDARD, 49, Rung.SUPERVISOR),
        (Urgency.STANDARD, 121, Rung.AGENCY),
    ],
)
def test_the_longer_it_is_late_the_higher_it_climbs(urgency, hours, expected):
    assert rung(MONDAY, MONDAY + timedelta(hours=hours), urgency) == expected


def test_no_acute_limit_counts_working_days():
    acute = [unit for _step, urgency, _n, unit in PROPOSED if urgency == Urgency.ACUTE]

    assert acute
    assert ClockUnit.WORKING_DAYS not in acute
