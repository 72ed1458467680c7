"""Absences, registers and flags for tests."""

import datetime as dt
import json
from collections.abc import Iterable

from django.utils import timezone

from portal.clock import today
from portal.models import User
from schools.actions.attendance import record_registers, refresh_totals
from schools.models import (
    Absence,
    AbsenceFlag,
    HomeContact,
    ImportBatch,
    Pupil,
    School,
    StagedChunk,
)
from schools.school_days import start_year_of


def register(school: School, days: Iterable[dt.date]) -> None:
    """The registers of these days were taken for the whole school."""
    fresh = record_registers(days={school.pk: set(days)}, source="entry")
    refresh_totals(registers=fresh)


def absent(
    pupil: Pupil,
    days: Iterable[dt.date],
    *,
    kind: str = "unexplained",
    missed: int | None = None,
    held: int | None = None,
) -> list[Absence]:
    """Stored absences of a pupil, with the registers of those days and the totals."""
    dates = sorted(days)
    rows = Absence.objects.bulk_create(
        Absence(
            pupil=pupil,
            school_id=pupil.school_id,
            date=day,
            kind=kind,
            lessons_missed=missed,
            lessons_held=held,
        )
        for day in dates
    )
    fresh = record_registers(days={pupil.school_id: set(dates)}, source="entry")
    years = {start_year_of(day) for day in dates}
    refresh_totals(pupils=[pupil.pk], registers=fresh, start_years=years)
    return rows


def flag(pupil: Pupil, kind: str = "chronic", **given: object) -> AbsenceFlag:
    """A standing flag that nobody has looked at."""
    given.setdefault("facts", {"absent": 9, "days": 62})
    given.setdefault("raised_on", dt.date(2026, 11, 12))
    return AbsenceFlag.objects.create(
        pupil=pupil, school_id=pupil.school_id, start_year=2026, kind=kind, **given
    )


def a_contact(pupil: Pupil, by: User, outcome: str = "called") -> HomeContact:
    """The class teacher contacted the home today."""
    return HomeContact.objects.create(
        pupil=pupil,
        school_id=pupil.school_id,
        outcome=outcome,
        made_on=today(),
        at=timezone.now(),
        by=by,
    )


def import_batch(user: User, pupil: Pupil, *, state: str = "staged") -> ImportBatch:
    """A file of one row about a pupil, read ("staged") or waiting for its columns."""
    batch = ImportBatch.objects.create(
        kind="pupils",
        state=state,
        sha256="0" * 64,
        created_by=user,
        created_at=timezone.now(),
        header=["pupil_code", "first_name"],
        columns=["pupil_code", "first_name"],
        rows=1,
        same=1,
    )
    row = [2, [pupil.code, pupil.first_name], []]
    StagedChunk.objects.create(batch=batch, number=0, content=json.dumps([row]))
    return batch
