"""Reads the year of every pupil of a few schools at once, for `watch_absences`.

Bounded memory: a batch of schools at a time, about ten queries a batch however many
pupils there are. Rows are the truth; nothing is written here.
"""

import datetime as dt
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from django.db.models import Q

from schools.absence import Facts, Findings, find, no_arrival
from schools.attendance_records import (
    STAY_FIELDS,
    Registers,
    Stay,
    marks,
    pupil_year,
    stays,
)
from schools.calendars import Calendars
from schools.models import Enrolment
from schools.school_days import start_year_of, year_bounds


@dataclass(frozen=True, slots=True)
class Watched:
    """One pupil as the day is closed: where at home, and what was found."""

    pupil: int
    home: int  # the school of the latest enrolment
    schools: frozenset[int]  # those of this year
    findings: Findings | None
    missing: Facts | None  # no_arrival

    def reasons(self) -> dict[str, Facts]:
        """Every flag that holds: tier at chronic or above, and triggers."""
        found: dict[str, Facts] = {}
        if self.findings is not None:
            found |= self.findings.triggers
            if self.findings.tier in {"chronic", "severe", "critical"}:
                found[self.findings.tier] = {
                    "absent": self.findings.absent,
                    "days": self.findings.days,
                    "unexplained": self.findings.unexplained,
                }
        if self.missing is not None:
            found["no_arrival"] = self.missing
        return found


class WatchReader:
    """Reads batch after batch of schools as of one day."""

    def __init__(self, on: dt.date) -> None:
        self.on = on
        self.start_year = start_year_of(on)
        self.first, _last = year_bounds(self.start_year)
        self.before, _last = year_bounds(self.start_year - 1)
        self.calendars = Calendars([self.start_year - 1, self.start_year])
        self.registers = Registers(self.calendars, self.first, on)

    def batch(self, schools: Collection[int]) -> Iterator[Watched]:
        """Pupils with an enrolment at these schools this year, or lost since last."""
        places = self._stays(schools)
        self.registers.preload(
            {stay.school for found in places.values() for stay in found}
        )
        own_marks = self._marks(schools, places)
        for pupil, found in places.items():
            watched = self._watched(pupil, found, own_marks.get(pupil, {}))
            if watched.schools or watched.missing:
                yield watched
        self.registers.forget()

    def _watched(self, pupil: int, found: list[Stay], own: dict) -> Watched:  # type: ignore[type-arg]
        this_year = [s for s in found if s.ends_on is None or s.ends_on >= self.first]
        latest = found[-1]
        findings = None
        if own and this_year:
            findings = find(pupil_year(this_year, own, self.registers))
        missing = None
        if latest.ends_on is not None:
            session = self.calendars.session(latest.school)
            missing = no_arrival(latest.ends_on, latest.end_reason, session, self.on)
        return Watched(
            pupil=pupil,
            home=latest.school,
            schools=frozenset(stay.school for stay in this_year),
            findings=findings,
            missing=missing,
        )

    def _window(self) -> Q:
        return Q(starts_on__lte=self.on) & (
            Q(ends_on=None) | Q(ends_on__gte=self.before)
        )

    def _stays(self, schools: Collection[int]) -> dict[int, list[Stay]]:
        """All enrolments of the pupils of these schools, elsewhere too."""
        here = Q(school__in=schools) & self._window()
        found = stays(here)
        pupils = Enrolment.objects.filter(here).values("pupil")
        elsewhere = Enrolment.objects.filter(self._window(), pupil__in=pupils).exclude(
            school__in=schools
        )
        for values in elsewhere.values_list(*STAY_FIELDS):
            found[values[0]].append(Stay(*values))
        for own in found.values():
            own.sort(key=lambda stay: stay.starts_on)
        return found

    def _marks(
        self, schools: Collection[int], places: dict[int, list[Stay]]
    ) -> dict[int, dict]:  # type: ignore[type-arg]
        found = marks(Q(school__in=schools), self.first, self.on)
        within = set(schools)
        movers = [
            pupil
            for pupil, own in places.items()
            if any(stay.school not in within for stay in own)
        ]
        if movers:
            away = marks(
                Q(pupil__in=movers) & ~Q(school__in=schools), self.first, self.on
            )
            for pupil, days in away.items():
                found[pupil].update(days)
        return found
