"""Bringing a file in: read it, look at what it would do, take it in or leave it."""

import datetime as dt
import hashlib
import os
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from portal import audit
from portal.clock import now
from schools.importing import staging
from schools.importing.errors import NothingWritten, WrongColumns, WrongOptions
from schools.importing.kinds import SPECS
from schools.importing.queueing import lock_database, own_turn
from schools.importing.reach import Reach
from schools.importing.running import Counts, Run
from schools.importing.taking import Job
from schools.importing.taking.base import Options
from schools.models import (
    ColumnMapping,
    ImportBatch,
    ImportKind,
    ImportTrace,
    StagedChunk,
)


if TYPE_CHECKING:
    from django.core.files.uploadedfile import UploadedFile

    from portal.models import User

FULL_KINDS = {ImportKind.PUPILS, ImportKind.STAFF}
KEPT_UNDECIDED = dt.timedelta(days=3)
KEPT_TRACES = dt.timedelta(days=7)
KEPT_REFUSED = dt.timedelta(days=30)
COUNTED = ("rows", "new", "changed", "same", "refused", "removed")
FOUND = (*COUNTED, "findings", "options")
PLACE_KINDS = {ImportKind.ABSENCES, ImportKind.PUPILS, ImportKind.STAFF}


class AlreadyTaken(NothingWritten):
    """The batch was committed or thrown away meanwhile."""


def check_options(kind: str, options: Options, today: dt.date) -> None:
    """Refuse options that do not fit the kind of file."""
    only_absences = options.covers is not None or options.replace
    if only_absences and kind != ImportKind.ABSENCES:
        raise WrongOptions(_("--covers and --replace are for absences."))
    if options.full and kind not in FULL_KINDS:
        raise WrongOptions(_("--full is for pupils and staff."))
    if options.schools and kind not in PLACE_KINDS:
        raise WrongOptions(_("--school is for absences, pupils and staff."))
    if options.covers and options.covers[0] > options.covers[1]:
        raise WrongOptions(_("The covered days end before they begin (--covers)."))
    if options.covers and options.covers[1] > today:
        raise WrongOptions(_("The covered days lie in the future (--covers)."))


def stage_file(
    *, path: Path, kind: str, by: "User | None", options: Options
) -> ImportBatch:
    """Read a file on disk into a batch; raises `NothingWritten`."""
    batch = staging.begin(path=path, spec=SPECS[kind], by=by, options=options.as_json())
    with own_turn():
        staging.stage(batch, path, _mapping(kind, by))
    return batch


def receive_file(
    *, upload: "UploadedFile[Any]", kind: str, by: "User", options: Options
) -> ImportBatch:
    """Keep an uploaded file in the private folder until it has been read."""
    folder = _folder()
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    stored_as = uuid4().hex
    digest = hashlib.sha256()
    descriptor = os.open(
        folder / stored_as, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600
    )
    with os.fdopen(descriptor, "wb") as handle:
        for part in upload.chunks():
            digest.update(part)
            handle.write(part)
    return ImportBatch.objects.create(
        kind=kind,
        sha256=digest.hexdigest(),
        created_by=by,
        created_at=now(),
        options=options.as_json(),
        file_name=(upload.name or "")[:200],
        stored_as=stored_as,
    )


def read_batch(*, batch: ImportBatch, by: "User", today: dt.date) -> None:
    """Read a kept file and look at what it would do. Raises `NothingWritten`.

    After `WrongColumns` file and batch stay, so that the columns can be matched;
    after anything else both are gone. Once read, the file is dropped: its rows are
    sealed in the database.
    """
    try:
        with own_turn():
            path = _folder() / batch.stored_as
            staging.stage(batch, path, _mapping(batch.kind, by))
            check_batch(batch=batch, by=by, today=today)
    except WrongColumns as refusal:
        batch.header = refusal.header
        batch.save(update_fields=["header"])
        raise
    except NothingWritten:
        _drop_file(batch.stored_as)
        staging.discard(batch)
        raise
    _drop_file(batch.stored_as)


def _mapping(kind: str, by: "User | None") -> dict[str, str]:
    found = ColumnMapping.objects.filter(user=by, kind=kind).first() if by else None
    return dict(found.headers) if found else {}


def _folder() -> Path:
    return Path(settings.PRIVATE_ROOT) / "imports"


@transaction.atomic
def check_batch(*, batch: ImportBatch, by: "User | None", today: dt.date) -> Job:
    """What the file would do; writes only the findings on the batch."""
    job = _job(batch, by, today)
    counts = Run(job, write=False).go()
    _note(batch, counts)
    batch.save(update_fields=FOUND)
    return job


def commit_batch(*, batch: ImportBatch, by: "User | None", today: dt.date) -> Job:
    """Take the good rows in, all of them or none; one audit event."""
    with own_turn():
        return _commit(batch, by, today)


@transaction.atomic
def _commit(batch: ImportBatch, by: "User | None", today: dt.date) -> Job:
    lock_database()
    locked = ImportBatch.objects.select_for_update().get(pk=batch.pk)
    if locked.state != ImportBatch.State.STAGED:
        raise AlreadyTaken(_("This file was already taken in."))
    job = _job(batch, by, today)
    counts = Run(job, write=True).go()
    _note(batch, counts)
    batch.state, batch.committed_at = ImportBatch.State.COMMITTED, now()
    batch.save(update_fields=[*FOUND, "state", "committed_at"])
    _keep_refused(batch)
    audit.record(
        "import.committed",
        by=by,
        obj=batch,
        detail={
            "kind": str(batch.kind),
            "registers": counts.registers,
            **{name: getattr(batch, name) for name in COUNTED},
        },
    )
    transaction.on_commit(lambda: _drop_file(batch.stored_as))
    return job


@transaction.atomic
def discard_batch(*, batch: ImportBatch, by: "User | None") -> None:
    """Throw away a file that was read but not taken in."""
    if batch.state in {ImportBatch.State.COMMITTED, ImportBatch.State.UNDONE}:
        raise AlreadyTaken(_("This file was already taken in."))
    stored_as = batch.stored_as
    audit.record("import.discarded", by=by, detail={"kind": str(batch.kind)})
    staging.discard(batch)
    transaction.on_commit(lambda: _drop_file(stored_as))


@transaction.atomic
def forget_old_files(*, on: dt.date) -> int:
    """Drop what nobody decided on, and the refused rows of old imports."""
    undecided = ImportBatch.objects.filter(
        state__in=[ImportBatch.State.STAGING, ImportBatch.State.STAGED],
        created_at__date__lt=on - KEPT_UNDECIDED,
    )
    names = [name for name in undecided.values_list("stored_as", flat=True) if name]
    old_rows = StagedChunk.objects.filter(
        batch__committed_at__date__lt=on - KEPT_REFUSED
    )
    traces = ImportTrace.objects.filter(batch__committed_at__date__lt=on - KEPT_TRACES)
    forgotten = undecided.count() + old_rows.count() + traces.count()
    traces.delete()
    old_rows.delete()
    undecided.delete()
    for name in names:
        transaction.on_commit(partial(_drop_file, name))
    return forgotten


@transaction.atomic
def save_mapping(*, by: "User", kind: str, headers: dict[str, str]) -> ColumnMapping:
    """Remember which header means which column in this person's files."""
    mapping, _made = ColumnMapping.objects.get_or_create(user=by, kind=kind)
    mapping.headers = {**mapping.headers, **headers}
    mapping.save()
    audit.record("import.mapped", by=by, obj=mapping, detail={"kind": kind})
    return mapping


def _job(batch: ImportBatch, by: "User | None", today: dt.date) -> Job:
    options = Options.from_json(batch.options)
    reach = Reach(by, SPECS[batch.kind].permission)
    return Job(batch=batch, reach=reach, today=today, options=options)


def _note(batch: ImportBatch, counts: Counts) -> None:
    for name in COUNTED:
        setattr(batch, name, getattr(counts, name))
    batch.options = {**batch.options, "has_written": counts.has_written}
    batch.findings = [
        {
            "type": group.type,
            "count": group.count,
            "first_row": group.first_row,
            "last_row": group.last_row,
        }
        for group in counts.tally.groups()
    ]


def _keep_refused(batch: ImportBatch) -> None:
    """Only the refused rows stay, for the error file; the rest is forgotten."""
    for chunk in staging.chunks_of(batch):
        if not chunk.refused:
            chunk.delete()
            continue
        rows = [
            row for row in staging.rows_of(chunk) if str(row.number) in chunk.refused
        ]
        chunk.content = staging.sealed(rows)
        chunk.save(update_fields=["content"])


def _drop_file(stored_as: str) -> None:
    if stored_as:
        (_folder() / stored_as).unlink(missing_ok=True)
