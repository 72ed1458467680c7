"""Reads calendars: which days a school was in session, few queries for many schools."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from functools import cached_property

from schools.models import SchoolDay, SchoolYear
from schools.school_days import days_in_session, returns_after_break, year_bounds


class Calendars:
    """Days in session of school years, national and by school.

    Schools without rows of their own share one list, however many they are.
    """

    def __init__(self, start_years: Iterable[int]) -> None:
        self.start_years = sorted(set(start_years))
        self._own: dict[int, list[dt.date]] = {}
        self._seen: set[int] = set()
        self._sets: dict[int, frozenset[dt.date]] = {}
        self._returns: dict[int, list[dt.date]] = {}

    @cached_property
    def _national_rows(self) -> dict[dt.date, bool]:
        rows = SchoolDay.objects.filter(
            school=None, year__start_year__in=self.start_years
        )
        return dict(rows.values_list("date", "is_open"))

    @cached_property
    def national(self) -> list[dt.date]:
        """The national days in session."""
        return days_in_session(self._national_rows)

    def preload(self, schools: Iterable[int]) -> None:
        """Read the own rows of these schools with one query."""
        wanted = set(schools) - self._seen
        if not wanted:
            return
        self._seen |= wanted
        own: dict[int, dict[dt.date, bool]] = defaultdict(dict)
        rows = SchoolDay.objects.filter(
            school__in=wanted, year__start_year__in=self.start_years
        )
        for school, day, is_open in rows.values_list("school_id", "date", "is_open"):
            own[school][day] = is_open
        for school, days in own.items():
            self._own[school] = days_in_session(self._national_rows, days)

    def session(self, school: int) -> list[dt.date]:
        """Sorted days in session of a school that was preloaded."""
        return self._own.get(school, self.national)

    def session_set(self, school: int) -> frozenset[dt.date]:
        key = school if school in self._own else 0
        if key not in self._sets:
            self._sets[key] = frozenset(self.session(school))
        return self._sets[key]

    def returns(self, school: int) -> list[dt.date]:
        """First days in session after a break, of a school that was preloaded."""
        key = school if school in self._own else 0
        if key not in self._returns:
            found: list[dt.date] = []
            for start in self.start_years:
                first, last = year_bounds(start)
                days = [d for d in self.session(school) if first <= d <= last]
                found += returns_after_break(days)
            self._returns[key] = found
        return self._returns[key]

    def forget(self) -> None:
        """Drop the schools' own rows: the next batch of schools follows."""
        self._own.clear()
        self._seen.clear()
        self._sets = {0: self._sets[0]} if 0 in self._sets else {}
        self._returns = {0: self._returns[0]} if 0 in self._returns else {}


def latest_loaded_year(on: dt.date) -> int | None:
    """The latest school year that has days in session and has begun by a day."""
    this = on.year if on.month >= 9 else on.year - 1
    return (
        SchoolYear.objects.filter(start_year__lte=this, days__is_open=True)
        .order_by("-start_year")
        .values_list("start_year", flat=True)
        .first()
    )
