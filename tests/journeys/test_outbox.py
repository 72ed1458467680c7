"""What waits on a phone: a no sets one answer aside, a fault keeps the order, and after
72 hours it is thrown away and said."""

import datetime as dt
import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Route

from tests.journeys.phone import (
    DROP,
    GONE,
    PARTS,
    SENT,
    STEP,
    do_one_lesson_unsent,
    save_module,
    waiting,
)
from tests.journeys.visitor import Visitor


pytestmark = pytest.mark.journey
OWNER = "deputy@shembull.example"
OUTBOX = "**/training/outbox/"
WAITING = "(number) => document.querySelector('[data-waiting]').textContent === number"


class Door:
    """Stands before the outbox: answers the first posts itself, by these numbers."""

    def __init__(self, visitor: Visitor, *answers: int) -> None:
        self.answers, self.posted = list(answers), 0
        visitor.context.unroute(OUTBOX)
        visitor.context.route(OUTBOX, self.meet)
        visitor.expected = (*GONE, *(f"status of {number}" for number in answers))

    def meet(self, route: Route) -> None:
        if route.request.method != "POST":
            return route.continue_()
        self.posted += 1
        if self.answers:
            return route.fulfill(status=self.answers.pop(0), body="")
        return route.continue_()


def two_unsent(owner: Visitor) -> None:
    save_module(owner)
    for part in (0, 1):
        do_one_lesson_unsent(owner, part)
        owner.context.unroute(OUTBOX)
    assert len(waiting(owner)) == 2


def clear(owner: Visitor, module: str) -> None:
    owner.context.unroute(OUTBOX)
    owner.open(module)
    owner.page.click(DROP)
    owner.page.wait_for_selector(DROP, state="hidden")


def test_one_refused_answer_does_not_hold_the_rest(visitor: Callable[[str], Visitor]):
    owner = visitor(OWNER)
    two_unsent(owner)

    Door(owner, 400)
    owner.open("/training/")
    owner.page.wait_for_function(SENT, arg="1")

    assert owner.text("[data-outbox] [data-waiting]") == "0"
    assert "(400)" in owner.text("[data-whys]")
    owner.look("one-set-aside")
    owner.page.click("[data-retry-refused]")
    owner.page.wait_for_function(SENT, arg="2")
    assert waiting(owner) == []
    assert not owner.page.is_visible("[data-whys]")


def test_a_fault_of_the_server_keeps_the_order(visitor: Callable[[str], Visitor]):
    owner = visitor(OWNER)
    two_unsent(owner)
    first = waiting(owner)[0]["token"]

    door = Door(owner, 503)
    owner.open("/training/")
    owner.page.wait_for_function(WAITING, arg="2")
    owner.page.wait_for_timeout(500)
    assert door.posted == 1
    assert waiting(owner)[0]["token"] == first
    assert not owner.page.is_visible("[data-whys]")
    owner.open("/training/")

    owner.page.wait_for_function(SENT, arg="2")
    assert door.posted == 3
    assert waiting(owner) == []


def test_after_72_hours_it_is_thrown_away_and_said(visitor: Callable[[str], Visitor]):
    owner = visitor(OWNER)
    save_module(owner)
    do_one_lesson_unsent(owner, 0)
    owner.open("/accounts/logout/")
    owner.page.wait_for_selector("[data-leaving]:not([hidden])")
    owner.follow("[data-leaving] button[value=keep]")
    assert len(waiting(owner)) == 1

    door = Door(owner)
    later = dt.datetime.now(dt.UTC) + dt.timedelta(hours=73)
    owner.context.clock.set_fixed_time(later)
    owner.sign_in("registrar@shembull.example")  # another person, the same phone
    owner.open("/training/")
    owner.page.wait_for_timeout(1000)
    assert waiting(owner) == []
    assert not owner.page.is_visible("[data-outbox]")
    owner.follow("header form[action$='/logout/'] button")

    owner.sign_in(OWNER)
    owner.page.wait_for_selector("[data-expired]:not([hidden])")
    assert owner.text("[data-expired-count]") == "1"
    owner.look("thrown-away")
    owner.page.click("[data-drop-expired]")
    owner.page.wait_for_selector("[data-outbox]", state="hidden")
    assert door.posted == 0


def test_steps_read_in_a_tab_that_the_phone_closed_count(
    visitor: Callable[[str], Visitor],
):
    owner = visitor("officer@shembull.example")
    module = save_module(owner)
    owner.expected = GONE
    owner.context.route(OUTBOX, lambda route: route.abort())
    owner.open("/training/saved/")
    owner.page.click("[data-modules] a")
    owner.page.locator(PARTS).first.click()
    owner.page.wait_for_selector("[data-lesson]")
    total = owner.page.locator("[data-step]").count()
    for number in range(2, total + 1):
        owner.page.click("[data-next]")
        owner.page.wait_for_function(STEP, arg=str(number))
    address = owner.page.url

    owner.page.close()
    owner.page = owner.context.new_page()
    owner.page.goto(re.sub(r"#.*", f"#step-{total}", address))
    owner.page.click("[data-finish]")
    owner.page.wait_for_selector("[data-said=waiting]:not([hidden])")
    owner.context.unroute(OUTBOX)
    owner.open("/training/")

    owner.page.wait_for_function(SENT, arg="1")
    assert not owner.page.is_visible("[data-whys]")
    clear(owner, module)
