"""Closes a day: tiers, triggers, flags. See contract, watch_absences."""

import datetime as dt
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field

from django.db import transaction
from django.db.models import Q

from portal import audit
from portal.clock import now, today
from schools.absence import TIERS, TRIGGERS, Facts
from schools.models import AbsenceFlag, ClosedDay, Enrolment, School
from schools.models.flags import VANISHED
from schools.watch_reading import Watched, WatchReader


SCHOOLS_AT_ONCE = 25


@dataclass
class Closing:
    """The figures of a closed day, and whether anything was written."""

    on: dt.date
    schools: set[int] = field(default_factory=set)
    pupils: int = 0
    flagged: int = 0
    tiers: dict[str, int] = field(default_factory=lambda: dict.fromkeys(TIERS, 0))
    triggers: dict[str, int] = field(default_factory=lambda: dict.fromkeys(TRIGGERS, 0))
    raised: int = 0
    lapsed: int = 0
    writes: bool = True

    def add(self, watched: Watched) -> None:
        """Count one pupil."""
        self.pupils += bool(watched.schools)
        if watched.findings and watched.findings.tier:
            self.tiers[watched.findings.tier] += 1
        reasons = watched.reasons()
        for name in reasons:
            if name in self.triggers:
                self.triggers[name] += 1
        self.flagged += bool(reasons)

    def as_json(self) -> dict[str, object]:
        return {
            "on": self.on.isoformat(),
            "schools": len(self.schools),
            "pupils": self.pupils,
            "flagged": self.flagged,
            "tiers": self.tiers,
            "triggers": self.triggers,
        }


def last_closed(school: School | None = None) -> dt.date | None:
    """The last day closed for the nation or, where later, for this school."""
    mine = Q(school=None) | Q(school=school) if school else Q(school=None)
    return (
        ClosedDay.objects.filter(mine)
        .order_by("-date")
        .values_list("date", flat=True)
        .first()
    )


def close_day(*, on: dt.date, school: School | None = None) -> Closing:
    """Count the day, and raise or lower flags.

    A day before the last closed one, or one still to come, is counted and nothing is
    written. Each batch of schools is its own transaction: memory and locks stay
    small, and a run that broke off is simply run again.
    """
    last = last_closed(school)
    closing = Closing(on=on, writes=on <= today() and (last is None or on >= last))
    reader = WatchReader(on)
    for schools in _batches(school):
        _close_batch(reader, schools, closing, only=school is not None)
    if closing.writes:
        _close(closing, school)
    return closing


def _batches(school: School | None) -> Iterator[list[int]]:
    if school is not None:
        yield [school.pk]
        return
    used = Enrolment.objects.order_by("school").values_list("school", flat=True)
    schools = list(used.distinct())
    for start in range(0, len(schools), SCHOOLS_AT_ONCE):
        yield schools[start : start + SCHOOLS_AT_ONCE]


def _close_batch(
    reader: WatchReader, schools: list[int], closing: Closing, *, only: bool
) -> None:
    within = set(schools)
    wanted: dict[int, tuple[int, dict[str, Facts]]] = {}
    movers: set[int] = set()
    for watched in reader.batch(schools):
        closing.schools |= watched.schools & within
        at_home = watched.home in within
        if at_home or (only and watched.schools & within):
            closing.add(watched)
        if at_home:
            wanted[watched.pupil] = (watched.home, watched.reasons())
            if watched.schools - within:
                movers.add(watched.pupil)
    if closing.writes:
        _sync(reader, schools, wanted, movers, closing)


@transaction.atomic
def _sync(
    reader: WatchReader,
    schools: Collection[int],
    wanted: dict[int, tuple[int, dict[str, Facts]]],
    movers: Collection[int],
    closing: Closing,
) -> None:
    """Make the standing flags of these pupils those that hold today."""
    standing = AbsenceFlag.objects.filter(
        Q(school__in=schools) | Q(pupil__in=movers), standing=True
    ).exclude(kind=VANISHED, start_year=reader.start_year)
    lapsed: list[int] = []
    changed: list[AbsenceFlag] = []
    held: set[tuple[int, str]] = set()
    for flag in standing:
        home, reasons = wanted.get(flag.pupil_id, (0, {}))
        if flag.start_year != reader.start_year or (home and flag.kind not in reasons):
            lapsed.append(flag.pk)
        elif home:
            held.add((flag.pupil_id, flag.kind))
            if _follow(flag, home, reasons[flag.kind]):
                changed.append(flag)
    AbsenceFlag.objects.filter(pk__in=lapsed).update(standing=False)
    AbsenceFlag.objects.bulk_create(
        changed,
        batch_size=500,
        update_conflicts=True,
        unique_fields=["id"],
        update_fields=["school", "facts"],
    )
    closing.raised += _raise(reader, wanted, held)
    closing.lapsed += len(lapsed)


def _follow(flag: AbsenceFlag, home: int, facts: Facts) -> bool:
    """Newer numbers while nobody has decided; the child's school always."""
    moved = flag.school_id != home
    newer = flag.state == AbsenceFlag.State.NEW and flag.facts != facts
    flag.school_id = home
    if newer:
        flag.facts = facts
    return moved or newer


def _raise(
    reader: WatchReader,
    wanted: dict[int, tuple[int, dict[str, Facts]]],
    held: set[tuple[int, str]],
) -> int:
    fresh = [
        AbsenceFlag(
            pupil_id=pupil,
            school_id=home,
            start_year=reader.start_year,
            kind=kind,
            raised_on=reader.on,
            facts=facts,
        )
        for pupil, (home, reasons) in wanted.items()
        for kind, facts in reasons.items()
        if (pupil, kind) not in held
    ]
    AbsenceFlag.objects.bulk_create(fresh, batch_size=500)
    return len(fresh)


@transaction.atomic
def _close(closing: Closing, school: School | None) -> None:
    _day, is_first = ClosedDay.objects.get_or_create(
        date=closing.on, school=school, defaults={"closed_at": now()}
    )
    if is_first or closing.raised or closing.lapsed:
        audit.record(
            "day.closed",
            by=None,
            obj=school,
            detail={
                "on": closing.on.isoformat(),
                "flagged": closing.flagged,
                "raised": closing.raised,
                "lapsed": closing.lapsed,
            },
        )
