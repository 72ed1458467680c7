"""The rows of a list as HTML, written by Python: a template inside a loop inside a loop
cost more than everything else on the page (docs/decisions/0020)."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from html import escape
from typing import Any

from django.utils.formats import number_format
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext

from portal.time_words import clock_state, day, hours_left, moment


Cell = Mapping[str, Any]
NOT_ON_PAPER = " app-not-on-paper"


def safe(value: Any) -> str:
    """Escaped unless marked safe; without the laziness of Django's, a quarter of it."""
    if hasattr(value, "__html__"):
        return str(value.__html__())
    return escape(str(value))


def rows_html(lines: Iterable[Sequence[Cell]]) -> SafeString:
    """Every row; its first cell names it. All values are escaped unless marked safe."""
    return mark_safe("".join(_row(line) for line in lines))  # noqa: S308 - cells escape


def _row(line: Sequence[Cell]) -> str:
    first, *rest = line
    cells = "".join(_data_cell(cell) for cell in rest)
    screen = "" if first["paper"] else NOT_ON_PAPER
    return (
        '<tr class="govuk-table__row">'
        f'<th scope="row" class="govuk-table__header{screen}">'
        f"{_cell(first)}</th>{cells}</tr>\n"
    )


def _data_cell(cell: Cell) -> str:
    kind = " govuk-table__cell--numeric" if cell["numeric"] else ""
    kind += "" if cell["paper"] else NOT_ON_PAPER
    return (
        f'<td class="govuk-table__cell{kind}" data-label="{safe(cell["label"])}">'
        f"{_cell(cell)}</td>"
    )


def _cell(cell: Cell) -> str:
    """Prepared HTML, a link, a status tag, or the value in our way of writing it."""
    if cell["html"]:
        return safe(cell["html"])
    if cell["url"]:
        url, text = safe(cell["url"]), safe(shown(cell["value"]))
        return f'<a class="govuk-link" href="{url}">{text}</a>'
    if cell["colour"]:
        return tag_html(cell["value"], cell["colour"])
    return safe(shown(cell["value"]))


def tag_html(text: Any, colour: str) -> SafeString:
    """The status tag of `_components/tag.html`."""
    return mark_safe(  # noqa: S308 - both are escaped
        f'<strong class="govuk-tag govuk-tag--{safe(colour)}">{safe(text)}</strong>'
    )


def clock_html(
    due: dt.datetime | None, now: dt.datetime, *, stopped: bool = False
) -> str:
    """The time left of `_components/clock.html`; `stopped` shows the moment alone."""
    if due is None:
        return ""
    at = f'<time datetime="{due.isoformat()}">{moment(due)}</time>'
    if stopped:
        return mark_safe(at)  # noqa: S308 - digits only
    state, left = clock_state(due, now), safe(hours_left(due, now))
    return mark_safe(  # noqa: S308 - words of ours, escaped
        f'<span class="app-clock app-clock--{state}">{left}</span>'
        f' <span class="app-muted">({at})</span>'
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
