"""Every form with a long text keeps it while it is written (decision 0016)."""

from html.parser import HTMLParser

import pytest

from tests.architecture.url_rules import RULES
from tests.architecture.urls import addresses
from tests.architecture.world import build


pytestmark = pytest.mark.django_db

# View name: why what is typed there need not outlive the page.
WITHOUT: dict[str, str] = {}


class Forms(HTMLParser):
    """The forms of a page: (has a text area, keeps what is typed)."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[list[bool]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "form":
            self.found.append([False, False])
        elif tag == "textarea" and self.found:
            self.found[-1][0] = True
        elif "data-autosave" in given and self.found:
            self.found[-1][1] = True


def forgetful(page: str) -> int:
    """How many forms of the page have a text area and keep nothing."""
    reader = Forms()
    reader.feed(page)
    return sum(long and not keeps for long, keeps in reader.found)


def test_every_form_with_a_long_text_keeps_what_is_typed(client_of):
    world = build()
    clients = {role: client_of(user) for role, user in world.people.items()}
    without, seen = set(), 0
    for address in addresses():
        rule = RULES.get(address.name)
        if rule is None or rule.post:
            continue
        path = address.path(world.own.get(rule.needs, {}))
        for role in sorted(rule.roles()):
            response = clients[role].get(path)
            html = response.headers.get("Content-Type", "").startswith("text/html")
            page = response.text if html else ""
            seen += "<textarea" in page
            if forgetful(page):
                without.add(address.name)
            if "<textarea" in page:
                break

    assert without - set(WITHOUT) == set()
    assert set(WITHOUT) - without == set(), "no longer an exception"
    assert seen >= 8


def test_the_reader_tells_the_two_apart():
    bare = "<form><textarea></textarea></form>"
    kept = '<form><input data-autosave="/x/"><textarea></textarea></form>'

    assert forgetful(bare + kept + "<form><input></form>") == 1
