"""Empty files to fill in: one workbook a kind, with a sheet that explains it."""

import io

from django.utils.translation import get_language
from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

from schools.importing.kinds import Spec
from schools.models import ImportKind, Municipality


WIDTH = 22


def template(spec: Spec) -> bytes:
    """The columns of a kind in row 1, every cell typed as text; examples apart."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None  # noqa: S101 - a new workbook has one
    sheet.title = str(spec.kind)
    albanian = (get_language() or "sq").startswith("sq")
    for n, column in enumerate(spec.columns, start=1):
        cell = sheet.cell(
            row=1, column=n, value=column.albanian if albanian else column.name
        )
        cell.font = Font(bold=column.required)
        dimension = sheet.column_dimensions[get_column_letter(n)]
        dimension.width, dimension.number_format = WIDTH, "@"
    sheet.freeze_panes = "A2"
    _references(book, spec)
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def _references(book: Workbook, spec: Spec) -> None:
    """What each column takes: needed or not, an example, the words allowed."""
    sheet = book.create_sheet("References")
    sheet.append(
        [_("Column"), _("In Albanian"), _("Needed"), _("Example"), _("Words it takes")]
    )
    for column in spec.columns:
        words = sorted(set((column.words or {}).values()))
        sheet.append(
            [
                column.name,
                column.albanian,
                _("yes") if column.required else _("no"),
                column.example,
                ", ".join(words),
            ]
        )
    if spec.kind in {ImportKind.SCHOOLS, ImportKind.PUPILS}:
        sheet.append([])
        sheet.append([_("Municipality")])
        for name in Municipality.objects.order_by("name").values_list(
            "name", flat=True
        ):
            sheet.append([name])
    for n in range(1, 6):
        sheet.column_dimensions[get_column_letter(n)].width = WIDTH
