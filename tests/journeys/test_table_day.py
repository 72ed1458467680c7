"""Table day: what was left to do first, case by case, who does what, the minutes."""

import re
from collections.abc import Callable

import pytest

from schools.demo.story import CHILDREN, TABLE
from tests.journeys.visitor import Visitor


pytestmark = pytest.mark.journey
NAMES = [f"{child.first} {child.last}" for child in CHILDREN]
ROOM = "Salla e vogël"
LEFT = "Të kontrollojë vendin e punës"
OF_HEALTH = "Të caktojë një vizitë"
SAID = "Vajza vjen çdo ditë që nga e hëna."
NEEDED = "Patrullë në mbrëmje pranë shkollës."
TASK = "Të kalojë te shkolla çdo mbrëmje deri të premten."
DUE = "31.12.2026"


def test_table_day(visitor: Callable[[str], Visitor]):
    head = visitor("cpu.head@shembull.example")
    meeting = _open(head)
    _left_first(head)
    number = _walk_one_case(head)
    _close(head, meeting)

    member = visitor("table@shembull.example")
    _member_sees_its_own(member, meeting, number)


def _open(head: Visitor) -> str:
    head.open("/referrals/meetings/?show=planned&sort=-at")
    head.look("meetings")
    head.follow(f"main tr:has-text('{ROOM}') a[href*='/meetings/']")
    head.look("table")
    return re.sub(r"^http://[^/]+", "", head.page.url)


def _left_first(head: Visitor) -> None:
    """The tasks of last time stand above the cases; one is done in one tap."""
    said = head.text()
    assert said.index(LEFT) < said.index(next(n for n in NAMES if n in said))
    head.send(f"main li:has-text('{OF_HEALTH}') form")
    head.look("one-is-done")
    assert OF_HEALTH not in head.text()


def _walk_one_case(head: Visitor) -> str:
    page = head.page
    head.follow("main .govuk-task-list__link")
    head.look("case")
    number = re.search(r"[0-9A-Z]{5}-[0-9A-Z]{5}", head.text())
    assert number is not None
    page.fill("[name=minutes]", SAID)
    page.fill("[name=decision]", "Policia kalon çdo mbrëmje.")
    head.send("main form:has([name=minutes])", "button[data-once]")
    head.look("written")
    head.follow("main a[href$='/agency/']")
    head.look("agency")
    page.check(f"[name=agency][value='{TABLE.agency}']")
    page.fill("[name=needs]", NEEDED)
    head.send("main form:has([name=needs])", "button[data-once]")
    head.follow("main a[href$='/task/']")
    head.look("task")
    page.fill("[name=what]", TASK)
    page.check(f"[name=owner][value='agency:{TABLE.agency}']")
    page.fill("[name=due_on]", DUE)
    head.send("main form:has([name=what])", "button[data-once]")
    head.look("decided")
    assert TASK in head.text()
    return number[0]


def _close(head: Visitor, meeting: str) -> None:
    head.open(meeting)
    head.follow("main a[href$='/seats/']")
    head.look("seats")
    head.page.locator("main [value=attended]").first.check()
    head.send("main form:has([name=invite])")
    head.follow("main a[href$='/close/']")
    head.look("close")
    head.send("main form[method=post]")
    head.look("closed")
    head.follow("main a[href$='/minutes/']")
    head.look("minutes")
    assert SAID in head.text()
    assert TASK in head.text()


def _member_sees_its_own(member: Visitor, meeting: str, number: str) -> None:
    """By number: the need and the task; nobody's name, no minutes, no other case."""
    member.open("/")
    member.look("member-home")
    member.open(meeting)
    member.look("member-table")
    shown = member.text()
    assert number in shown
    assert LEFT in shown
    member.follow(f"main a:has-text('{number}')")
    member.look("member-case")
    case = member.text()
    assert NEEDED in case
    assert TASK in case
    member.open(f"{meeting}minutes/")
    member.look("member-minutes")
    paper = member.text()
    assert TASK in paper
    for said in (shown, case, paper):
        for secret in (*NAMES, SAID, OF_HEALTH):
            assert secret not in said
