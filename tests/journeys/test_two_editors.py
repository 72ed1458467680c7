"""Journey 15: two people write at once; both texts are shown and none is lost."""

from collections.abc import Callable

import pytest

from schools.demo.story import PEMA
from tests.journeys.test_refer import name_of
from tests.journeys.visitor import Visitor


pytestmark = pytest.mark.journey
UNIT = f"/schools/units/{PEMA.municipality}/"
FIRST, SECOND = "Rruga e parë 1", "Rruga e dytë 2"


def test_a_clash_shows_both_and_keeps_what_was_typed(
    visitor: Callable[[str], Visitor],
):
    slow, quick = (
        visitor("cpu.head@shembull.example"),
        visitor("admin@shembull.example"),
    )
    for one in (slow, quick):
        one.open(UNIT)
    quick.page.fill("[name=address]", FIRST)
    quick.send("main form")

    slow.page.fill("[name=address]", SECOND)
    slow.send("main form")
    slow.look("clash")

    told = slow.text(".app-versions")
    assert FIRST in told
    assert SECOND in told
    assert slow.page.input_value("[name=address]") == SECOND
    slow.send("main form")
    slow.look("saved")
    slow.open(UNIT)
    assert slow.page.input_value("[name=address]") == SECOND


def test_two_windows_of_one_draft_of_a_referral(visitor: Callable[[str], Visitor]):
    one, two = (visitor("protector@shembull.example") for _n in range(2))
    path = _draft(one)
    two.open(path)
    one.page.fill("[name=best_interest]", "Nga dritarja e parë.")
    one.send("main form", "button[name=next][value=case]")

    two.page.fill("[name=best_interest]", "Nga dritarja e dytë.")
    two.send("main form", "button[name=next][value=case]")
    two.look("clash")

    told = two.text(".app-versions")
    assert "e parë" in told
    assert "e dytë" in told
    assert two.page.input_value("[name=best_interest]") == "Nga dritarja e dytë."


def _draft(one: Visitor) -> str:
    """The address of the draft that the story has begun and no other journey sends."""
    one.open("/referrals/cases/")
    one.follow(f"main a:has-text('{name_of('draft')}')")
    one.follow("main section[aria-labelledby=live-referral] h2 a")
    return one.page.url
