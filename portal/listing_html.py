"""The rows of a list as HTML, written by Python: a template inside a loop inside a loop
cost more than everything else on the page (docs/decisions/0020)."""

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.formats import number_format
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext

from portal.time_words import clock_state, day, hours_left, moment


Cell = Mapping[str, Any]


def rows_html(lines: Iterable[list[Cell]]) -> SafeString:
    """Every row; its first cell names it. All values are escaped unless marked safe."""
    return mark_safe("".join(_row(line) for line in lines))  # noqa: S308 - cells escape


def _row(line: list[Cell]) -> str:
    first, *rest = line
    cells = "".join(_data_cell(cell) for cell in rest)
    return (
        '<tr class="govuk-table__row"><th scope="row" class="govuk-table__header">'
        f"{cell_html(first)}</th>{cells}</tr>\n"
    )


def _data_cell(cell: Cell) -> str:
    kind = " govuk-table__cell--numeric" if cell["numeric"] else ""
    label = conditional_escape(cell["label"])
    return (
        f'<td class="govuk-table__cell{kind}" data-label="{label}">'
        f"{cell_html(cell)}</td>"
    )


def cell_html(cell: Cell) -> str:
    """Prepared HTML, a link, a status tag, or the value in our way of writing it."""
    if cell["html"]:
        return conditional_escape(cell["html"])
    if cell["url"]:
        return format_html(
            '<a class="govuk-link" href="{}">{}</a>', cell["url"], shown(cell["value"])
        )
    if cell["colour"]:
        return tag_html(cell["value"], cell["colour"])
    return conditional_escape(shown(cell["value"]))


def tag_html(text: Any, colour: str) -> str:
    """The status tag of `_components/tag.html`."""
    return format_html(
        '<strong class="govuk-tag govuk-tag--{}">{}</strong>', colour, text
    )


def clock_html(
    due: dt.datetime | None, now: dt.datetime, *, stopped: bool = False
) -> str:
    """The time left of `_components/clock.html`; `stopped` shows the moment alone."""
    if due is None:
        return ""
    at = format_html('<time datetime="{}">{}</time>', due.isoformat(), moment(due))
    if stopped:
        return at
    return format_html(
        '<span class="app-clock app-clock--{}">{}</span>'
        ' <span class="app-muted">({})</span>',
        clock_state(due, now),
        hours_left(due, now),
        at,
    )


def shown(value: Any) -> Any:
    """A cell's value on the screen: dates our way, nothing as a dash."""
    if isinstance(value, dt.datetime):
        return moment(value)
    if isinstance(value, dt.date):
        return day(value)
    if isinstance(value, bool):
        return gettext("yes") if value else gettext("no")
    if isinstance(value, float):
        return number_format(value, decimal_pos=1)
    return "–" if value in (None, "") else value
