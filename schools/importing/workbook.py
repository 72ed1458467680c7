"""XLSX: safety checks before reading, then rows as text.

A workbook is a zip of XML: what it unpacks to is read from its directory and limited
before a parser sees a byte. Cells become what a person sees: whole numbers as text,
real dates as ISO dates, number formats of zeros ("00000") with their leading zeros.
"""

import datetime as dt
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from schools.importing.cells import clean
from schools.importing.errors import Dangerous, Unreadable


if TYPE_CHECKING:
    from schools.importing.reading import Row

RATIO = 100
UNPACKED = 1024**3
MEMBERS = 200
SMALL = 10_000  # bytes; below, a ratio says nothing
COLUMNS = 100
ROWS = 1_048_576  # of any sheet that Excel writes
ZEROS = re.compile(r"0+")
DAMAGED = (
    zipfile.BadZipFile,
    InvalidFileException,
    KeyError,
    ValueError,
    TypeError,
    AttributeError,
    IndexError,
    SyntaxError,  # xml.etree's ParseError
    EOFError,
    NotImplementedError,
    OSError,
)


def check(path: Path) -> None:
    """Refuse what is dangerous or no workbook, from the zip's directory alone."""
    try:
        with zipfile.ZipFile(path) as archive:
            members = archive.infolist()
            _check_sizes(members, path.stat().st_size)
            if "xl/workbook.xml" not in archive.namelist():
                raise Unreadable(_("This is not an Excel file."))
            _check_entities(archive, members)
    except DAMAGED as error:
        raise Unreadable(_("The Excel file is damaged.")) from error


def _check_sizes(members: list[zipfile.ZipInfo], packed: int) -> None:
    unpacked = sum(member.file_size for member in members)
    too_tight = any(
        member.file_size > SMALL
        and member.file_size > RATIO * max(member.compress_size, 1)
        for member in members
    )
    if too_tight or unpacked > UNPACKED or unpacked > RATIO * packed + SMALL:
        raise Dangerous(
            _(
                "The Excel file unpacks to far more than a table needs. It was not opened."
            )
        )
    if len(members) > MEMBERS or any(member.flag_bits & 0x1 for member in members):
        raise Dangerous(
            _("The Excel file is protected or has too many parts. It was not opened.")
        )


def _check_entities(archive: zipfile.ZipFile, members: list[zipfile.ZipInfo]) -> None:
    for member in members:
        if member.filename.endswith((".xml", ".rels")):
            with archive.open(member) as part:
                if b"<!DOCTYPE" in part.read(4096):
                    raise Dangerous(
                        _("The Excel file holds definitions that no table needs.")
                    )


def rows(path: Path) -> Iterator["Row"]:
    """Every row of the first sheet from row 1, blank ones too."""
    try:
        # An open file, not its path: openpyxl reads no path without a known ending.
        with path.open("rb") as handle:
            book = load_workbook(
                handle, read_only=True, data_only=False, keep_links=False
            )
            try:
                yield from _rows(book.worksheets[0])
            finally:
                book.close()
    except DAMAGED as error:
        raise Unreadable(_("The Excel file is damaged.")) from error


def _rows(sheet: Any) -> Iterator["Row"]:
    """Rows up to Excel's last; openpyxl fills every gap, so that a far row ends it."""
    from schools.importing.reading import Row

    sheet.reset_dimensions()
    found = sheet.iter_rows(max_row=ROWS + 1, max_col=COLUMNS)
    for number, cells in enumerate(found, start=1):
        if number > ROWS:
            raise Dangerous(
                _("The Excel file has rows beyond the last one of a sheet (1,048,576).")
            )
        if _is_gap(cells):
            yield Row(number, [])
            continue
        texts = [_text(cell) for cell in cells]
        while texts and not texts[-1]:
            texts.pop()
        yield Row(number, texts, _formulas(cells))


def _is_gap(cells: tuple[Any, ...]) -> bool:
    """A row that the file leaves out; told apart quickly, for there can be a million."""
    return cells[0].value is None and cells.count(cells[0]) == len(cells)


def _formulas(cells: tuple[Any, ...]) -> tuple[int, ...]:
    return tuple(
        n
        for n, cell in enumerate(cells)
        if cell.data_type == "f"
        or (isinstance(cell.value, str) and cell.value.lstrip().startswith("="))
    )


def _text(cell: Any) -> str:  # noqa: PLR0911 - one line for each type of cell
    value = cell.value
    if value is None:
        return ""
    if isinstance(value, str):
        return clean(value)
    if isinstance(value, bool):
        return "1" if value else "0"
    if isinstance(value, dt.datetime):
        return value.date().isoformat()
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if isinstance(value, int):
        zeros = ZEROS.fullmatch(cell.number_format or "")
        return str(value).zfill(len(zeros[0])) if zeros and value >= 0 else str(value)
    return clean(str(value))
