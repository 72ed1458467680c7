"""The refused rows, in the layout of the file they came from, with the reason."""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell

from portal.exports import safe_text
from schools.importing.errors import message_of
from schools.importing.staging import chunks_of, open_rows
from schools.models import ImportBatch


Rows = Iterable[Sequence[str]]


def refused_rows(batch: ImportBatch) -> Iterator[list[str]]:
    """Each refused row as it was, filled up to the header, and why."""
    width = len(batch.header)
    for chunk in chunks_of(batch):
        if not chunk.refused:
            continue
        for row in open_rows(batch, chunk, ()):
            code = chunk.refused.get(str(row.number))
            if code:
                cells = [*row.cells[:width], *[""] * (width - len(row.cells))]
                yield [*cells, message_of(code)]


def header_of(batch: ImportBatch) -> list[str]:
    return [*batch.header, _("reason")]


def error_csv(batch: ImportBatch, rows: Rows) -> str:
    """CSV with semicolons, as the spreadsheets of the country open it."""
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";")
    writer.writerow(safe_text(cell) for cell in header_of(batch))
    for row in rows:
        writer.writerow(safe_text(cell) for cell in row)
    return text.getvalue()


def error_workbook(batch: ImportBatch, rows: Rows) -> bytes:
    """XLSX with every cell typed as text, so that codes keep their zeros."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(_("refused"))
    for row in (header_of(batch), *rows):
        cells = []
        for text in row:
            cell = WriteOnlyCell(sheet, safe_text(text))
            cell.data_type = "s"
            cell.number_format = "@"
            cells.append(cell)
        sheet.append(cells)
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def write_errors(batch: ImportBatch, path: Path) -> None:
    """The error file on disk: XLSX by its name, else CSV in UTF-8 with a mark."""
    rows = refused_rows(batch)
    if path.suffix.lower() == ".xlsx":
        path.write_bytes(error_workbook(batch, rows))
    else:
        path.write_text(error_csv(batch, rows), encoding="utf-8-sig", newline="")
