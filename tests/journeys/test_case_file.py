"""A protector keeps a child's file: the home, the tasks, the summer, who looked at it."""

from collections.abc import Callable

import pytest

from tests.journeys.site import Site
from tests.journeys.visitor import Visitor


pytestmark = pytest.mark.journey
BENI = "Beni i stacionit"


def test_keep_a_file(visitor: Callable[[str], Visitor], site: Site):
    protector = visitor("protector@shembull.example")
    case = _open_for_a_child_on_no_roll(protector)
    _household(protector, case)
    _actions(protector, case)
    _summer(protector, case)
    _shield(protector, case)
    _others(protector, case)
    supervisor = visitor("supervisor@shembull.example")
    supervisor.open("/referrals/hand-overs/")
    supervisor.look("desk")
    assert BENI not in supervisor.text()
    assert site.verdict()["ok"]


def _open_for_a_child_on_no_roll(protector: Visitor) -> str:
    page = protector.page
    protector.open("/referrals/cases/")
    protector.follow("main a[href='/referrals/cases/no-roll/']")
    protector.look("no-roll")
    if page.locator("[name=school]").count():
        page.select_option("[name=school]", index=1)
    page.fill("[name=child_name]", BENI)
    page.fill("[name=child_age]", "9")
    page.fill("[name=child_seen]", "Te stacioni i autobusëve")
    page.fill("[name=why]", "Lyp çdo ditë pas mësimit.")
    protector.send("main form:has([name=child_name])")
    protector.look("case")
    return page.url.removeprefix(protector.site.url)


def _household(protector: Visitor, case: str) -> None:
    page = protector.page
    protector.open(f"{case}household/")
    page.check("[name=relation][value=grandparent]")
    page.fill("[name=name]", "Gjyshja e Benit")
    page.fill("[name=note]", "E merr pas mësimit.")
    protector.send("main form:has([name=relation])")
    protector.look("household")
    assert "Gjyshja e Benit" in protector.text()


def _actions(protector: Visitor, case: str) -> None:
    page = protector.page
    protector.open(f"{case}actions/")
    page.fill("[name=what]", "Bisedë me gjyshen")
    page.fill("[name=agency]", "Qendra shëndetësore")
    page.fill("[name=due_on]", "01.06.2027")
    protector.send("main form:has([name=what])")
    protector.look("actions")
    page.fill("[name=note]", "Erdhi sot")
    protector.send("main form[action$='/done/']")
    protector.look("action-done")
    assert "Erdhi sot" in protector.text()


def _summer(protector: Visitor, case: str) -> None:
    page = protector.page
    protector.open(f"{case}summer/")
    page.fill("[name=who]", "Gjyshja e Benit")
    page.fill("[name=phone]", "069 000 0000")
    page.check("[name=agreed][value=yes]")
    protector.send("main form:has([name=who])")
    protector.look("summer")


def _shield(protector: Visitor, case: str) -> None:
    page = protector.page
    protector.open(f"{case}shields/")
    page.select_option("[name=barred]", index=2)
    page.fill("[name=reason]", "Është dajë i fëmijës.")
    protector.send("main form:has([name=reason])")
    protector.look("shields")
    protector.follow("main a[href$='/lift/']")
    protector.look("lift")
    page.fill("[name=why]", "Nuk është i afërm.")
    protector.send("main form:has([name=why])")
    protector.look("lifted")


def _others(protector: Visitor, case: str) -> None:
    for path, what in (
        (f"{case}link/", "link"),
        (f"{case}readers/", "readers"),
        (f"{case}interest/", "interest"),
        ("/referrals/hand-overs/", "hand-overs"),
        ("/referrals/transfers/", "transfers"),
        ("/referrals/cases/summer/", "summers"),
    ):
        protector.open(path)
        protector.look(what)
