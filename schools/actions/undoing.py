"""Taking an import back: every row becomes what it was, or nothing happens."""

import datetime as dt
from typing import TYPE_CHECKING, Any

from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from portal import audit
from schools.actions.attendance import recompute
from schools.actions.calendar import follow_calendar
from schools.actions.roll import refresh_places
from schools.importing.errors import NothingWritten
from schools.importing.ledger import Entry, read, restored, stored
from schools.importing.queueing import lock_database, own_turn
from schools.models import (
    AttendanceTotal,
    ImportBatch,
    ImportKind,
    RegisterDay,
)


if TYPE_CHECKING:
    from portal.models import User

KEPT = dt.timedelta(days=7)
State = ImportBatch.State


class CannotUndo(NothingWritten):
    """The import is too old, was a whole roll, or others built on it."""


def can_undo(batch: ImportBatch, today: dt.date) -> bool:
    """Whether taking back may be tried; asks the database nothing."""
    return (
        batch.state == State.COMMITTED
        and batch.committed_at is not None
        and batch.committed_at.date() >= today - KEPT
        and not batch.options.get("full")
        and bool(batch.options.get("has_written"))
    )


def undo_batch(*, batch: ImportBatch, by: "User", today: dt.date) -> None:
    """Put back what the file changed; refused where somebody changed it since."""
    with own_turn():
        _undo(batch, by, today)


@transaction.atomic
def _undo(batch: ImportBatch, by: "User", today: dt.date) -> None:
    lock_database()
    locked = ImportBatch.objects.select_for_update().get(pk=batch.pk)
    if not can_undo(locked, today):
        raise CannotUndo(
            _("This import cannot be taken back: it is too old or was a whole roll.")
        )
    touched = _Touched()
    for trace in locked.traces.order_by("-number"):
        for entry in reversed(read(trace.content)):
            touched.note(entry)
            _put_back(entry)
    schools = _drop_registers(locked)
    locked.traces.all().delete()
    locked.state = State.UNDONE
    locked.save(update_fields=["state"])
    _follow(locked, touched, schools, today)
    audit.record("import.undone", by=by, obj=locked, detail={"kind": str(locked.kind)})


def _put_back(entry: Entry) -> None:
    model = entry.model
    if entry.after is not None:
        keys = [int(key) for key in entry.after]
        names = list(next(iter(entry.after.values())))
        if stored(model, keys, names) != entry.after:
            raise CannotUndo(
                _("Some of these rows were changed since. Nothing was taken back.")
            )
    if entry.before is None:
        _delete(model, [int(key) for key in entry.after or ()])
    elif entry.after is None:
        model._default_manager.bulk_create(
            model(pk=int(key), **restored(model, values))
            for key, values in entry.before.items()
        )
    else:
        _restore(model, entry.before)


def _delete(model: type[models.Model], keys: list[int]) -> None:
    try:
        for start in range(0, len(keys), 500):
            model._default_manager.filter(pk__in=keys[start : start + 500]).delete()
    except models.ProtectedError as error:
        raise CannotUndo(
            _("Others have added to what this file brought in. Nothing was taken back.")
        ) from error


def _restore(model: type[models.Model], before: dict[str, dict[str, Any]]) -> None:
    rows = model._default_manager.in_bulk([int(key) for key in before])
    for key, values in before.items():
        for name, value in restored(model, values).items():
            setattr(rows[int(key)], name, value)
    told = set(next(iter(before.values())))
    names = [f.name for f in model._meta.concrete_fields if f.attname in told]
    model._default_manager.bulk_create(
        rows.values(),
        batch_size=500,
        update_conflicts=True,
        unique_fields=["id"],
        update_fields=names,
    )


class _Touched:
    """Which pupils, years and days the undone rows were about."""

    def __init__(self) -> None:
        self.pupils: set[int] = set()
        self.days: set[dt.date] = set()

    def note(self, entry: Entry) -> None:
        for values in (*(entry.before or {}).values(), *(entry.after or {}).values()):
            if entry.label in {"schools.absence", "schools.enrolment"}:
                pupil = values.get("pupil_id")
                self.pupils |= {int(pupil)} if pupil else set()
            if values.get("date"):
                self.days.add(dt.date.fromisoformat(values["date"]))
        if entry.label == "schools.enrolment" and entry.before:
            rows = entry.model._default_manager.filter(pk__in=list(entry.before))
            self.pupils |= set(rows.values_list("pupil_id", flat=True))
        if entry.label == "schools.absence" and entry.before and entry.after:
            rows = entry.model._default_manager.filter(pk__in=list(entry.before))
            for pupil, day in rows.values_list("pupil_id", "date"):
                self.pupils.add(pupil)
                self.days.add(day)


def _drop_registers(batch: ImportBatch) -> set[int]:
    """The days that this file alone made recorded ones are not any more."""
    rows = RegisterDay.objects.filter(batch=batch)
    schools = set(rows.values_list("school_id", flat=True))
    rows.delete()
    return schools


def _follow(
    batch: ImportBatch, touched: _Touched, schools: set[int], today: dt.date
) -> None:
    if batch.kind == ImportKind.CALENDAR:
        follow_calendar(touched.days)
        return
    refresh_places(pupils=touched.pupils, on=today)
    totals = AttendanceTotal.objects.filter(
        models.Q(pupil__in=touched.pupils)
        | models.Q(pupil__enrolments__school__in=schools)
    )
    pairs = set(totals.values_list("start_year", "pupil_id"))
    for year in {year for year, _pupil in pairs}:
        recompute(pupils=[p for y, p in pairs if y == year], start_year=year)
