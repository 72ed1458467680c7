"""A page of a staged file's rows, with what is wrong, and whose rows they are."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING
from uuid import UUID

from schools.importing.errors import message_of
from schools.importing.kinds import SPECS
from schools.importing.reach import Reach
from schools.importing.staging import chunks_of, open_rows
from schools.models import ImportBatch, Pupil
from schools.shielding import hidden_codes


if TYPE_CHECKING:
    from portal.models import User

PER_PAGE = 20


@dataclass(frozen=True)
class ShownRow:
    """One row as it was read; `reason` where it is refused."""

    number: int
    cells: list[str]
    reason: str


@dataclass(frozen=True)
class Shown:
    """One page of rows."""

    header: list[str]
    rows: list[ShownRow]
    page: int
    has_next: bool
    only_refused: bool
    subjects: list[UUID]


def preview(
    batch: ImportBatch,
    user: "User",
    *,
    page: int = 1,
    only_refused: bool = False,
    everything: bool = False,
) -> Shown:
    """The rows of one page, without those of pupils shielded from the reader."""
    start = 0 if everything else (max(page, 1) - 1) * PER_PAGE
    end = None if everything else start + PER_PAGE + 1
    hidden = hidden_codes(user)
    rows_in = _rows(batch, hidden, only_refused=only_refused)
    found = list(islice(rows_in, start, end))
    has_next = not everything and len(found) > PER_PAGE
    rows = found[:PER_PAGE] if not everything else found
    return Shown(
        header=batch.header,
        rows=rows,
        page=max(page, 1),
        has_next=has_next,
        only_refused=only_refused,
        subjects=_subjects(batch, user, rows),
    )


def _rows(
    batch: ImportBatch, hidden: Collection[str], *, only_refused: bool
) -> Iterator[ShownRow]:
    width = len(batch.header)
    for chunk in chunks_of(batch):
        if only_refused and not chunk.refused:
            continue
        for row in open_rows(batch, chunk, hidden):
            code = chunk.refused.get(str(row.number))
            if code or not only_refused:
                cells = [*row.cells[:width], *[""] * (width - len(row.cells))]
                yield ShownRow(row.number, cells, message_of(code) if code else "")


def _subjects(batch: ImportBatch, user: "User", rows: list[ShownRow]) -> list[UUID]:
    """The children on file, in the sender's reach, whom the rows name: one query."""
    if "pupil_code" not in batch.columns:
        return []
    place = batch.columns.index("pupil_code")
    codes = {row.cells[place] for row in rows}
    reach = Reach(user, SPECS[batch.kind].permission)
    known = Pupil.objects.filter(
        reach.of("enrolments__school__"), code__in=codes
    ).distinct()
    return list(known.values_list("uid", flat=True))
