"""Absence bands and triggers of one pupil in one school year.

Pure: values in, values out; no database, no clock. The definitions are those of
`watch_absences` in the public contract, and the names are the contract's names.

A *recorded day* of a pupil is a day on which the pupil was enrolled, the school in
session, and the register taken. Days that nobody recorded are skipped, never
counted as presence. "The last 10" and "the last 20" are recorded days.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta


UNEXPLAINED = "unexplained"
EXPLAINED = "explained"
SUSPENDED = "suspended"
ACTIVITY = "activity"

# Highest first: a pupil is in one band only.
BANDS = (("critical", 50), ("severe", 20), ("chronic", 10), ("notice", 5))
TIERS = tuple(name for name, _ in reversed(BANDS))
FLAGGED_TIERS = frozenset({"chronic", "severe", "critical"})
FEWEST_DAYS = 10

TRIGGERS = (
    "first_month",
    "three_in_row",
    "five_in_twenty",
    "after_break",
    "part_days",
    "never_arrived",
    "no_arrival",
)
# A leaver with one of these reasons is not waited for.
EXPECTED_ENDS = frozenset({"graduated", "abroad", "died"})

FIRST_MONTH_DAYS = 30
FIRST_MONTH_ABSENCES = 2
ROW_LENGTH = 3
ROW_ENDS_WITHIN = 10
RECENT_DAYS = 20
RECENT_ABSENCES = 5
RECENT_PART_DAYS = 8
RETURN_DAYS = 2
NEVER_ARRIVED_DAYS = 5
NO_ARRIVAL_DAYS = 10

Facts = dict[str, int | str]


@dataclass(frozen=True, slots=True)
class Mark:
    """One stored row of the register: a day on which a pupil missed something."""

    kind: str
    lessons_missed: int | None = None
    lessons_held: int | None = None


@dataclass(frozen=True, slots=True)
class PupilYear:
    """What the rules need to know about one pupil up to one day.

    `recorded`: the pupil's recorded days, sorted, over all enrolments of the year.
    `arrivals`: for each enrolment, the later of its start and the first school day.
    `returns`: first days in session after a break, while enrolled at that school.
    """

    recorded: Sequence[date]
    marks: Mapping[date, Mark]
    arrivals: Sequence[date] = ()
    returns: Sequence[date] = ()


@dataclass(frozen=True, slots=True)
class Findings:
    absent: int
    unexplained: int
    days: int
    tier: str
    triggers: dict[str, Facts] = field(default_factory=dict)

    @property
    def is_flagged(self) -> bool:
        return self.tier in FLAGGED_TIERS or bool(self.triggers)


def is_absence(mark: Mark) -> bool:
    """A day is an absence when no lessons are given, or at least half were missed."""
    if mark.kind == ACTIVITY:
        return False
    if mark.lessons_missed is None or mark.lessons_held is None:
        return True
    return mark.lessons_missed * 2 >= mark.lessons_held


def is_part_day(mark: Mark) -> bool:
    """Some lessons were missed, and some were not."""
    if mark.kind == ACTIVITY:
        return False
    if mark.lessons_missed is None or mark.lessons_held is None:
        return False
    return 0 < mark.lessons_missed < mark.lessons_held


def is_unexplained(mark: Mark) -> bool:
    return mark.kind == UNEXPLAINED and is_absence(mark)


def tier_of(absent: int, days: int) -> str:
    """The band of a pupil, or "" below the first band or under ten recorded days."""
    if days < FEWEST_DAYS:
        return ""
    for name, band in BANDS:
        if absent * 100 >= band * days:
            return name
    return ""


def first_month(year: PupilYear) -> Facts | None:
    """Two absences within 30 calendar days of an arrival."""
    for arrival in year.arrivals:
        until = arrival + timedelta(days=FIRST_MONTH_DAYS)
        missed = [
            day for day in _absent_days(year, year.recorded) if arrival <= day <= until
        ]
        if len(missed) >= FIRST_MONTH_ABSENCES:
            return {"absent": len(missed), "since": arrival.isoformat()}
    return None


def three_in_row(year: PupilYear) -> Facts | None:
    """Three consecutive recorded days unexplained, ending within the last ten."""
    run, best, last = 0, 0, None
    tail = len(year.recorded) - ROW_ENDS_WITHIN
    for index, day in enumerate(year.recorded):
        mark = year.marks.get(day)
        run = run + 1 if mark and is_unexplained(mark) else 0
        if run >= ROW_LENGTH and index >= tail:
            best, last = run, day
    return {"absent": best, "last": last.isoformat()} if last else None


def five_in_twenty(year: PupilYear) -> Facts | None:
    """Five absences in the last twenty recorded days."""
    recent = year.recorded[-RECENT_DAYS:]
    absent = len(_absent_days(year, recent))
    if absent < RECENT_ABSENCES:
        return None
    return {"absent": absent, "days": len(recent)}


def after_break(year: PupilYear) -> Facts | None:
    """Absent on both first recorded days after a break; the latest such break."""
    for back in reversed(year.returns):
        start = bisect_left(year.recorded, back)
        first_days = year.recorded[start : start + RETURN_DAYS]
        absent = _absent_days(year, first_days)
        if len(absent) == RETURN_DAYS:
            return {"since": back.isoformat(), "last": absent[-1].isoformat()}
    return None


def part_days(year: PupilYear) -> Facts | None:
    """Some lessons missed on eight of the last twenty recorded days."""
    recent = year.recorded[-RECENT_DAYS:]
    marks = (year.marks.get(day) for day in recent)
    parts = sum(1 for mark in marks if mark and is_part_day(mark))
    return {"parts": parts, "days": len(recent)} if parts >= RECENT_PART_DAYS else None


def never_arrived(year: PupilYear) -> Facts | None:
    """Absent on every one of five or more recorded days since the last enrolment."""
    if not year.arrivals:
        return None
    arrival = year.arrivals[-1]
    since = year.recorded[bisect_left(year.recorded, arrival) :]
    if len(since) < NEVER_ARRIVED_DAYS:
        return None
    if len(_absent_days(year, since)) < len(since):
        return None
    return {"days": len(since), "since": arrival.isoformat()}


def no_arrival(
    ended_on: date | None, end_reason: str, session: Sequence[date], on: date
) -> Facts | None:
    """Ten school days after the last enrolment ended, and no new one began.

    `session`: days in session of the school that the pupil left.
    """
    if ended_on is None or end_reason in EXPECTED_ENDS:
        return None
    waited = bisect_right(session, on) - bisect_right(session, ended_on)
    if waited < NO_ARRIVAL_DAYS:
        return None
    return {"days": waited, "since": ended_on.isoformat()}


def find(year: PupilYear) -> Findings:
    """Band and triggers of a pupil from rows (without `no_arrival`)."""
    days = set(year.recorded)
    marks = [mark for day, mark in year.marks.items() if day in days]
    absent = sum(1 for mark in marks if is_absence(mark))
    checks = {
        "first_month": first_month,
        "three_in_row": three_in_row,
        "five_in_twenty": five_in_twenty,
        "after_break": after_break,
        "part_days": part_days,
        "never_arrived": never_arrived,
    }
    triggers = {}
    if marks:
        triggers = {name: check(year) for name, check in checks.items()}
    return Findings(
        absent=absent,
        unexplained=sum(1 for mark in marks if is_unexplained(mark)),
        days=len(year.recorded),
        tier=tier_of(absent, len(year.recorded)),
        triggers={name: facts for name, facts in triggers.items() if facts},
    )


def _absent_days(year: PupilYear, days: Sequence[date]) -> list[date]:
    marks = year.marks
    return [day for day in days if day in marks and is_absence(marks[day])]
