"""Journey 15: two people write at once; both texts are shown and none is lost."""

from collections.abc import Callable

import pytest

from schools.demo.story import PEMA
from tests.journeys.test_refer import REFERRED, name_of
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
    if path is None:
        pytest.fail("the demonstration has no case to refer")
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


def _draft(one: Visitor) -> str | None:
    """The first case that can be referred, referred; the draft's address. The
    children whom another journey refers on the same site are left to it."""
    one.open("/referrals/cases/")
    rows = one.page.locator("main table tbody a[href*='/cases/']").all()
    taken = [name_of(key) for key in REFERRED]
    cases = [
        row.get_attribute("href")
        for row in rows
        if not any(name in row.inner_text() for name in taken)
    ]
    for case in cases:
        one.open(str(case))
        form = one.page.locator("main form[action$='/refer/']")
        if form.count():
            one.send("main form[action$='/refer/']")
            return one.page.url
    return None
