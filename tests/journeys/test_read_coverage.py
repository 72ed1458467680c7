"""The officer reads the coverage; the file holds what the screen shows; it changes."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from openpyxl import load_workbook

from schools.demo.story import EXAMPLE, KODRA, PEMA, PORTA, URA
from tests.journeys.learning import finish_module, open_coverage_of_the_first_module
from tests.journeys.visitor import Visitor


pytestmark = pytest.mark.journey
Table = list[list[str]]


def test_read_coverage(visitor: Callable[[str], Visitor], tmp_path: Path):
    officer = visitor("officer@shembull.example")

    officer.open("/training/coverage/")
    officer.look("coverage-of-the-programme")
    whole = _table(officer)
    assert _row(whole, URA.name)[-4:] == ["25", "49", "12", "23"]
    assert _row(whole, KODRA.name)[-4:-2] == ["23", "51"]
    assert _file(officer, tmp_path) == whole

    before = _read(officer)
    assert _row(before, URA.name)[-4:-2] == ["25", "49"]
    assert _row(before, URA.name)[-2:] == ["12", "23"]
    assert _row(before, KODRA.name)[-4:-2] == ["23", "51"]
    assert _row(before, KODRA.name)[-2:] == ["0", "0"]  # a social worker led it
    assert not _row(before, PORTA.name)[-1].isdigit()
    assert _file(officer, tmp_path) == before

    finish_module(visitor("m-1002"))

    after = _read(officer)
    roster, was = map(int, _row(before, PEMA.name)[-5:-3])
    now = _row(after, PEMA.name)[-4:-2]
    assert now == [str(was + 1), str((was + 1) * 100 // roster)]
    assert _file(officer, tmp_path) == after


def test_names_of_those_who_have_not_finished(visitor: Callable[[str], Visitor]):
    officer = visitor("officer@shembull.example")

    officer.open("/training/coverage/")
    officer.follow(f"main a:has-text('{URA.name}')")
    officer.look("coverage-school")

    assert officer.page.locator("main tbody tr").count() == 50


def _read(officer: Visitor) -> Table:
    open_coverage_of_the_first_module(officer)
    return _table(officer)


def _table(officer: Visitor) -> Table:
    rows = officer.page.locator("main table").first.locator("tbody tr")
    return [
        [_plain(cell) for cell in row.locator("th, td").all_inner_texts()]
        for row in rows.all()
    ]


def _file(officer: Visitor, folder: Path) -> Table:
    with officer.page.expect_download() as download:
        officer.page.locator("main a[href*='format=xlsx']").first.click()
    path = folder / "coverage.xlsx"
    download.value.save_as(path)
    sheet = load_workbook(path).active
    rows = [[_plain(cell) for cell in row] for row in sheet.iter_rows(values_only=True)]
    return [row for row in rows if row[0].endswith(EXAMPLE)]


def _row(table: Table, name: str) -> list[str]:
    return next(row for row in table if name in row[0])


def _plain(cell: object) -> str:
    return re.sub(r"\s+", " ", "" if cell is None else str(cell)).strip()
