"""A chart is a picture with its table; colour never stands alone."""

import re

import pytest
from django.utils import translation

from portal.charts import Point, bar_chart, sparkline
from portal.maps import level_of, qark_map, qark_shapes, tile_map


@pytest.fixture(autouse=True)
def _in_english():
    with translation.override("en"):
        yield


ROWS = [("Tiranë", 71.5, "/t/"), ("Durrës", 50), ("Kukës", None)]


def test_bars_are_as_long_as_their_share() -> None:
    chart = bar_chart(ROWS, caption="Module 1 finished")

    assert re.findall(r'app-chart__bar" x="0" y="\d+" width="([\d.]+)%"', chart) == [
        "71.5",
        "50.0",
        "0.0",
    ]


def test_counts_are_measured_against_the_largest() -> None:
    chart = bar_chart([("A", 4), ("B", 8)], caption="Pupils", unit="")

    assert 'width="50.0%"' in chart
    assert 'width="100.0%"' in chart


def test_a_bar_never_leaves_its_rail() -> None:
    assert 'width="100.0%" height="16"' in bar_chart([("A", 140)], caption="x")


def test_a_target_is_drawn_once() -> None:
    chart = bar_chart(ROWS, caption="x", target=50)

    assert chart.count("app-chart__mark") == 1
    assert 'x1="50.0%"' in chart


@pytest.mark.parametrize("draw", [bar_chart, tile_map, qark_map])
def test_every_picture_has_its_sentence_and_its_table(draw) -> None:
    chart = draw([Point("Berat", 12, code="AL-01")], caption="Teachers trained")

    assert "<figcaption>Teachers trained</figcaption>" in chart
    assert 'aria-label="Teachers trained"' in chart
    assert '<th scope="row" class="govuk-table__header">Berat</th>' in chart
    assert "12 %" in chart


def test_a_missing_figure_is_said_in_words() -> None:
    chart = bar_chart(
        [Point("Kukës", None, why="no roster"), ("Has", None)], caption="x"
    )

    assert chart.count("no roster") == 2
    assert chart.count("no figure") == 2


def test_figures_follow_the_language() -> None:
    with translation.override("sq"):
        assert "71,5 %" in bar_chart(ROWS, caption="x")


@pytest.mark.parametrize("draw", [bar_chart, tile_map, qark_map])
def test_nothing_is_styled_inline_and_words_are_escaped(draw) -> None:
    nasty = "<script>alert(1)</script>"
    chart = draw([Point(nasty, 1, url='"><b>', code="AL-01")], caption=nasty)

    assert "style=" not in chart
    assert "<script>" not in chart
    assert '"><b>' not in chart


def test_an_empty_chart_is_still_a_figure() -> None:
    for draw in (bar_chart, tile_map, qark_map):
        assert "<figure" in draw([], caption="x")


def test_the_map_holds_the_twelve_qarks() -> None:
    points = [Point(q["name"], 10, code=q["code"]) for q in qark_shapes()["qarks"]]

    chart = qark_map(points, caption="x")

    assert len(points) == 12
    assert chart.count("<path") == 12
    assert 'role="img"' in chart


def test_areas_that_lead_somewhere_are_named_links() -> None:
    points = [
        Point("Berat", 12, url="/b/", code="AL-01"),
        Point("Durrës", 49.5, url="/d/", code="AL-02"),
    ]

    chart = qark_map(points, caption="x")

    assert 'role="group"' in chart
    assert '<a href="/d/" aria-label="Durrës: 49.5 %">' in chart


def test_the_words_are_drawn_above_all_shapes() -> None:
    points = [Point(q["name"], 10, code=q["code"]) for q in qark_shapes()["qarks"]]

    chart = qark_map(points, caption="x")

    assert chart.rindex("<path") < chart.index("<text")


def test_tiles_stand_where_the_place_stands() -> None:
    chart = tile_map([Point("Tropojë", 5, column=2, row=3)], caption="x")

    assert 'x="96" y="144" width="48" height="48"' in chart
    assert 'viewBox="0 0 144 192"' in chart
    assert ">Trop<" in chart


@pytest.mark.parametrize(
    ("value", "level"),
    [(None, 0), (0, 1), (19.9, 1), (20, 2), (79, 4), (80, 5), (100, 5)],
)
def test_shades_begin_at_their_edges(value, level: int) -> None:
    assert level_of(value) == level


def test_a_sparkline_says_itself_in_words() -> None:
    line = sparkline([1, None, 4], label="Absences: 1, none, 4")

    assert 'aria-label="Absences: 1, none, 4"' in line
    assert line.count(",") >= 2
    assert "no figure" in sparkline([None], label="x")
