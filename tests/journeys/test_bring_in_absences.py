"""A protector brings in a file of absences by the pages: look first, then take it."""

import datetime as dt
from collections.abc import Callable
from pathlib import Path

import pytest

from schools.demo.calendar import open_days
from schools.demo.roll import code_of
from schools.demo.story import KODRA, PEMA
from schools.school_days import start_year_of
from tests.factories.files import csv_file
from tests.journeys.site import Site
from tests.journeys.visitor import Visitor


pytestmark = pytest.mark.journey
HEADER = ["Kodi i nxënësit", "Data", "Lloji", "Orë të humbura", "Orë të zhvilluara"]


def test_bring_in_absences(
    visitor: Callable[[str], Visitor], site: Site, tmp_path: Path
):
    path = csv_file(
        tmp_path / "regjistri.csv", _rows(), encoding="cp1250", delimiter=";"
    )
    protector = visitor("protector@shembull.example")
    before = _listed(protector)

    _upload(protector, path)
    protector.send("main form[action$='/take/']")
    protector.look("taken")
    site.manage("watch_absences")

    assert _listed(protector) == before + 1
    protector.look("watch-after")


def _upload(protector: Visitor, path: Path) -> None:
    page = protector.page
    protector.open("/schools/import/")
    protector.look("imports")
    protector.follow("main a[href$='/import/absences/']")
    protector.look("upload")
    page.set_input_files("[name=file]", path)
    protector.send("main form:has([name=file])")
    protector.look("preview")
    told = protector.text()
    assert "2" in told  # refused: one pupil of another school, one day to come
    with page.expect_download() as download:
        page.locator("main a[href*='/errors/']").first.click()
    assert download.value.suggested_filename.endswith((".csv", ".xlsx"))


def _rows() -> list[list[str]]:
    """Three days in a row without a reason, for a pupil whom nobody looks at yet."""
    today = dt.date.today()  # noqa: DTZ011
    past = [day for day in open_days(start_year_of(today)) if day < today]
    pupil, elsewhere = code_of(PEMA, 60), code_of(KODRA, 60)
    later = today + dt.timedelta(days=1)
    return [
        HEADER,
        *[[pupil, f"{day:%d.%m.%Y}", "pa arsye", "", ""] for day in past[-3:]],
        [elsewhere, f"{past[-1]:%d.%m.%Y}", "pa arsye", "", ""],
        [pupil, f"{later:%d.%m.%Y}", "pa arsye", "", ""],
    ]


def _listed(protector: Visitor) -> int:
    """How many rows the watch-list has now."""
    protector.open("/schools/watch/")
    return protector.page.locator("main tbody tr").count()
