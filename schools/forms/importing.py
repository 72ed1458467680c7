"""Sending a file, and matching its columns with ours."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from portal.forms import DayField, PortalForm, TicksField, UploadField
from schools.importing.cells import header_key
from schools.importing.kinds import Spec
from schools.importing.taking.base import Options
from schools.models import ImportKind


MEGABYTE = 1024 * 1024
LARGEST_WORKBOOK, LARGEST_CSV = 10 * MEGABYTE, 20 * MEGABYTE
CONFIRM = ("yes", _("I have checked it: the roll falls by more than 5 %"))


class ImportForm(PortalForm):
    """One file of one kind, with the choices that the kind has."""

    file = UploadField(
        label=_("File"),
        accept=".csv,.xlsx",
        help_text=_("CSV or Excel (.xlsx), with the names of the columns in row 1."),
    )
    covers_from = DayField(
        label=_("Registers taken from"),
        required=False,
        help_text=_(
            "Days without a row then count as days on which nobody was absent."
        ),
    )
    covers_to = DayField(label=_("to"), required=False)
    choices = TicksField(label=_("This file"), required=False)

    def __init__(self, *args: Any, spec: Spec, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.spec = spec
        ticks = _ticks(spec.kind)
        if spec.kind != ImportKind.ABSENCES:
            del self.fields["covers_from"], self.fields["covers_to"]
        if ticks:
            self.fields["choices"].choices = ticks  # type: ignore[attr-defined]
        else:
            del self.fields["choices"]

    def clean_file(self) -> Any:
        upload = self.cleaned_data["file"]
        is_workbook = upload.read(2) == b"PK"
        upload.seek(0)
        if upload.size > (LARGEST_WORKBOOK if is_workbook else LARGEST_CSV):
            raise ValidationError(
                _(
                    "The file is larger than this page takes (Excel 10 MB, CSV 20 MB)."
                    " Split it, or ask the operator to bring it in."
                )
            )
        return upload

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        first, last = cleaned.get("covers_from"), cleaned.get("covers_to")
        if (first is None) != (last is None):
            missing = "covers_to" if first else "covers_from"
            self.add_error(missing, _("Give both days, or none."))
        return cleaned

    def options(self) -> Options:
        """The choices as the import takes them."""
        told = self.cleaned_data
        ticked = set(told.get("choices") or ())
        covers: tuple[dt.date, dt.date] | None = None
        if told.get("covers_from"):
            covers = (told["covers_from"], told["covers_to"])
        return Options(
            covers=covers,
            replace="replace" in ticked,
            full="full" in ticked,
            yes="yes" in ticked,
        )


def _ticks(kind: str) -> list[tuple[str, Any]]:
    if kind == ImportKind.ABSENCES:
        return [
            (
                "replace",
                _(
                    "Is the whole truth for these days: absences not in it are withdrawn"
                ),
            )
        ]
    if kind in {ImportKind.PUPILS, ImportKind.STAFF}:
        whole = (
            "full",
            _("Is the whole roll of its schools: who is not in it is missing"),
        )
        return [whole, CONFIRM]
    return []


class ColumnsForm(PortalForm):
    """For each of our columns, which column of the file holds it."""

    def __init__(
        self, *args: Any, spec: Spec, header: Sequence[str], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.spec, self.header = spec, header
        told = [(str(n), text) for n, text in enumerate(header) if text]
        known = {header_key(text): str(n) for n, text in enumerate(header)}
        for column in spec.columns:
            guess = [header_key(column.name), header_key(column.albanian)]
            self.fields[column.name] = forms.ChoiceField(
                label=f"{column.albanian} ({column.name})",
                required=column.required,
                choices=[("", _("not in the file")), *told],
                initial=next((known[key] for key in guess if key in known), ""),
                error_messages={"required": _("This column is needed. Choose one.")},
            )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        chosen = [value for value in cleaned.values() if value]
        if len(chosen) != len(set(chosen)):
            raise ValidationError(_("One column of the file is chosen twice."))
        return cleaned

    def headers(self) -> dict[str, str]:
        """Folded header -> our column, "" for those nobody chose."""
        found = {header_key(text): "" for text in self.header if text}
        for name, position in self.cleaned_data.items():
            if position:
                found[header_key(self.header[int(position)])] = name
        return found
