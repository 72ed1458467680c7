"""Maps as server-made SVG: tiles for municipalities, outlines for the twelve qarks.

Five shades of one colour, the figure written on each area, the table beside it.
"""

import json
from collections.abc import Iterable, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from portal.charts import Point, Text, as_point, figure, figure_text, said


QARKS = Path(__file__).parent / "data" / "qarks.json"
TILE = 48
STEPS = (20, 40, 60, 80)  # where the next darker shade begins


class Area(NamedTuple):
    """One place drawn: its shape, the words on it, and its name as a link."""

    point: Point
    shape: SafeString
    words: SafeString
    name: str


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
    areas = [_tile(row, unit, steps) for row in rows]
    svg = _map(areas, f"0 0 {wide} {high}", "app-chart--tiles", caption)
    legend = _legend(steps, unit)
    return figure(svg, rows, caption=caption, unit=unit, column=column, below=legend)


def _tile(row: Point, unit: str, steps: Sequence[float]) -> Area:
    x, y, level = row.column * TILE, row.row * TILE, level_of(row.value, steps)
    shape = format_html(
        '<rect class="app-area app-level-{}" x="{}" y="{}" width="{}" height="{}"/>',
        *(level, x, y, TILE, TILE),
    )
    words = format_html(
        '<text class="app-chart__small app-level-text-{}" x="{}" y="{}"'
        ' text-anchor="middle">{}</text>'
        '<text class="app-chart__small app-level-text-{}" x="{}" y="{}"'
        ' text-anchor="middle">{}</text>',
        *(level, x + TILE // 2, y + 20, row.short or str(row.label)[:4]),
        *(level, x + TILE // 2, y + 37, figure_text(row.value, "")),
    )
    return Area(row, shape, words, f"{row.label}: {said(row, unit)}")


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
        _qark(row, by_code[row.code], unit, steps)
        for row in rows
        if row.code in by_code
    ]
    svg = _map(areas, shapes["viewBox"], "app-chart--map", caption)
    legend = _legend(steps, unit)
    return figure(svg, rows, caption=caption, unit=unit, column=column, below=legend)


def _qark(
    row: Point, outline: dict[str, Any], unit: str, steps: Sequence[float]
) -> Area:
    level = level_of(row.value, steps)
    x, y = outline["label"]
    shape = format_html(
        '<path class="app-area app-level-{}" d="{}"/>', level, outline["path"]
    )
    words = format_html(
        '<text class="app-chart__place app-level-text-{}" x="{}" y="{}"'
        ' text-anchor="middle">{}</text>',
        *(level, x, y + 8, figure_text(row.value, "")),
    )
    return Area(row, shape, words, f"{row.label}: {said(row, unit)}")


@lru_cache(maxsize=1)
def qark_shapes() -> dict[str, Any]:
    """The outlines, read once; public-domain data, see the file's `source`."""
    return dict(json.loads(QARKS.read_text(encoding="utf-8")))


def _map(areas: Sequence[Area], view_box: str, css: str, caption: Text) -> SafeString:
    """A picture when nothing is a link, else a group of links with names.

    The words come after all the shapes, so that no neighbour covers them.
    """
    linked = any(area.point.url for area in areas)
    shapes = format_html_join("", "{}", ((_linked(area),) for area in areas))
    words = format_html_join("", "{}", ((area.words,) for area in areas))
    return format_html(
        '<svg class="app-chart {}" viewBox="{}" role="{}" aria-label="{}">{}'
        '<g class="app-chart__words" aria-hidden="true">{}</g></svg>',
        *(css, view_box, "group" if linked else "img", caption, shapes, words),
    )


def _linked(area: Area) -> SafeString:
    url = area.point.url
    if not url:
        return area.shape
    return format_html(
        '<a href="{}" aria-label="{}">{}</a>', url, area.name, area.shape
    )


def _legend(steps: Sequence[float], unit: str) -> SafeString:
    edges = [figure_text(step, unit) for step in steps]
    words = [gettext("no figure"), gettext("under %(edge)s") % {"edge": edges[0]}]
    words += [gettext("%(edge)s or more") % {"edge": edge} for edge in edges]
    items = format_html_join(
        "",
        '<li><svg viewBox="0 0 18 18" aria-hidden="true">'
        '<rect class="app-level-{}" width="18" height="18"/></svg>{}</li>',
        enumerate(words),
    )
    return format_html('<ul class="app-legend">{}</ul>', items)


def level_of(value: float | None, steps: Sequence[float] = STEPS) -> int:
    """0 without a figure, else 1 (lightest) to 5."""
    if value is None:
        return 0
    return 1 + sum(value >= step for step in steps)
