"""A battery dies while a protector writes; the text is there at the next sign-in."""

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.journeys.visitor import Visitor


pytestmark = pytest.mark.journey
WORDS = "Foli pak. Pranoi të takohemi prapë të enjten."
KEPT = "[data-autosave-said] [role=status]"
NOTICE = "button[form=throw-draft]"


def test_a_killed_browser_loses_nothing(visitor: Callable[[str], Visitor]):
    path = _write(visitor("protector@shembull.example"))

    again = visitor("protector@shembull.example")
    again.open(path)
    again.look("restored")
    assert again.page.input_value("[name=text]") == WORDS
    assert again.page.input_value("[name=next_step]") == "Takim"
    again.send("main form")
    again.look("saved")
    again.open(path)
    assert again.page.input_value("[name=text]") == ""
    assert again.page.locator(NOTICE).count() == 0


def _write(first: Visitor) -> str:
    """Types, waits until it is kept, and is gone without a word."""
    first.open("/referrals/cases/")
    first.follow("main table a[href*='/cases/']")
    first.follow("main a[href$='/note/']")
    first.page.fill("[name=text]", WORDS)
    first.page.fill("[name=next_step]", "Takim")
    line = first.page.locator(KEPT)
    expect(line).not_to_be_empty(timeout=15_000)
    first.look("kept")
    path = first.page.url
    first.close()
    return path


def test_leaving_the_page_keeps_it_and_it_can_be_thrown_away(
    visitor: Callable[[str], Visitor],
):
    one = visitor("teacher@shembull.example")
    one.open("/referrals/concerns/new/")
    one.page.fill("[name=text]", WORDS)
    one.open("/referrals/concerns/mine/")
    one.page.wait_for_timeout(2000)  # what is sent while leaving is told to nobody
    one.open("/referrals/concerns/new/")
    assert one.page.input_value("[name=text]") == WORDS

    one.follow(NOTICE)

    assert one.page.input_value("[name=text]") == ""


def test_without_a_connection_the_page_says_so(visitor: Callable[[str], Visitor]):
    one = visitor("teacher@shembull.example")
    one.open("/referrals/concerns/new/")
    one.context.set_offline(True)

    one.page.fill("[name=text]", WORDS)

    failed = one.page.locator(".app-autosave--failed")
    expect(failed).to_be_visible(timeout=15_000)
    one.context.set_offline(False)
    one.errors.clear()  # the browser's own word on the lost connection
    expect(failed).to_have_count(0, timeout=30_000)
    expect(one.page.locator(KEPT)).not_to_be_empty()
    one.look("kept-after-all")
