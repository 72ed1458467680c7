"""Spreadsheets that are safe to open: the only writer of XLSX and CSV here.

A cell whose text a spreadsheet could run (it begins with = + - @ and their kin) gets
a leading apostrophe, and every text cell of an XLSX is typed as text, so no formula
ever leaves this house. Codes stay text, dates are real dates.
"""

import csv
import datetime as dt
import decimal
import io
import math
import re
import tempfile
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import IO, Any
from uuid import UUID

from django.conf import settings
from django.http import FileResponse, HttpResponse
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter


Text = str | Promise
Row = Sequence[Any]
XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
DANGEROUS = frozenset("=+-@|\t\r\n")
INNER_START = re.compile(r"([,;\t\r\n]\s*)([=+\-@|])")
SHEET_NAME = 31  # Excel's limits
CELL_LENGTH = 32_767
# Spaces and marks that hide what a cell begins with (not tab, CR, LF: those count).
INVISIBLE = (
    " \u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a"
    "\u200b\u200c\u200d\u200e\u200f\u2028\u2029\u202f\u205f\u2060\u3000\ufeff"
)
DATE_FORMAT = "dd.mm.yyyy"
MOMENT_FORMAT = "dd.mm.yyyy hh:mm"
COLUMN_WIDTHS = (10, 48)
IN_MEMORY = 2 * 1024 * 1024


@dataclass(frozen=True)
class Sheet:
    """One table: headings, rows (any iterable, read once), and lines said under it.

    `notes` come after the rows, so that the first line stays the headings.
    """

    headings: Sequence[Text]
    rows: Iterable[Row]
    title: Text = ""
    notes: Sequence[Text] = field(default_factory=tuple)

    def all_notes(self) -> list[str]:
        """The notes, and in the demonstration the line that says so."""
        demo = [gettext("Fictional data: demonstration")] if settings.DEMO else []
        return [*demo, *(str(note) for note in self.notes)]


def safe_text(value: object) -> str:
    """Text that no spreadsheet runs: dangerous beginnings get an apostrophe."""
    text = ILLEGAL_CHARACTERS_RE.sub("", str(value))[: CELL_LENGTH - 1]
    seen = unicodedata.normalize("NFKC", text).lstrip(INVISIBLE)
    starts_badly = bool(seen) and seen[0] in DANGEROUS
    if starts_badly or text[:1] in DANGEROUS:
        return "'" + text
    return text


def plain(value: Any) -> Any:
    """A number, date or None as it is; a moment in local time; the rest safe text."""
    if value is None or isinstance(value, int | float | decimal.Decimal | dt.time):
        return _spoken(value)
    if isinstance(value, dt.datetime):
        local = timezone.localtime(value) if timezone.is_aware(value) else value
        return local.replace(tzinfo=None)
    if isinstance(value, dt.date):
        return value
    if isinstance(value, UUID):
        return str(value)
    return safe_text(value)


def _spoken(value: Any) -> Any:
    """Yes and no in words; what is not a number is left out."""
    if isinstance(value, bool):
        return gettext("yes") if value else gettext("no")
    if isinstance(value, float | decimal.Decimal) and not math.isfinite(value):
        return None
    return value


def write_xlsx(sheets: Sequence[Sheet], target: Any) -> None:
    """Write the sheets to a path or file, row by row, in constant memory."""
    book = Workbook(write_only=True)
    for number, sheet in enumerate(sheets, start=1):
        _write_sheet(book, sheet, number)
    book.save(target)


def _write_sheet(book: Workbook, sheet: Sheet, number: int) -> None:
    page = book.create_sheet(_sheet_title(sheet, number))
    page.freeze_panes = "A2"
    headings = [safe_text(heading) for heading in sheet.headings]
    for index, heading in enumerate(headings, start=1):
        least, most = COLUMN_WIDTHS
        letter = get_column_letter(index)
        page.column_dimensions[letter].width = max(least, min(most, len(heading) + 4))
    page.append([_text_cell(page, heading, bold=True) for heading in headings])
    rows = 0
    for row in sheet.rows:
        page.append([_cell(page, value) for value in row])
        rows += 1
    if headings:
        page.auto_filter.ref = f"A1:{get_column_letter(len(headings))}{rows + 1}"
    notes = sheet.all_notes()
    if notes:
        page.append([])  # a gap: the filter must not take a note for a row
    for note in notes:
        page.append([_text_cell(page, safe_text(note))])


def _sheet_title(sheet: Sheet, number: int) -> str:
    title = re.sub(r"[\[\]:*?/\\']", " ", str(sheet.title)).strip()
    return title[:SHEET_NAME] or str(number)


def _cell(page: Any, value: Any) -> Any:
    value = plain(value)
    if isinstance(value, str):
        return _text_cell(page, value)
    cell = WriteOnlyCell(page, value=value)
    if isinstance(value, dt.datetime):
        cell.number_format = MOMENT_FORMAT
    elif isinstance(value, dt.date):
        cell.number_format = DATE_FORMAT
    return cell


def _text_cell(page: Any, text: str, *, bold: bool = False) -> Any:
    cell = WriteOnlyCell(page, value=text)
    cell.data_type = "s"  # openpyxl types a leading "=" as a formula; never here
    cell.number_format = "@"
    if bold:
        cell.font = Font(bold=True)
    return cell


def write_csv(sheet: Sheet, target: IO[bytes]) -> None:
    """UTF-8 with BOM and semicolons, as Excel opens it in Albania."""
    target.write("\ufeff".encode())
    target.write(_csv_line([_csv_value(safe_text(text)) for text in sheet.headings]))
    for row in sheet.rows:
        target.write(_csv_line([_csv_value(plain(value)) for value in row]))
    for note in sheet.all_notes():
        target.write(_csv_line([_csv_value(safe_text(note))]))


def _csv_line(cells: Sequence[str]) -> bytes:
    line = io.StringIO()
    csv.writer(line, delimiter=";", lineterminator="\r\n").writerow(cells)
    return line.getvalue().encode("utf-8")


def _csv_value(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, dt.datetime):
        return value.strftime("%d.%m.%Y %H:%M")
    if isinstance(value, dt.date):
        return value.strftime("%d.%m.%Y")
    # Where Excel takes commas for the separator, what follows one begins a cell too.
    return INNER_START.sub(r"\1'\2", str(value))


def xlsx_response(name: str, sheet: Sheet, *more: Sheet) -> HttpResponseBase:
    """A download; `name` is a neutral slug: never a child, a school, a category."""
    file = _scratch()
    write_xlsx([sheet, *more], file)
    return _download(file, f"{slug(name)}.xlsx", XLSX_TYPE)


def csv_response(name: str, sheet: Sheet) -> HttpResponseBase:
    """A download as CSV; `name` is a neutral slug."""
    file = _scratch()
    write_csv(sheet, file)
    return _download(file, f"{slug(name)}.csv", "text/csv; charset=utf-8")


def _scratch() -> Any:
    """In memory while small. Written whole inside the request: a stream would read
    the database after the request's transaction and its scope have ended."""
    return tempfile.SpooledTemporaryFile(max_size=IN_MEMORY)


def _download(file: Any, name: str, content_type: str) -> HttpResponseBase:
    size = file.tell()
    file.seek(0)
    if size > IN_MEMORY:
        return FileResponse(
            file, as_attachment=True, filename=name, content_type=content_type
        )
    with file:
        response = HttpResponse(file.read(), content_type=content_type)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def slug(name: str) -> str:
    """A file name of plain letters, digits and hyphens only."""
    return re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")[:60] or "list"


RESPONSES: dict[str, Callable[[str, Sheet], HttpResponseBase]] = {
    "xlsx": xlsx_response,
    "csv": csv_response,
}
