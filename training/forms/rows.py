"""Several lines, one select each: to match what belongs together, or to number the
steps. No script, no dragging; each select has a label of its own."""

from collections.abc import Sequence
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _


class RowSelects(forms.Widget):
    """`rows`: what stands beside each select; `choices`: (value, words) of all."""

    template_name = "training/forms/row_selects.html"
    use_fieldset = True

    def __init__(self, rows: Sequence[str], choices: Sequence[tuple[str, str]]) -> None:
        super().__init__()
        self.rows, self.choices = rows, choices

    def names(self, name: str) -> list[str]:
        return [f"{name}_{number}" for number in range(len(self.rows))]

    def value_from_datadict(self, data: Any, files: Any, name: str) -> list[str]:
        return [str(data.get(one, "")) for one in self.names(name)]

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:
        return all(one not in data for one in self.names(name))

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        given = value or [""] * len(self.rows)
        own = context["widget"]["attrs"].get("id", name)
        context["widget"]["rows"] = [
            {"name": one, "id": f"{own}_{number}", "label": row, "value": chosen}
            for number, (one, row, chosen) in enumerate(
                zip(self.names(name), self.rows, given, strict=True)
            )
        ]
        context["widget"]["choices"] = self.choices
        return context


class RowsField(forms.Field):
    """A value for every row, in their order; `distinct`: each value once."""

    default_error_messages: ClassVar[dict[str, Any]] = {
        "invalid": _("Choose one of the answers offered."),
        "distinct": _("Give each line a number of its own."),
    }

    def __init__(
        self,
        *,
        rows: Sequence[str],
        choices: Sequence[tuple[str, str]],
        distinct: bool = False,
        **kwargs: Any,
    ) -> None:
        super().__init__(widget=RowSelects(rows, choices), **kwargs)
        self.values, self.distinct = {value for value, _words in choices}, distinct

    def validate(self, value: list[str]) -> None:
        if not all(value):
            raise ValidationError(self.error_messages["required"], code="required")
        if not {*value} <= self.values:
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        if self.distinct and len({*value}) < len(value):
            raise ValidationError(self.error_messages["distinct"], code="distinct")
