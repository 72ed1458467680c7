"""One filter of a list as radios or tick boxes, written by Python as the rows are
(docs/decisions/0020)."""

from collections.abc import Mapping
from typing import Any

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext

from portal.listing_html import safe
from portal.listing_state import Asked


def choices_html(one: Asked) -> SafeString:
    """The fieldset; all words and codes are escaped."""
    items = _ticks(one) if one.filter.kind == "ticks" else _radios(one)
    return mark_safe(  # noqa: S308 - its parts escape
        '<fieldset class="govuk-fieldset"><legend class="govuk-fieldset__legend'
        f' govuk-fieldset__legend--s">{safe(one.filter.label)}</legend>{items}</fieldset>'
    )


def _ticks(one: Asked) -> str:
    key = safe(one.filter.key)
    none = f'<input type="hidden" name="{key}" value="">' if one.filter.default else ""
    items = [_item("checkbox", key, n, f) for n, f in enumerate(one.fields, 1)]
    return (
        f'{none}<div class="govuk-checkboxes govuk-checkboxes--small">'
        f"{''.join(items)}</div>"
    )


def _radios(one: Asked) -> str:
    """Nothing chosen is a choice too: all."""
    key = safe(one.filter.key)
    every = {"code": "", "label": gettext("All"), "selected": not one.codes}
    fields = [every, *(f for f in one.fields if f["code"])]
    items = [_item("radio", key, n, f) for n, f in enumerate(fields)]
    return f'<div class="govuk-radios govuk-radios--small">{"".join(items)}</div>'


def _item(kind: str, key: str, number: int, field: Mapping[str, Any]) -> str:
    """`kind` is the input's type; GOV.UK names its classes by the plural."""
    block = "govuk-radios" if kind == "radio" else "govuk-checkboxes"
    checked = " checked" if field["selected"] else ""
    return (
        f'<div class="{block}__item"><input class="{block}__input" type="{kind}"'
        f' name="{key}" value="{safe(field["code"])}" id="filter-{key}-{number}"{checked}>'
        f'<label class="govuk-label {block}__label" for="filter-{key}-{number}">'
        f"{safe(field['label'])}</label></div>"
    )
