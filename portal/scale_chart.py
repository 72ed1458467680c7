"""A small scale over time as server-made SVG, with its table. No script, no style.

Where a goal stood at each talk, from `low` to `high`, the wished place as a dashed
line. Shared frame and table: `portal.charts`.
"""

from collections.abc import Sequence

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from portal.charts import Point, Text, figure


STEP = 34  # pixels from one place of the scale to the next
TOP = 20
LEFT, RIGHT = 10.0, 97.0  # percent of the width


def scale_chart(
    points: Sequence[tuple[Text, int]],
    *,
    caption: Text,
    column: Text,
    lowest: int = -2,
    highest: int = 2,
    wished: int | None = None,
) -> SafeString:
    """`points` are (day in words, place), oldest first; one is enough."""
    xs = _spread(len(points))
    ys = [TOP + (highest - value) * STEP for _day, value in points]
    height = TOP + (highest - lowest) * STEP + 34
    svg = format_html(
        '<svg class="app-chart" width="100%" height="{}" role="img" aria-label="{}">'
        "{}{}{}{}{}</svg>",
        height,
        caption,
        _rails(lowest, highest),
        _wish(wished, highest),
        _line(xs, ys),
        _spots(xs, ys),
        _days(points, xs, height),
    )
    rows = [Point(day, None, why=signed(value)) for day, value in points]
    return figure(svg, rows, caption=caption, unit="", column=column)


def signed(value: int) -> str:
    """+1, 0, −2, with the true minus sign."""
    return f"+{value}" if value > 0 else str(value).replace("-", "−")


def _spread(count: int) -> list[float]:
    """Equal steps from left to right: talks, not days, are what is compared."""
    if count == 1:
        return [(LEFT + RIGHT) / 2]
    width = (RIGHT - LEFT - 3) / max(1, count - 1)
    return [LEFT + 3 + place * width for place in range(count)]


def _rails(lowest: int, highest: int) -> SafeString:
    rows = (
        (value, TOP + (highest - value) * STEP) for value in range(lowest, highest + 1)
    )
    return format_html_join(
        "",
        '<text x="0" y="{}">{}</text>'
        '<rect class="app-chart__rail" x="{}%" y="{}" width="{}%" height="2"/>',
        ((y + 5, signed(value), LEFT, y - 1, RIGHT - LEFT) for value, y in rows),
    )


def _wish(wished: int | None, highest: int) -> SafeString:
    if wished is None:
        return SafeString("")
    y = TOP + (highest - wished) * STEP
    return format_html(
        '<line class="app-chart__mark" x1="{}%" x2="{}%" y1="{}" y2="{}"/>',
        LEFT,
        RIGHT,
        y,
        y,
    )


def _line(xs: Sequence[float], ys: Sequence[int]) -> SafeString:
    return format_html_join(
        "",
        '<line class="app-chart__line" x1="{}%" y1="{}" x2="{}%" y2="{}"/>',
        (
            (f"{xs[n]:.1f}", ys[n], f"{xs[n + 1]:.1f}", ys[n + 1])
            for n in range(len(xs) - 1)
        ),
    )


def _spots(xs: Sequence[float], ys: Sequence[int]) -> SafeString:
    return format_html_join(
        "",
        '<circle class="app-chart__spot" cx="{}%" cy="{}" r="6"/>',
        ((f"{x:.1f}", y) for x, y in zip(xs, ys, strict=True)),
    )


def _days(
    points: Sequence[tuple[Text, int]], xs: Sequence[float], height: int
) -> SafeString:
    """The first day and the last; all of them stand in the table."""
    if len(points) == 1:
        return format_html(
            '<text x="{}%" y="{}" text-anchor="middle">{}</text>',
            f"{xs[0]:.1f}",
            height - 6,
            points[0][0],
        )
    return format_html(
        '<text x="{}%" y="{}">{}</text>'
        '<text x="{}%" y="{}" text-anchor="end">{}</text>',
        LEFT,
        height - 6,
        points[0][0],
        RIGHT,
        height - 6,
        points[-1][0],
    )
