"""Days in session: the national calendar, a school's own rows, and breaks.

Pure: dates in, dates out. The rules are those of `import_data` (kind calendar)
and `watch_absences` in the public contract.
"""

import itertools
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta


YEAR_STARTS_IN = 9
BREAK_WEEKDAYS = 5
SATURDAY = 5


def start_year_of(day: date) -> int:
    """The school year of a day: 1 September to 31 August."""
    return day.year if day.month >= YEAR_STARTS_IN else day.year - 1


def year_bounds(start_year: int) -> tuple[date, date]:
    return date(start_year, YEAR_STARTS_IN, 1), date(start_year + 1, 8, 31)


def days_in_session(
    national: Mapping[date, bool], own: Mapping[date, bool] | None = None
) -> list[date]:
    """Sorted days in session: a school's own row beats the national one.

    A date that nobody lists is not a school day.
    """
    merged = {**national, **own} if own else national
    return sorted(day for day, is_open in merged.items() if is_open)


def weekdays_between(earlier: date, later: date) -> int:
    """Mondays to Fridays strictly between two days."""
    gap = (later - earlier).days - 1
    if gap <= 0:
        return 0
    weeks, rest = divmod(gap, 7)
    first = earlier.weekday() + 1
    odd = sum(1 for step in range(rest) if (first + step) % 7 < SATURDAY)
    return weeks * 5 + odd


def returns_after_break(session: Sequence[date]) -> list[date]:
    """First days in session after five or more weekdays out of session.

    A break lies between two school days of the list; the first day of the list
    follows no break (its absences are the business of `first_month`).
    """
    return [
        later
        for earlier, later in itertools.pairwise(session)
        if weekdays_between(earlier, later) >= BREAK_WEEKDAYS
    ]


def dates_from_to(first: date, last: date) -> Iterable[date]:
    return (first + timedelta(days=n) for n in range((last - first).days + 1))
