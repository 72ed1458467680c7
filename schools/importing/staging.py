"""Puts a file's rows aside in chunks, so that a broken-off reading goes on.

The same file of the same person and kind, known by its SHA-256, continues at the
first chunk that is missing. A chunk is 2,000 rows, sealed as one value.
"""

import itertools
import json
from collections.abc import Collection, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.db import transaction

from portal.clock import now
from schools.importing.errors import NothingWritten
from schools.importing.kinds import SPECS, Spec, columns_of
from schools.importing.reading import Row, Source, open_source, sha256_of
from schools.models import ImportBatch, StagedChunk


if TYPE_CHECKING:
    from portal.models import User

CHUNK = 2_000
State = ImportBatch.State


def begin(
    *, path: Path, spec: Spec, by: "User | None", options: Mapping[str, Any]
) -> ImportBatch:
    """The batch of a file on disk: the one that broke off, or a new one."""
    sha256 = sha256_of(path)
    batch = _begun(spec, sha256, by) or ImportBatch(
        kind=spec.kind, sha256=sha256, created_by=by, created_at=now()
    )
    batch.options = dict(options)
    return batch


def stage(
    batch: ImportBatch, path: Path, mapping: Mapping[str, str] | None = None
) -> None:
    """Put all rows of the file aside. Raises `NothingWritten`, the batch then gone.

    `WrongColumns` leaves a batch that was saved before, for its columns can be told.
    """
    spec = SPECS[batch.kind]
    source = open_source(path, frozenset(spec.headers) | frozenset(mapping or {}))
    batch.header = source.header
    batch.columns = columns_of(spec, source.header, mapping)
    batch.save()
    if batch.state == State.STAGING:
        _read_all(batch, source)


def discard(batch: ImportBatch) -> None:
    """Forget a batch that wrote nothing."""
    if batch.pk:
        batch.delete()


def open_rows(
    batch: ImportBatch, chunk: StagedChunk, hidden: Collection[str]
) -> list[Row]:
    """The rows that may be shown: those about a pupil with a hidden code are not."""
    rows = rows_of(chunk)
    if not hidden or "pupil_code" not in batch.columns:
        return rows
    place = batch.columns.index("pupil_code")
    return [row for row in rows if "".join(row.cells[place : place + 1]) not in hidden]


def rows_of(chunk: StagedChunk) -> list[Row]:
    """The rows of a chunk, as they were read."""
    return [
        Row(number, cells, tuple(formulas))
        for number, cells, formulas in json.loads(chunk.content or "[]")
    ]


def sealed(rows: Sequence[Row]) -> str:
    return json.dumps(
        [(row.number, row.cells, row.formulas) for row in rows],
        ensure_ascii=False,
        separators=(",", ":"),
    )


def chunks_of(batch: ImportBatch) -> Iterator[StagedChunk]:
    """The chunks in order, one in memory at a time."""
    for number in batch.chunks.order_by("number").values_list("number", flat=True):
        yield batch.chunks.get(number=number)


def _begun(spec: Spec, sha256: str, by: "User | None") -> ImportBatch | None:
    return (
        ImportBatch.objects.filter(
            kind=spec.kind,
            sha256=sha256,
            created_by=by,
            stored_as="",
            state__in=[State.STAGING, State.STAGED],
        )
        .order_by("-created_at")
        .first()
    )


def _read_all(batch: ImportBatch, source: Source) -> None:
    """Every chunk that is not there yet, each in a transaction of its own."""
    done = set(batch.chunks.values_list("number", flat=True))
    total = 0
    try:
        for number, rows in _chunked(source.rows()):
            total += len(rows)
            if number not in done:
                _keep(batch, number, rows)
    except NothingWritten:
        discard(batch)
        raise
    batch.rows, batch.state = total, State.STAGED
    batch.save(update_fields=["rows", "state"])


def _chunked(rows: Iterator[Row]) -> Iterator[tuple[int, list[Row]]]:
    for number in itertools.count():
        chunk = list(itertools.islice(rows, CHUNK))
        if not chunk:
            return
        yield number, chunk


@transaction.atomic
def _keep(batch: ImportBatch, number: int, rows: list[Row]) -> None:
    StagedChunk.objects.create(batch=batch, number=number, content=sealed(rows))
