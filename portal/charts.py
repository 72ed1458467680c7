"""Charts as server-made SVG, each with its table beside it. No script, no style.

Bars and a sparkline here, maps in `portal.maps`. A figure is written on every bar
and area, so colour never stands alone; a missing figure is said in words. Every
function returns safe HTML and asks the database nothing.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.formats import number_format
from django.utils.functional import Promise
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext


Text = str | Promise
ROW_HEIGHT = 48


@dataclass(frozen=True)
class Point:
    """One figure: `value` None means there is none, and `why` may say the reason.

    For maps `code` is the qark's code, or `column` and `row` the tile's place.
    """

    label: Text
    value: float | None
    url: str = ""
    why: Text = ""
    code: str = ""
    column: int = 0
    row: int = 0
    short: str = ""


def bar_chart(
    points: Iterable[Any],
    *,
    caption: Text,
    unit: str = "%",
    maximum: float | None = None,
    target: float | None = None,
    column: Text = "",
) -> SafeString:
    """Horizontal bars, the label above each, so that a phone reads them too."""
    rows = [as_point(item) for item in points]
    top = maximum or _top(rows, unit)
    bars = format_html_join(
        "",
        "{}",
        ((_bar(row, index, top, unit),) for index, row in enumerate(rows)),
    )
    height = ROW_HEIGHT * len(rows)
    svg = format_html(
        '<svg class="app-chart" width="100%" height="{}" role="img" aria-label="{}">'
        "{}{}</svg>",
        height,
        caption,
        bars,
        _target(target, top, height),
    )
    return figure(svg, rows, caption=caption, unit=unit, column=column)


def _bar(row: Point, index: int, top: float, unit: str) -> SafeString:
    y = index * ROW_HEIGHT
    share = min(100.0, 100 * (row.value or 0) / top)
    return format_html(
        '<text x="0" y="{}">{}</text>'
        '<text x="100%" y="{}" text-anchor="end">{}</text>'
        '<rect class="app-chart__rail" x="0" y="{}" width="100%" height="16"/>'
        '<rect class="app-chart__bar" x="0" y="{}" width="{}%" height="16"/>',
        y + 16,
        row.label,
        y + 16,
        said(row, unit),
        y + 23,
        y + 23,
        f"{share:.1f}",
    )


def _target(target: float | None, top: float, height: int) -> SafeString:
    if target is None:
        return SafeString("")
    x = f"{min(100.0, 100 * target / top):.1f}%"
    return format_html(
        '<line class="app-chart__mark" x1="{}" x2="{}" y1="0" y2="{}"/>', x, x, height
    )


def sparkline(values: Sequence[float | None], *, label: Text) -> SafeString:
    """A line of the last figures, 96 × 28; `label` says it in words."""
    known = [(i, value) for i, value in enumerate(values) if value is not None]
    if not known:
        return format_html('<span class="app-muted">{}</span>', gettext("no figure"))
    top = max(value for _i, value in known) or 1
    step = 88 / max(1, len(values) - 1)
    spots = [(4 + i * step, 24 - 20 * value / top) for i, value in known]
    line = " ".join(f"{x:.1f},{y:.1f}" for x, y in spots)
    last_x, last_y = spots[-1]
    return format_html(
        '<svg class="app-spark" viewBox="0 0 96 28" role="img" aria-label="{}">'
        '<polyline points="{}"/><circle cx="{}" cy="{}" r="3"/></svg>',
        label,
        line,
        f"{last_x:.1f}",
        f"{last_y:.1f}",
    )


def figure(
    svg: SafeString,
    rows: Sequence[Point],
    *,
    caption: Text,
    unit: str,
    column: Text = "",
    below: SafeString | str = "",
) -> SafeString:
    """The picture, its sentence, and the same figures as a table."""
    lines = format_html_join(
        "",
        '<tr class="govuk-table__row"><th scope="row" class="govuk-table__header">{}</th>'
        '<td class="govuk-table__cell govuk-table__cell--numeric">{}</td></tr>',
        ((_label(row), said(row, unit)) for row in rows),
    )
    return format_html(
        '<figure class="app-figure"><figcaption>{caption}</figcaption>{svg}{below}'
        "<details><summary>{open}</summary>"
        '<table class="govuk-table"><thead class="govuk-table__head"><tr>'
        '<th scope="col" class="govuk-table__header">{place}</th><th scope="col"'
        ' class="govuk-table__header govuk-table__header--numeric">{figure}</th></tr>'
        '</thead><tbody class="govuk-table__body">{lines}</tbody></table></details>'
        "</figure>",
        caption=caption,
        svg=svg,
        below=below,
        open=gettext("The same figures as a table"),
        place=column or gettext("Place"),
        figure=gettext("Figure"),
        lines=lines,
    )


def _label(row: Point) -> Text:
    if not row.url:
        return row.label
    return format_html('<a class="govuk-link" href="{}">{}</a>', row.url, row.label)


def as_point(item: Any) -> Point:
    """A Point, or a tuple (label, value) or (label, value, url)."""
    if isinstance(item, Point):
        return item
    return Point(*item)


def said(row: Point, unit: str) -> str:
    """The figure in words; without one, the reason."""
    if row.value is None:
        return str(row.why or gettext("no figure"))
    return figure_text(row.value, unit)


def figure_text(value: float | None, unit: str) -> str:
    if value is None:
        return "–"
    near = round(value, 1)
    text = number_format(near, decimal_pos=0 if float(near).is_integer() else 1)
    return f"{text} {unit}" if unit else text


def _top(rows: Sequence[Point], unit: str) -> float:
    if unit == "%":
        return 100
    return max((row.value or 0 for row in rows), default=0) or 1
