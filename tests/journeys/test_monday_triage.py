"""Journey 4: Monday; the first page says what needs the protector, at most seven
lines, and each pupil of the watch is looked at in three clicks."""

from collections.abc import Callable

import pytest

from schools.demo.story import CHILDREN, PEMA
from tests.journeys.site import Site
from tests.journeys.visitor import Visitor


pytestmark = pytest.mark.journey
PROTECTOR = "protector@shembull.example"
LINES = "section[aria-labelledby=home-casework] .app-line a"
MOST_LINES = 7
MOST_CLICKS = 3


def name_of(key: str) -> str:
    child = next(one for one in CHILDREN if one.key == key)
    return f"{child.first} {child.last}"


def test_the_first_page_leads_to_what_it_counts(
    visitor: Callable[[str], Visitor], site: Site
):
    protector = visitor(PROTECTOR)
    page = protector.page
    protector.open("/")
    if page.locator("#today-school").count():
        page.select_option("#today-school", index=0)
        protector.send("form:has(#today-school)")
    headings = page.locator("main h2").all_inner_texts()
    addresses = [str(line.get_attribute("href")) for line in page.locator(LINES).all()]
    protector.look("monday")

    assert page.locator("main h2").first.get_attribute("id") == "home-here", headings
    assert 1 <= len(addresses) <= MOST_LINES
    for number, address in enumerate(addresses):
        protector.open("/")
        told = int(page.locator(f"{LINES} strong").nth(number).inner_text())
        protector.follow(f"{LINES} >> nth={number}")
        assert page.url.endswith(address)
        assert told == _listed(protector), address
    assert site.verdict()["ok"]


def _listed(protector: Visitor) -> int:
    """The rows that the opened list shows."""
    rows = protector.page.locator("main table tbody tr, main li.app-card")
    return rows.count()


def test_a_pupil_of_the_watch_is_dismissed_in_three_clicks(
    visitor: Callable[[str], Visitor], site: Site
):
    protector = visitor(PROTECTOR)
    page, clicks = protector.page, 0
    protector.open("/schools/watch/")
    protector.look("watch")

    waiting = page.locator("main table tbody tr").count()
    row = f"main tr:has-text('{name_of('row')}'):has-text('{PEMA.name}')"
    protector.follow(f"{row} a[href$='/dismiss/']")
    clicks += 1
    protector.look("dismiss")
    page.fill("[name=reason]", "Ishte në spital; kthehet të hënën.")
    protector.send("main form:has([name=reason])")
    clicks += 1
    protector.look("dismissed")

    assert clicks <= MOST_CLICKS
    assert page.locator("main table tbody tr").count() == waiting - 1
    assert page.locator(row).count() == 0
    assert name_of("row") not in site.mails()


def test_a_case_is_opened_from_the_watch_in_four_clicks_with_the_red_lines(
    visitor: Callable[[str], Visitor],
):
    """Three to the case, and one for the question that stands before every case."""
    protector = visitor(PROTECTOR)
    page, clicks = protector.page, 0
    protector.open("/schools/watch/")
    protector.follow(f"main a:has-text('{name_of('parts')}')")
    protector.follow("main a[href*='/cases/open/']")
    clicks += 2
    none = page.get_attribute("[name=red_lines][value=none]", "id")
    page.click(f"label[for='{none}']")
    protector.send("main form:has([name=why])")
    clicks += 2
    protector.look("opened")

    assert clicks <= MOST_CLICKS + 1
    assert name_of("parts") in protector.text()
