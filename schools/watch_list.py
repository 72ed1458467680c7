"""The watch-list of a person: flagged pupils in reach, and registers not taken.

An absence list ordered by the weight of the rule, never a ranking of risk.
"""

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db.models import Count, Q, Subquery, Value

from portal.permissions import Permission
from schools.models import AbsenceFlag, Pupil, RegisterDay, School, SchoolDay
from schools.models.flags import FLAG_ORDER
from schools.school_days import days_in_session, start_year_of, year_bounds
from schools.scoping import in_reach, schools_in_reach


if TYPE_CHECKING:
    from portal.models import User

RECENT = 10  # days of a school that the list of untaken registers names


@dataclass
class WatchRow:
    """One pupil with every flag that waits, the weightiest first."""

    pupil: Pupil
    school: School
    flags: list[AbsenceFlag] = field(default_factory=list)

    @property
    def pk(self) -> int:
        return self.pupil.pk

    @property
    def uid(self) -> UUID:
        return self.pupil.uid

    @property
    def kinds(self) -> set[str]:
        return {flag.kind for flag in self.flags}

    @property
    def class_name(self) -> str:
        return self.pupil.class_group.name if self.pupil.class_group else ""

    @property
    def weight(self) -> tuple[int, int, str]:
        """The rule first, then unexplained days, then the name."""
        unexplained = max(int(flag.facts.get("unexplained", 0)) for flag in self.flags)
        order = min(FLAG_ORDER.index(flag.kind) for flag in self.flags)
        return order, -unexplained, self.pupil.name_key

    @property
    def since(self) -> dt.date:
        return min(flag.raised_on for flag in self.flags)

    @property
    def words(self) -> list[str]:
        return [flag.words for flag in sorted(self.flags)]


def watch_rows(user: "User", on: dt.date) -> list[WatchRow]:
    """Flagged pupils in reach who wait for somebody to look: one query."""
    rows: dict[int, WatchRow] = {}
    flags = (
        AbsenceFlag.objects.visible_to(user, Permission.WATCH_VIEW)
        .filter(
            standing=True,
            state=AbsenceFlag.State.NEW,
            start_year__gte=start_year_of(on) - 1,
        )
        .select_related("pupil__class_group", "school")
    )
    for flag in flags:
        row = rows.setdefault(flag.pupil_id, WatchRow(flag.pupil, flag.school))
        row.flags.append(flag)
    return sorted(rows.values(), key=lambda row: row.weight)


@dataclass(frozen=True)
class Untaken:
    """A school with days in session of which nobody sent a register."""

    school: School
    days: list[dt.date]

    @property
    def recent(self) -> list[dt.date]:
        return self.days[-RECENT:][::-1]


def untaken_registers(user: "User", until: dt.date) -> list[Untaken]:
    """Days in session up to a day without any register, by school: three queries."""
    first, _last = year_bounds(start_year_of(until))
    reach = schools_in_reach(user, Permission.WATCH_VIEW)
    schools = {school.pk: school for school in School.objects.filter(reach)}
    national, own = _calendar(user, first, until)
    taken = _taken(schools, first, until)
    found = []
    for pk, school in schools.items():
        session = days_in_session(national, own.get(pk))
        days = [day for day in session if day not in taken[pk]]
        if days:
            found.append(Untaken(school, days))
    return sorted(found, key=lambda one: (-len(one.days), one.school.name))


def untaken_counts(user: "User", until: dt.date) -> list[tuple[str, int]]:
    """(School, number of days) without a register: two queries, for the page's head."""
    return watch_counts(user, until)[1]


def watch_counts(user: "User", until: dt.date) -> tuple[int, list[tuple[str, int]]]:
    """How many pupils wait, and the schools with days that nobody sent a register of,
    with their number: two queries, for the home page."""
    first, _last = year_bounds(start_year_of(until))
    national, own = _calendar(user, first, until)
    in_year = Q(
        registers__in_session=True,
        registers__date__gte=first,
        registers__date__lte=until,
    )
    schools = School.objects.filter(
        schools_in_reach(user, Permission.WATCH_VIEW)
    ).annotate(
        taken=Count("registers__date", filter=in_year, distinct=True),
        waiting=Subquery(_waiting(user)),
    )
    found, pupils = [], 0
    for name, pk, taken, waiting in schools.values_list(
        "name", "pk", "taken", "waiting"
    ):
        pupils = waiting or 0
        missing = len(days_in_session(national, own.get(pk))) - taken
        if missing > 0:
            found.append((name, missing))
    return pupils, sorted(found, key=lambda one: -one[1])


def _waiting(user: "User") -> Any:
    """The number of pupils with a new flag, as one value that is the same beside every
    school; who reaches no school reaches no flag either."""
    flags = AbsenceFlag.objects.visible_to(user, Permission.WATCH_VIEW)
    new = flags.filter(standing=True, state=AbsenceFlag.State.NEW).order_by()
    pupils = Count("pupil", distinct=True)
    return new.annotate(one=Value(1)).values("one").annotate(n=pupils).values("n")


def _calendar(
    user: "User", first: dt.date, until: dt.date
) -> tuple[dict[dt.date, bool], dict[int, dict[dt.date, bool]]]:
    found: dict[int | None, dict[dt.date, bool]] = defaultdict(dict)
    rows = SchoolDay.objects.filter(
        Q(school=None) | in_reach(user, Permission.WATCH_VIEW),
        date__gte=first,
        date__lte=until,
    )
    for school, day, is_open in rows.values_list("school", "date", "is_open"):
        found[school][day] = is_open
    national = found.pop(None, {})
    return national, {school: days for school, days in found.items() if school}


def _taken(
    schools: dict[int, School], first: dt.date, until: dt.date
) -> dict[int, set[dt.date]]:
    taken: dict[int, set[dt.date]] = defaultdict(set)
    rows = RegisterDay.objects.filter(
        school__in=schools, date__gte=first, date__lte=until
    )
    for school, day in rows.values_list("school_id", "date"):
        taken[school].add(day)
    return taken
