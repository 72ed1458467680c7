"""When a lesson is better not taught: a rule over dates."""

import datetime as dt

import pytest

from training.teaching_days import cautions


MONDAY = dt.date(2026, 11, 23)
SCHOOL_WEEK = [MONDAY + dt.timedelta(days=n) for n in range(5)]
THURSDAY, FRIDAY = SCHOOL_WEEK[3:]


@pytest.mark.parametrize(
    ("day", "session", "protector", "expected"),
    [
        (MONDAY, SCHOOL_WEEK, True, []),
        (FRIDAY, SCHOOL_WEEK, True, ["friday"]),
        (FRIDAY, [], True, ["friday"]),
        (THURSDAY, SCHOOL_WEEK[:4], True, ["days_off"]),
        (THURSDAY, SCHOOL_WEEK, True, []),
        (MONDAY, SCHOOL_WEEK, False, ["no_protector"]),
        (FRIDAY, SCHOOL_WEEK, False, ["friday", "no_protector"]),
    ],
)
def test_each_reason_is_given_once(day, session, protector, expected):
    assert cautions(day, session, protector=protector) == expected


def test_without_a_calendar_holidays_are_not_guessed():
    assert cautions(MONDAY, [], protector=True) == []
