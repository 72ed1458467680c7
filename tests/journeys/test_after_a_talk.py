"""Journey 5: after a talk, one line, the next day, save; a killed browser loses nothing."""

import datetime as dt
from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from schools.demo.story import CHILDREN
from tests.journeys.site import Site
from tests.journeys.visitor import Visitor


pytestmark = pytest.mark.journey
PROTECTOR = "protector@shembull.example"
CHILD = next(child for child in CHILDREN if child.key == "received")
NAME = f"{CHILD.first} {CHILD.last}"
DONE = "Folëm për punën e natës; do ta takoj të enjten."
WORDS = "Jam i lodhur, por dua të mësoj."
KEPT = "[data-autosave-said] [role=status]"
MOST_CLICKS = 3


def test_a_talk_is_kept_through_a_killed_browser_and_saved(
    visitor: Callable[[str], Visitor], site: Site
):
    path = _write_and_die(visitor(PROTECTOR))

    again = visitor(PROTECTOR)
    again.open(path)
    again.look("restored")
    assert again.page.input_value("[name=done]") == DONE
    assert again.page.input_value("[name=child_words]") == WORDS
    again.send("#session", "button[value=held]")
    again.look("saved")

    told = again.text()
    assert DONE in told
    assert WORDS in told
    again.open(path)
    assert again.page.input_value("[name=done]") == ""
    mails = site.mails()
    assert NAME not in mails
    assert DONE not in mails


def _write_and_die(first: Visitor) -> str:
    """From the child's case to the two answers in two clicks; the third would save."""
    page, clicks = first.page, 0
    first.open("/referrals/cases/")
    for link in (f"main a:has-text('{NAME}')", "main a[href$='/coaching/session/']"):
        first.follow(link)
        clicks += 1
    first.look("talk")
    page.fill("[name=done]", DONE)
    next_on = dt.date.today() + dt.timedelta(days=7)  # noqa: DTZ011
    page.fill("[name=next_on]", f"{next_on:%d.%m.%Y}")
    page.fill("[name=child_words]", WORDS)
    expect(page.locator(KEPT)).not_to_be_empty(timeout=15_000)
    assert clicks + 1 <= MOST_CLICKS
    path = page.url
    first.close()
    return path


def test_a_talk_sent_after_the_session_ended_is_kept(
    visitor: Callable[[str], Visitor],
):
    one = visitor(PROTECTOR)
    one.open("/referrals/cases/")
    one.follow(f"main a:has-text('{NAME}')")
    one.follow("main a[href$='/coaching/session/']")
    path = one.page.url
    one.page.fill("[name=done]", DONE)
    expect(one.page.locator(KEPT)).not_to_be_empty(timeout=15_000)

    one.context.clear_cookies(name="session")
    one.send("#session", "button[value=held]")
    one.look("signed-out")
    assert DONE not in one.text("body")

    again = visitor(PROTECTOR)
    again.open(path)
    assert again.page.input_value("[name=done]") == DONE
