"""Opens a CSV or XLSX file and gives its rows as text, numbered as Excel numbers.

Nothing here knows what the columns mean. Refusals are sentences (`errors.py`).
"""

import csv
import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from django.utils.translation import gettext as _

from schools.importing import encoding, workbook
from schools.importing.cells import clean
from schools.importing.errors import Unreadable


LONGEST_CELL = 20_000
ZIP = b"PK\x03\x04"
OLD_EXCEL = b"\xd0\xcf\x11\xe0"


@dataclass(frozen=True, slots=True)
class Row:
    """A row that is not blank; `formulas` are the positions of formula cells."""

    number: int
    cells: list[str]
    formulas: tuple[int, ...] = ()


@dataclass(frozen=True)
class Source:
    """A readable file: its header cells (row 1) and how to read the rest."""

    path: Path
    header: list[str]
    is_workbook: bool
    encoding: str = ""
    delimiter: str = ""

    def rows(self) -> Iterator[Row]:
        """The rows below the header, blank ones left out but counted."""
        if self.is_workbook:
            yield from _filled(workbook.rows(self.path))
        else:
            yield from _filled(_csv_rows(self.path, self.encoding, self.delimiter))


def sha256_of(path: Path) -> str:
    try:
        with path.open("rb") as handle:
            return hashlib.file_digest(handle, "sha256").hexdigest()
    except OSError as error:
        raise Unreadable(_("The file cannot be opened.")) from error


def open_source(path: Path, known: frozenset[str] = frozenset()) -> Source:
    """The file's header and form; `known` are folded headers that we expect."""
    try:
        with path.open("rb") as handle:
            start = handle.read(8)
    except OSError as error:
        raise Unreadable(_("The file cannot be opened.")) from error
    if not start:
        raise Unreadable(_("The file is empty."))
    if start.startswith(OLD_EXCEL):
        raise Unreadable(
            _("This is an old or protected Excel file. Save it as .xlsx or .csv.")
        )
    if start.startswith(ZIP):
        workbook.check(path)
        return Source(path, _header(workbook.rows(path)), is_workbook=True)
    return _csv_source(path, known)


def _csv_source(path: Path, known: frozenset[str]) -> Source:
    name = encoding.sniff(path)
    delimiter = encoding.delimiter_of(path, name, known)
    return Source(
        path,
        _header(_csv_rows(path, name, delimiter)),
        is_workbook=False,
        encoding=name,
        delimiter=delimiter,
    )


def _header(rows: Iterator[Row]) -> list[str]:
    first = next(rows, None)
    if first is None:
        raise Unreadable(_("The file is empty."))
    header = list(first.cells)
    while header and not header[-1]:
        header.pop()
    if not header:
        raise Unreadable(_("The first row must hold the names of the columns."))
    return header


def _csv_rows(path: Path, name: str, delimiter: str) -> Iterator[Row]:
    csv.field_size_limit(LONGEST_CELL)
    with path.open(encoding=name, newline="") as handle:
        reader = csv.reader(handle, delimiter=delimiter)
        try:
            for number, record in enumerate(reader, start=1):
                cells = [clean(cell) for cell in record]
                formulas = tuple(n for n, c in enumerate(cells) if c.startswith("="))
                yield Row(number, cells, formulas)
        except csv.Error as error:
            raise Unreadable(
                _("The file is damaged: a cell does not end where it should.")
            ) from error


def _filled(rows: Iterator[Row]) -> Iterator[Row]:
    next(rows, None)
    return (row for row in rows if any(row.cells))
