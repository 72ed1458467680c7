"""Form controls: date as text, radios and tick boxes with hints, counted text, file."""

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.functional import Promise

from portal.dates import day_text


Text = str | Promise


class DateText(forms.DateInput):
    """One text field, `dd.mm.yyyy`; what was typed wrongly comes back as typed."""

    template_name = "portal/forms/date_text.html"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        quiet = {"inputmode": "decimal", "autocomplete": "off"}
        super().__init__({"class": "govuk-input--width-10", **quiet, **(attrs or {})})

    def format_value(self, value: Any) -> str | None:
        if isinstance(value, dt.date):
            return day_text(value)
        return str(value) if value else None


class SuggestedText(forms.TextInput):
    """A text field that offers names to choose from, and takes any other."""

    template_name = "portal/forms/suggested_text.html"
    suggestions: Sequence[str] = ()

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        widget = context["widget"]
        widget["suggestions"] = self.suggestions
        widget["attrs"]["list"] = f"{widget['attrs'].get('id', name)}_list"
        return context


class OptionHints:
    """Mixin: `hints` says a line under some choices, by value."""

    hints: Mapping[Any, Text]

    def __init__(self, *args: Any, hints: Mapping[Any, Text] | None = None, **kw: Any):
        super().__init__(*args, **kw)
        self.hints = hints or {}

    def create_option(self, name: str, value: Any, *args: Any, **kw: Any) -> Any:
        option = super().create_option(name, value, *args, **kw)  # type: ignore[misc]
        plain = value.value if hasattr(value, "instance") else value
        option["hint"] = self.hints.get(plain, "")
        return option


class Radios(OptionHints, forms.RadioSelect):
    """Radios, one a line; `hints={value: text}` explains a choice."""


class TickBoxes(OptionHints, forms.CheckboxSelectMultiple):
    """Several may be ticked; `hints={value: text}` explains a choice."""


class CountedTextarea(forms.Textarea):
    """A text area that says its limit; the script counts while typing."""

    template_name = "portal/forms/counted_textarea.html"

    def __init__(
        self, limit: int, attrs: dict[str, Any] | None = None, rows: int = 5
    ) -> None:
        super().__init__({"rows": rows, **(attrs or {})})
        self.limit = limit

    def get_context(
        self, name: str, value: Any, attrs: dict[str, Any] | None
    ) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        widget = context["widget"]
        widget["limit"] = self.limit
        own = widget["attrs"]
        count_id = f"{own.get('id')}_count"
        own["aria-describedby"] = (
            f"{own.get('aria-describedby', '')} {count_id}".strip()
        )
        # The browser would cut a pasted text without a word; the server says it.
        own.pop("maxlength", None)
        return context


class FileUpload(forms.FileInput):
    """A file; `accept` is a help for the chooser, never a check."""

    def __init__(self, accept: str = "", attrs: dict[str, Any] | None = None) -> None:
        super().__init__({**({"accept": accept} if accept else {}), **(attrs or {})})
