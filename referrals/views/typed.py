"""What was typed into a form whose time is over: shown again, so that it can be copied."""

from typing import TypedDict

from django import forms


class Typed(TypedDict):
    label: str
    text: str


def typed_texts(form: forms.BaseForm) -> list[Typed]:
    """The words and days of a sent form, each under its question; no tick, no key."""
    found: list[Typed] = []
    for field in form:
        widget = field.field.widget
        writes = isinstance(widget, forms.Textarea | forms.TextInput | forms.DateInput)
        text = str(field.data or "").strip() if writes and form.is_bound else ""
        if text and not field.is_hidden:
            found.append({"label": str(field.label), "text": text})
    return found
