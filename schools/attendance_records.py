"""Builds what the absence rules need from rows: a few queries for many pupils.

The rows are the truth: enrolments, absences, registers and calendars. Used by the
watch, by the totals, by their check, and by the pupil's page.
"""

import datetime as dt
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Q

from schools.absence import Mark, PupilYear
from schools.calendars import Calendars
from schools.models import Absence, Enrolment, RegisterDay
from schools.school_days import year_bounds


@dataclass(frozen=True, slots=True)
class Stay:
    """One enrolment, as the rules see it."""

    pupil: int
    school: int
    class_group: int | None
    class_since: dt.date | None
    starts_on: dt.date
    ends_on: dt.date | None
    end_reason: str = ""

    def covers(self, day: dt.date) -> bool:
        return self.starts_on <= day and (self.ends_on is None or day <= self.ends_on)


STAY_FIELDS = (
    "pupil_id",
    "school_id",
    "class_group_id",
    "class_since",
    "starts_on",
    "ends_on",
    "end_reason",
)


def stays(condition: Q) -> dict[int, list[Stay]]:
    """Enrolments that meet a condition, by pupil, earliest first; one query."""
    found: dict[int, list[Stay]] = defaultdict(list)
    rows = Enrolment.objects.filter(condition).order_by("starts_on")
    for values in rows.values_list(*STAY_FIELDS):
        found[values[0]].append(Stay(*values))
    return found


def marks(
    condition: Q, first: dt.date, last: dt.date
) -> dict[int, dict[dt.date, Mark]]:
    """Stored absences from one day to another, by pupil; one query."""
    found: dict[int, dict[dt.date, Mark]] = defaultdict(dict)
    rows = Absence.objects.filter(condition, date__gte=first, date__lte=last)
    fields = ("pupil_id", "date", "kind", "lessons_missed", "lessons_held")
    for pupil, day, kind, missed, held in rows.values_list(*fields):
        found[pupil][day] = Mark(kind, missed, held)
    return found


def touching(start_year: int, on: dt.date) -> Q:
    """Enrolments that cover a day of the school year up to a day."""
    first, _last = year_bounds(start_year)
    return Q(starts_on__lte=on) & (Q(ends_on=None) | Q(ends_on__gte=first))


class Registers:
    """The recorded days of schools and classes in one year up to a day."""

    def __init__(self, calendars: Calendars, first: dt.date, last: dt.date) -> None:
        self.calendars, self.first, self.last = calendars, first, last
        self._days: dict[tuple[int, int | None], list[dt.date]] = {}
        self._seen: set[int] = set()

    def preload(self, schools: Iterable[int]) -> None:
        """Read the registers of these schools: two queries at most."""
        wanted = set(schools) - self._seen
        if not wanted:
            return
        self._seen |= wanted
        self.calendars.preload(wanted)
        days: dict[tuple[int, int | None], list[dt.date]] = defaultdict(list)
        rows = RegisterDay.objects.filter(
            school__in=wanted, date__gte=self.first, date__lte=self.last
        ).order_by("date")
        for school, group, day in rows.values_list(
            "school_id", "class_group_id", "date"
        ):
            if day in self.calendars.session_set(school):
                days[school, group].append(day)
        self._days.update(days)

    def of(self, school: int, class_group: int | None = None) -> Sequence[dt.date]:
        """Recorded days of a whole school, or those of one class alone."""
        return self._days.get((school, class_group), ())

    def recorded(self, stay: Stay) -> list[dt.date]:
        """Recorded days of one enrolment."""
        found = self._between(self.of(stay.school), stay.starts_on, stay.ends_on)
        if stay.class_group is not None and self.of(stay.school, stay.class_group):
            since = max(stay.starts_on, stay.class_since or stay.starts_on)
            own = self.of(stay.school, stay.class_group)
            found = sorted({*found, *self._between(own, since, stay.ends_on)})
        return found

    def forget(self) -> None:
        self._days.clear()
        self._seen.clear()
        self.calendars.forget()

    @staticmethod
    def _between(
        days: Sequence[dt.date], first: dt.date, last: dt.date | None
    ) -> list[dt.date]:
        start = bisect_left(days, first)
        end = bisect_right(days, last) if last else len(days)
        return list(days[start:end])


def pupil_year(
    own: Sequence[Stay], own_marks: Mapping[dt.date, Mark], registers: Registers
) -> PupilYear:
    """One pupil's year from preloaded parts; asks the database nothing."""
    days = [registers.recorded(stay) for stay in own]
    recorded = days[0] if len(days) == 1 else sorted({d for part in days for d in part})
    arrivals, returns = [], []
    for stay in own:
        session = _of_year(registers.calendars.session(stay.school), registers)
        if session:
            arrivals.append(max(session[0], stay.starts_on))
        backs = registers.calendars.returns(stay.school)
        returns += [d for d in _of_year(backs, registers) if stay.covers(d)]
    return PupilYear(recorded, own_marks, arrivals, sorted(set(returns)))


def _of_year(days: Sequence[dt.date], registers: Registers) -> Sequence[dt.date]:
    start = bisect_left(days, registers.first)
    return days[start : bisect_right(days, registers.last)]
