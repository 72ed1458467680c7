"""Brings rows in as a person would: a CSV file through the import actions."""

import csv
import datetime as dt
from collections.abc import Iterable, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from portal.clock import today
from schools.actions.importing import commit_batch, stage_file
from schools.importing.taking.base import Options
from schools.models import ImportBatch


if TYPE_CHECKING:
    from portal.models import User

Cell = str | int | dt.date | None


class DemoIsWrong(Exception):
    """The demonstration's own file has rows that are refused."""


def bring_in(
    kind: str,
    header: Sequence[str],
    rows: Iterable[Sequence[Cell]],
    *,
    by: "User | None" = None,
    options: Options | None = None,
) -> ImportBatch:
    """Write the file, stage it, take it in; every row has to be good."""
    chosen = options or Options()
    with TemporaryDirectory() as folder:
        path = Path(folder) / f"{kind}.csv"
        with path.open("w", encoding="utf-8", newline="") as handle:
            sheet = csv.writer(handle, delimiter=";")
            sheet.writerow(header)
            sheet.writerows(map(_text, rows))
        batch = stage_file(path=path, kind=kind, by=by, options=chosen)
    done = commit_batch(batch=batch, by=by, today=today()).batch
    if done.refused:
        raise DemoIsWrong(kind, done.findings)
    return done


def _text(row: Sequence[Cell]) -> list[str]:
    return [
        f"{cell:%d.%m.%Y}"
        if isinstance(cell, dt.date)
        else ""
        if cell is None
        else str(cell)
        for cell in row
    ]
