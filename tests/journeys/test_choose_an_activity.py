"""A protector looks for something to do with a child of ten, does it, and says so."""

import datetime as dt
from collections.abc import Callable

import pytest

from tests.journeys.site import Site
from tests.journeys.visitor import Visitor


pytestmark = pytest.mark.journey
LIBRARY = "/referrals/activities/"
CARD = {"sq": "Karta që thotë «ndal»", "en": "The card that says stop"}


def test_choose_an_activity(visitor: Callable[[str], Visitor], site: Site):
    protector = visitor("protector@shembull.example")
    title = CARD[protector.language]
    protector.open("/referrals/cases/")
    protector.follow("main table a[href^='/referrals/cases/']")
    case = protector.page.url.removeprefix(site.url)

    _find(protector, case, title)
    _write_down(protector, case, title)

    assert site.verdict()["ok"]


def _find(protector: Visitor, case: str, title: str) -> None:
    """From the child's coaching to the library, by age and purpose, to the one."""
    protector.open(f"{case}coaching/")
    protector.follow(f"main a[href='{LIBRARY}']")
    protector.look("library")
    assert "24" in protector.text()
    protector.open(f"{LIBRARY}?age=6-10&purpose=trust")
    protector.look("library-filtered")
    assert title in protector.text()
    protector.follow(f"main a:has-text('{title}')")
    protector.look("activity")
    for part in protector.page.locator("main h2").all():
        assert part.inner_text().strip()
    assert protector.page.locator("main h2").count() == 5


def _write_down(protector: Visitor, case: str, title: str) -> None:
    page = protector.page
    soon = dt.datetime.now(tz=dt.UTC).date() + dt.timedelta(days=7)
    protector.open(f"{case}coaching/session/")
    page.fill("[name=done]", "Provuam kartat me ngjyra")
    page.fill("[name=next_on]", f"{soon:%d.%m.%Y}")
    page.locator("main details summary").first.click()
    page.select_option("[name=activity]", label=title)
    protector.look("session")
    protector.send("#session", "button[value=held]")
    protector.open(f"{case}coaching/")
    protector.look("coaching")
    assert title in protector.text()
    protector.follow(f"main a:has-text('{title}')")
    assert title in protector.text("h1")
