"""Charts as server-made SVG, each with its table beside it. No script, no style.

Three shapes: bars, a sparkline, and a map (tiles or the twelve qarks). A figure is
written on every bar and area, so colour never stands alone; a missing figure is said
in words. Every function returns safe HTML and asks the database nothing.
"""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.utils.formats import number_format
from django.utils.functional import Promise
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext


Text = str | Promise
QARKS = Path(__file__).parent / "data" / "qarks.json"
ROW_HEIGHT = 48
TILE = 48
STEPS = (20, 40, 60, 80)  # where the next darker shade begins


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


def tile_map(
    points: Iterable[Any],
    *,
    caption: Text,
    unit: str = "%",
    steps: Sequence[float] = STEPS,
    column: Text = "",
) -> SafeString:
    """One square a place at (`column`, `row`): small places count like large ones."""
    rows = [as_point(item) for item in points]
    wide = TILE * (1 + max((row.column for row in rows), default=0))
    high = TILE * (1 + max((row.row for row in rows), default=0))
    areas = [(row, _tile(row, unit, steps)) for row in rows]
    svg = _map(areas, f"0 0 {wide} {high}", "app-chart--tiles", caption, unit)
    legend = _legend(steps, unit)
    return figure(svg, rows, caption=caption, unit=unit, column=column, below=legend)


def _tile(row: Point, unit: str, steps: Sequence[float]) -> SafeString:
    x, y, level = row.column * TILE, row.row * TILE, level_of(row.value, steps)
    return format_html(
        '<rect class="app-area app-level-{}" x="{}" y="{}" width="{}" height="{}"/>'
        '<text class="app-chart__small app-level-text-{}" x="{}" y="{}"'
        ' text-anchor="middle">{}</text>'
        '<text class="app-chart__small app-level-text-{}" x="{}" y="{}"'
        ' text-anchor="middle">{}</text>',
        *(level, x, y, TILE, TILE),
        *(level, x + TILE // 2, y + 20, row.short or str(row.label)[:4]),
        *(level, x + TILE // 2, y + 37, _figure_text(row.value, "")),
    )


def qark_map(
    points: Iterable[Any],
    *,
    caption: Text,
    unit: str = "%",
    steps: Sequence[float] = STEPS,
    column: Text = "",
) -> SafeString:
    """The twelve qarks by `code` (ISO 3166-2: AL-01 … AL-12), shaded in five steps."""
    rows = [as_point(item) for item in points]
    shapes = qark_shapes()
    by_code = {shape["code"]: shape for shape in shapes["qarks"]}
    areas = [
        (row, _qark(row, by_code[row.code], unit, steps))
        for row in rows
        if row.code in by_code
    ]
    svg = _map(areas, shapes["viewBox"], "app-chart--map", caption, unit)
    legend = _legend(steps, unit)
    return figure(svg, rows, caption=caption, unit=unit, column=column, below=legend)


def _qark(
    row: Point, shape: dict[str, Any], unit: str, steps: Sequence[float]
) -> SafeString:
    level = level_of(row.value, steps)
    x, y = shape["label"]
    return format_html(
        '<path class="app-area app-level-{}" d="{}"/>'
        '<text class="app-chart__place app-level-text-{}" x="{}" y="{}"'
        ' text-anchor="middle">{}</text>',
        *(level, shape["path"]),
        *(level, x, y + 8, _figure_text(row.value, "")),
    )


@lru_cache(maxsize=1)
def qark_shapes() -> dict[str, Any]:
    """The outlines, read once; public-domain data, see the file's `source`."""
    return dict(json.loads(QARKS.read_text(encoding="utf-8")))


def _map(
    areas: Sequence[tuple[Point, SafeString]],
    view_box: str,
    css: str,
    caption: Text,
    unit: str,
) -> SafeString:
    """A picture when nothing is a link, else a group of links with names."""
    linked = any(row.url for row, _area in areas)
    inner = format_html_join(
        "",
        "{}",
        ((_linked(row, area, unit) if linked else area,) for row, area in areas),
    )
    return format_html(
        '<svg class="app-chart {}" viewBox="{}" role="{}" aria-label="{}">{}</svg>',
        *(css, view_box, "group" if linked else "img", caption, inner),
    )


def _linked(row: Point, area: SafeString, unit: str) -> SafeString:
    if not row.url:
        return format_html('<g aria-hidden="true">{}</g>', area)
    name = f"{row.label}: {said(row, unit)}"
    return format_html('<a href="{}" aria-label="{}">{}</a>', row.url, name, area)


def _legend(steps: Sequence[float], unit: str) -> SafeString:
    edges = [_figure_text(step, unit) for step in steps]
    words = [gettext("no figure"), gettext("under %(edge)s") % {"edge": edges[0]}]
    words += [gettext("%(edge)s or more") % {"edge": edge} for edge in edges]
    items = format_html_join(
        "",
        '<li><svg viewBox="0 0 18 18" aria-hidden="true">'
        '<rect class="app-level-{}" width="18" height="18"/></svg>{}</li>',
        enumerate(words),
    )
    return format_html('<ul class="app-legend">{}</ul>', items)


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
    return _figure_text(row.value, unit)


def level_of(value: float | None, steps: Sequence[float] = STEPS) -> int:
    """0 without a figure, else 1 (lightest) to 5."""
    if value is None:
        return 0
    return 1 + sum(value >= step for step in steps)


def _figure_text(value: float | None, unit: str) -> str:
    if value is None:
        return "–"
    whole = float(value).is_integer()
    text = number_format(value, decimal_pos=0 if whole else 1)
    return f"{text} {unit}" if unit else text


def _top(rows: Sequence[Point], unit: str) -> float:
    if unit == "%":
        return 100
    return max((row.value or 0 for row in rows), default=0) or 1
