"""A school year as the demonstration has it. Pure: a start year in, days out."""

import datetime as dt
from collections.abc import Iterator
from functools import cache

from schools.school_days import SATURDAY, dates_from_to


HOLIDAYS = {
    (11, 28): "Dita e Flamurit dhe e Pavarësisë",
    (11, 29): "Dita e Çlirimit",
    (12, 8): "Dita Kombëtare e Rinisë",
    (12, 25): "Krishtlindjet",
    (1, 1): "Viti i Ri",
    (1, 2): "Viti i Ri",
    (3, 14): "Dita e Verës",
    (3, 22): "Dita e Nevruzit",
    (5, 1): "Dita e Punëtorëve",
}
WEEK = dt.timedelta(days=7)
Day = tuple[dt.date, bool, str]


def first_day(start_year: int) -> dt.date:
    """The first Monday from 7 September on."""
    day = dt.date(start_year, 9, 7)
    return day + dt.timedelta(days=-day.weekday() % 7)


def days(start_year: int) -> Iterator[Day]:
    """Every weekday from September to June: date, open or not, and why not."""
    free = set(_breaks(start_year))
    closed = dict(_holidays(start_year))
    for day in dates_from_to(first_day(start_year), dt.date(start_year + 1, 6, 15)):
        if day in closed:
            yield day, False, closed[day]
        elif day.weekday() < SATURDAY and day not in free:
            yield day, True, ""


@cache
def open_days(start_year: int) -> tuple[dt.date, ...]:
    """The days in session, in order."""
    return tuple(day for day, is_open, _why in days(start_year) if is_open)


def _holidays(start_year: int) -> Iterator[tuple[dt.date, str]]:
    """A holiday at the weekend frees the next working day."""
    taken: set[dt.date] = set()
    for (month, number), why in HOLIDAYS.items():
        day = dt.date(start_year + (month < 9), month, number)
        while day.weekday() >= SATURDAY or day in taken:
            day += dt.timedelta(days=1)
        taken.add(day)
        yield day, why


def _breaks(start_year: int) -> Iterator[dt.date]:
    """Two weeks in winter, one in spring."""
    winter = dt.date(start_year, 12, 23)
    yield from dates_from_to(winter, winter + 2 * WEEK)
    spring = dt.date(start_year + 1, 4, 5)
    yield from dates_from_to(spring, spring + WEEK)
