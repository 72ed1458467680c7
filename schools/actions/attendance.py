"""Keeps registers taken, totals and tiers right after every change of rows.

Work follows what changed: touched pupils are recomputed from their rows (never
incremented blindly, so a repeated import changes nothing), and at the schools whose
registers grew only the tiers that move are written. These are steps of a larger
action (an import, a day's entry), which writes the audit event.
"""

import datetime as dt
from collections.abc import Collection, Iterable, Iterator, Mapping
from itertools import islice

from django.db import transaction
from django.db.models import Q

from schools.absence import tier_of
from schools.models import Absence, AttendanceTotal, Enrolment, ImportBatch, RegisterDay
from schools.school_days import start_year_of, year_bounds
from schools.totals import WRITTEN, computed, recorded_days


PUPILS_AT_ONCE = 2_000
SchoolDays = Mapping[int, Collection[dt.date]]


@transaction.atomic
def record_registers(
    *, days: SchoolDays, source: str, batch: ImportBatch | None = None
) -> dict[int, set[dt.date]]:
    """The registers of these days were taken for whole schools; returns the new ones.

    A school's register takes the place of those of its classes for the same day.
    """
    wanted = {day for found in days.values() for day in found}
    if not wanted:
        return {}
    span = Q(date__gte=min(wanted), date__lte=max(wanted))
    known: set[tuple[int, dt.date]] = set()
    for schools in _parts(days, 500):
        rows = RegisterDay.objects.filter(span, school__in=schools, class_group=None)
        known.update(rows.values_list("school_id", "date"))
    fresh: dict[int, set[dt.date]] = {}
    for school, found in days.items():
        new = {day for day in found if (school, day) not in known}
        if new:
            fresh[school] = new
    RegisterDay.objects.bulk_create(
        (
            RegisterDay(school_id=school, date=day, source=source, batch=batch)
            for school, new in fresh.items()
            for day in sorted(new)
        ),
        batch_size=PUPILS_AT_ONCE,
    )
    _drop_class_registers(fresh)
    return fresh


def _drop_class_registers(fresh: SchoolDays) -> None:
    for schools in _parts(fresh, 500):
        days = {day for school in schools for day in fresh[school]}
        rows = RegisterDay.objects.filter(
            school__in=schools, class_group__isnull=False, date__in=days
        )
        doomed = [
            pk
            for pk, school, day in rows.values_list("pk", "school_id", "date")
            if day in fresh[school]
        ]
        RegisterDay.objects.filter(pk__in=doomed).delete()


@transaction.atomic
def refresh_totals(
    *,
    pupils: Iterable[int] = (),
    registers: SchoolDays | None = None,
    start_years: Collection[int] = (),
) -> int:
    """Recompute the touched pupils, and the tiers where registers grew.

    `registers`: new recorded days by school. `start_years`: the years in which the
    pupils' rows changed. Returns how many rows were written.
    """
    grown = registers or {}
    touched = set(pupils)
    years = {start_year_of(d) for days in grown.values() for d in days}
    written = 0
    for year in sorted(years | set(start_years)):
        affected = touched | set(_moved_pupils(grown, year))
        written += recompute(pupils=affected, start_year=year)
        written += _refresh_tiers(grown, year)
    return written


def recompute(*, pupils: Iterable[int], start_year: int) -> int:
    """Totals of these pupils from their rows; writes only what differs."""
    written = 0
    for part in _parts(pupils, PUPILS_AT_ONCE):
        counted = _with_rows(part, start_year)
        if counted:
            written += _write(computed(counted, start_year), counted, start_year)
    return written


def _with_rows(pupils: list[int], start_year: int) -> list[int]:
    """Those who missed a day of the year, or have a total: few of a new roll."""
    first, last = year_bounds(start_year)
    missed = Absence.objects.filter(pupil__in=pupils, date__gte=first, date__lte=last)
    counted = AttendanceTotal.objects.filter(pupil__in=pupils, start_year=start_year)
    return sorted(
        set(missed.values_list("pupil_id", flat=True).distinct())
        | set(counted.values_list("pupil_id", flat=True))
    )


def _write(found: list[AttendanceTotal], pupils: list[int], start_year: int) -> int:
    stored = {
        total.pupil_id: total
        for total in AttendanceTotal.objects.filter(
            pupil__in=pupils, start_year=start_year
        )
    }
    changed = []
    for total in found:
        old = stored.get(total.pupil_id)
        if old is None and not total.absent:
            continue
        if old is None or any(getattr(old, n) != getattr(total, n) for n in WRITTEN):
            changed.append(total)
    AttendanceTotal.objects.bulk_create(
        changed,
        batch_size=PUPILS_AT_ONCE,
        update_conflicts=True,
        unique_fields=["pupil", "start_year"],
        update_fields=[name.removesuffix("_id") for name in WRITTEN],
    )
    left = stored.keys() - {total.pupil_id for total in found}
    AttendanceTotal.objects.filter(pupil__in=left, start_year=start_year).delete()
    return len(changed) + len(left)


def _moved_pupils(grown: SchoolDays, start_year: int) -> Iterator[int]:
    """Pupils whose recorded days do not simply grow by one with the school's.

    Those who left the school after the new day, or came to it (or to their class)
    later than the new day.
    """
    first, last = year_bounds(start_year)
    for schools in _parts(grown, 500):
        days = [d for school in schools for d in grown[school] if first <= d <= last]
        if not days:
            continue
        earliest = min(days)
        rows = Enrolment.objects.filter(
            Q(ends_on__gte=earliest)
            | Q(starts_on__gt=earliest)
            | Q(class_since__gt=earliest),
            school__in=schools,
            pupil__totals__start_year=start_year,
        )
        yield from rows.values_list("pupil_id", flat=True)


def _refresh_tiers(grown: SchoolDays, start_year: int) -> int:
    """Write the tiers that moved because days passed; few of many."""
    written = 0
    for schools in _parts(grown, 200):
        totals = list(
            AttendanceTotal.objects.filter(
                school__in=schools, start_year=start_year, absent__gt=0
            ).only("absent", "tier", "days_offset", "running", "school", "class_group")
        )
        days = recorded_days(totals, start_year)
        by_tier: dict[str, list[int]] = {}
        for total in totals:
            tier = tier_of(total.absent, days[total.pk])
            if tier != total.tier:
                by_tier.setdefault(tier, []).append(total.pk)
        for tier, keys in by_tier.items():
            for part in _parts(keys, PUPILS_AT_ONCE):
                AttendanceTotal.objects.filter(pk__in=part).update(tier=tier)
            written += len(keys)
    return written


def _parts(items: Iterable[int], size: int) -> Iterator[list[int]]:
    left = iter(items)
    while part := list(islice(left, size)):
        yield part
