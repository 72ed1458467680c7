"""From the case to the unit: mostly filled, checked, sent; in eight clicks at most.

Once as everybody does it, once without script, once by keyboard alone. Each child has
an open case without a live referral.
"""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from schools.demo.story import CHILDREN
from tests.journeys.visitor import Visitor


pytestmark = pytest.mark.journey
PROTECTOR = "protector@shembull.example"
INTEREST = "Që të jetë në siguri."
MOST_CLICKS = 8
MOST_TABS = 150
REFER = "main form[action$='/refer/'] button"
CHECK = "main button[name=next][value=check]"
SEND = "main form:has([name=version]) button[type=submit]"
TOLD = ("child_told", "parent_told")


def name_of(key: str) -> str:
    child = next(one for one in CHILDREN if one.key == key)
    return f"{child.first} {child.last}"


def open_case(protector: Visitor, key: str) -> None:
    protector.open("/referrals/cases/")
    protector.follow(f"main a:has-text('{name_of(key)}')")


def is_filled(page: Page) -> bool:
    """What the case knows stands in the draft already."""
    urgent = page.locator("[name=urgency]:checked").count() == 1
    return urgent and len(page.input_value("[name=what_seen]")) > 20


def is_sent(page: Page) -> bool:
    """The page of the referral: one step in its history, and nothing to write."""
    steps = page.locator("main .moj-timeline__item").count()
    return steps == 1 and INTEREST in page.locator("main").inner_text()


def click_through(protector: Visitor) -> int:
    """Refers by mouse; how many clicks it took."""
    page, clicks = protector.page, 0

    def click(selector: str) -> None:
        nonlocal clicks
        page.locator(selector).first.click()
        clicks += 1

    click(REFER)
    protector.look("draft")
    assert is_filled(page)
    for name in TOLD:
        click(f"label[for='{_yes(page, name)}']")
    click("[name=best_interest]")
    page.keyboard.type(INTEREST)
    click(f"label[for='{page.get_attribute('[name=residence_confirmed]', 'id')}']")
    click(CHECK)
    protector.look("check")
    click(SEND)
    protector.look("sent")
    return clicks


def _yes(page: Page, name: str) -> str:
    return str(page.get_attribute(f"[name={name}][value=yes]", "id"))


def test_refer_in_eight_clicks(visitor: Callable[[str], Visitor]):
    protector = visitor(PROTECTOR)
    open_case(protector, "watched")

    clicks = click_through(protector)

    assert is_sent(protector.page)
    assert clicks <= MOST_CLICKS


def test_refer_without_script(visitor: Callable[..., Visitor]):
    protector = visitor(PROTECTOR, script=False)
    open_case(protector, "withdrawn")

    clicks = click_through(protector)

    assert is_sent(protector.page)
    assert clicks <= MOST_CLICKS


def tab_to(page: Page, selector: str) -> None:
    """Tab until it has the focus."""
    for _n in range(MOST_TABS):
        page.keyboard.press("Tab")
        if page.evaluate("s => document.activeElement.matches(s)", selector):
            return
    raise AssertionError(f"the keyboard does not reach {selector}")


def press(page: Page, selector: str, key: str = "Enter") -> None:
    tab_to(page, selector)
    with page.expect_navigation():
        page.keyboard.press(key)


def test_refer_by_keyboard(visitor: Callable[[str], Visitor]):
    protector = visitor(PROTECTOR)
    page = protector.page
    open_case(protector, "not_accepted")

    press(page, REFER)
    assert is_filled(page)
    for name in TOLD:
        tab_to(page, f"[name={name}]")
        page.keyboard.press("Space")
    tab_to(page, "[name=residence_confirmed]")
    page.keyboard.press("Space")
    tab_to(page, "[name=best_interest]")
    page.keyboard.type(INTEREST)
    press(page, CHECK)
    protector.look("check")
    press(page, SEND)

    assert is_sent(page)
