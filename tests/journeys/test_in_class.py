"""A lesson is taught and logged, its cards are typed in, the own class is called."""

from collections.abc import Callable

import pytest

from tests.journeys.visitor import Visitor


pytestmark = pytest.mark.journey
LOGIN = "m-1002"  # class teacher of 6A, without an e-mail
UNIT = "main .app-module a:is([href*='/grades-5-6/'], [href*='/klasat-5-6/'])"


def test_log_a_lesson_in_two_taps(visitor: Callable[[str], Visitor]):
    teacher = visitor(LOGIN)

    teacher.open("/training/curriculum/")
    teacher.follow(UNIT)
    teacher.follow("main ol a")
    teacher.look("lesson")
    teacher.follow("a[href*='/training/taught/lesson/']")
    teacher.look("taught")
    teacher.send("main form")
    teacher.look("my-lessons")

    assert "6A" in teacher.text()

    teacher.open("/training/taught/event/")
    teacher.look("event")


def test_type_in_cards_and_read_what_they_say(visitor: Callable[[str], Visitor]):
    teacher = visitor(LOGIN)

    teacher.open("/training/cards/")
    teacher.look("rounds")
    teacher.follow("main tbody th a")
    teacher.look("round")
    teacher.follow("a[href$='/sheet/']")
    teacher.look("sheet")
    teacher.page.go_back()
    teacher.follow("a[href$='/paper/']")
    teacher.look("grid")
    teacher.page.fill("[name=c1-ways]", "2")
    teacher.page.check("[name=c1-stop]")
    teacher.send("main form")
    teacher.look("stop")
    teacher.follow("main a[href*='/referrals/concerns/new/']")


def test_a_device_goes_round_signed_out(visitor: Callable[[str], Visitor]):
    teacher = visitor(LOGIN)

    teacher.open("/training/cards/")
    teacher.follow("main tbody th a")
    teacher.send("form[action$='/round/']")
    teacher.look("card")
    teacher.page.check("[name=whom][value=b]")
    teacher.send("main form")
    teacher.look("thank-you")
    teacher.open("/training/cards/")

    assert "/accounts/login/" in teacher.page.url


def test_call_a_home_in_one_tap(visitor: Callable[[str], Visitor]):
    teacher = visitor("teacher@shembull.example")

    teacher.open("/schools/class/")
    teacher.look("my-class")
    teacher.page.locator("main details summary").first.click()
    teacher.send("main details form[action$='/contact/']")
    teacher.look("called")
