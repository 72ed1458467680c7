"""The demonstration's calendar and habits, by the rules that they are to show."""

import datetime as dt

import pytest

from portal.demo import Demo
from schools.absence import tier_of
from schools.demo.calendar import days, first_day, open_days
from schools.demo.habits import FOURTEEN, HABITS, marks, near_days
from schools.demo.many import SCHOOLS_IN_ALL, _places
from schools.demo.roll import child_code, code_of
from schools.demo.story import CHILDREN, PLACES
from schools.models import Municipality


YEARS = range(2024, 2032)


@pytest.mark.parametrize("year", YEARS)
def test_the_year_begins_on_a_monday_and_ends_in_june(year: int):
    found = open_days(year)

    assert found[0] == first_day(year)
    assert found[0].weekday() == 0
    assert found[-1].month == 6
    assert all(day.weekday() < 5 for day in found)
    assert 165 <= len(found) <= 185


@pytest.mark.parametrize("year", YEARS)
def test_no_day_stands_twice_in_the_calendar(year: int):
    dates = [day for day, _open, _why in days(year)]

    assert len(dates) == len(set(dates))


def test_a_closed_day_says_why():
    closed = {day: why for day, is_open, why in days(2026) if not is_open}

    assert closed[dt.date(2026, 12, 8)] == "Dita Kombëtare e Rinisë"
    assert all(closed.values())


@pytest.mark.parametrize("available", [52, 55, 60, 80, 125, 170])
def test_near_shows_as_9_6_percent_and_stays_below_the_band(available: int):
    absent, counted = near_days(available)

    assert round(absent * 100 / counted, 1) == 9.6
    assert counted <= available
    assert tier_of(absent, counted) == "notice"


def test_the_shares_of_the_silent_school_make_14_percent():
    assert round(sum(FOURTEEN) / len(FOURTEEN)) == 14


@pytest.mark.parametrize("habit", sorted(HABITS))
@pytest.mark.parametrize("count", [0, 1, 9, 55, 170])
def test_a_habit_marks_each_day_once_and_only_days_in_session(habit: str, count: int):
    past = open_days(2026)[:count]

    found = marks(habit, past, Demo("small", 1, dt.date(2026, 11, 22)).rng("x"))

    dates = [day for day, *_rest in found]
    assert len(dates) == len(set(dates))
    assert set(dates) <= set(past)


def test_every_code_of_a_pupil_is_its_own():
    codes = [code_of(place, n) for place in PLACES for n in range(1, place.pupils + 1)]

    assert len(codes) == len(set(codes))
    assert {child_code(child.key) for child in CHILDREN} <= set(codes)


@pytest.mark.parametrize("scale", ["district", "nation"])
def test_the_many_schools_have_codes_of_their_own(db, scale: str):
    towns = list(Municipality.objects.select_related("qark").order_by("code"))
    demo = Demo(scale, 1, dt.date(2026, 11, 22))

    codes = {place.code for place in (*PLACES, *_places(demo, towns))}

    assert len(codes) == SCHOOLS_IN_ALL[scale]
