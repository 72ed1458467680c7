"""Every room of the training opened, and looked at (axe, no scrolling to the side, no
error) at both widths and in both languages."""

from collections.abc import Callable

import pytest

from tests.journeys.rooms import ROOMS
from tests.journeys.visitor import Visitor


pytestmark = pytest.mark.journey


@pytest.mark.parametrize("login", list(ROOMS))
def test_every_room_is_fit_for_everybody(
    login: str, addresses: dict[str, str], visitor: Callable[[str], Visitor]
):
    person = visitor(login)

    for room, place in ROOMS[login].items():
        path = place.format(**addresses)
        answer = person.page.goto(path)
        assert answer is not None
        assert answer.status == 200, path
        person.look(room)


def test_what_is_printed_of_an_award_that_was_taken_back(
    addresses: dict[str, str],
    visitor: Callable[[str], Visitor],
    window: Callable[[], Visitor],
):
    ministry = visitor("publisher@shembull.example")
    ministry.open(addresses["revoke"])
    ministry.page.fill("textarea", "U dha gabimisht.")
    ministry.send("main form:has(textarea)")
    ministry.look("revoked")

    stranger = window()
    stranger.open(addresses["award"])
    stranger.look("revoked-for-all")

    assert "U dha gabimisht" not in stranger.text()
