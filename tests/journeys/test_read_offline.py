"""Journey 2: a module is saved on the phone, the network goes, nothing is lost."""

import json
from collections.abc import Callable

import pytest

from tests.journeys.learning import NEXT_STEP
from tests.journeys.phone import (
    DROP,
    PARTS,
    SAVE,
    SENT,
    cut,
    do_one_lesson_unsent,
    kept,
    read_and_finish,
    restore,
    save_module,
    waiting,
)
from tests.journeys.visitor import Visitor


pytestmark = pytest.mark.journey
READER = "registrar@shembull.example"
NEW = "Fjali që u shkrua pas ruajtjes së parë."
CHANGED = f"""
from portal.content import key_of
from training.models import LessonPage
for page in LessonPage.objects.filter(translation_key=key_of("t1/lesson-1")):
    page.summary = "{NEW}"
    page.save_revision().publish()
"""


def practise(reader: Visitor) -> None:
    """A saved conversation: always the first choice, to its end."""
    reader.page.click("[data-begin]:not([hidden])")
    reader.look("offline-scene")
    choices = reader.page.locator("[data-choice]:visible")
    while choices.count():
        choices.first.click()
    reader.page.wait_for_selector("[data-debrief] [data-said=waiting]:not([hidden])")
    reader.look("offline-debrief")


def save_anew(reader: Visitor, module: str) -> None:
    """With the worker at work on the module's page, as on every later visit."""
    reader.open(module)
    assert reader.page.evaluate("Boolean(navigator.serviceWorker.controller)")
    reader.page.click(SAVE)
    reader.page.wait_for_selector(f"{SAVE}:not([aria-disabled])")
    reader.look("module-saved-anew")


def test_read_offline(visitor: Callable[[str], Visitor]):
    reader = visitor(READER)
    module = save_module(reader)
    reader.site.manage("shell", "-c", CHANGED)
    save_anew(reader, module)
    cut(reader)

    reader.page.goto(module)
    reader.page.wait_for_selector(PARTS)
    assert "/training/saved/" in reader.page.url
    reader.look("offline-module")
    read_two_steps(reader)
    read_and_finish(reader, 0)
    reader.look("offline-done")
    reader.page.reload()
    reader.page.wait_for_selector("[data-said=waiting]:not([hidden])")
    reader.page.goto(module)
    reader.page.locator(PARTS).last.click()
    practise(reader)
    ask_for_the_quiz(reader)
    assert reader.text("[data-outbox] [data-waiting]") == "2"
    assert not {"seen", "path", "item"} & set(json.dumps(waiting(reader)).split('"'))

    restore(reader)
    reader.page.wait_for_function(SENT, arg="2")
    assert reader.text("[data-outbox] [data-waiting]") == "0"
    reader.look("sent")
    reader.page.goto(module)
    assert reader.page.locator("main .govuk-tag--green").count() == 2
    reader.look("module-after")


def read_two_steps(reader: Visitor) -> None:
    """Of the first lesson, then back to the module."""
    reader.page.locator(PARTS).first.click()
    reader.page.wait_for_selector("[data-when-offline]:not([hidden])")
    assert NEW in reader.text()
    reader.look("offline-step-1")
    reader.page.click("[data-next]")
    reader.look("offline-step-2")
    reader.page.go_back()
    reader.page.go_back()


def ask_for_the_quiz(reader: Visitor) -> None:
    reader.open("/training/quiz/00000000-0000-4000-8000-000000000000/")
    reader.page.wait_for_selector("[data-why=quiz]:not([hidden])")
    reader.look("offline-quiz")


def test_no_page_about_a_child_is_ever_kept(visitor: Callable[[str], Visitor]):
    """With a module saved and the worker at work, a day among cases leaves nothing."""
    protector = visitor("deputy@shembull.example")
    module = save_module(protector)
    before = kept(protector)

    seen = set()
    for first in ("/", "/referrals/cases/", "/schools/watch/", "/accounts/"):
        protector.open(first)
        links = protector.page.locator("main a[href^='/']").all()[:12]
        seen |= {first, *(link.get_attribute("href") or "" for link in links)}
    for path in sorted(seen):
        if "?format" not in path and not path.endswith((".pdf", "/letter/")):
            protector.page.goto(path, wait_until="load")
    protector.open(module)

    assert kept(protector) == before
    places = ("/training/saved/", "/static/", "/media/images/")
    assert list(before) == [name for name in before if name.startswith("saved-")]
    assert all(path.startswith(places) for all_ in before.values() for path in all_)
    assert any("/cases/" in path for path in seen)
    protector.errors = []


def test_sign_out_with_answers_not_sent(visitor: Callable[[str], Visitor]):
    """Kept sealed: the next person on the phone neither sees nor sends it."""
    owner = visitor("table@shembull.example")
    save_module(owner)
    do_one_lesson_unsent(owner, 0)
    owner.open("/")
    owner.follow("header form[action$='/logout/'] button")
    owner.page.wait_for_selector("[data-leaving]:not([hidden])")
    owner.look("leaving")
    owner.follow("[data-leaving] button[value=keep]")

    assert kept(owner) == {}
    assert len(waiting(owner)) == 1
    owner.context.unroute("**/training/outbox/")

    owner.sign_in("registrar@shembull.example")  # another person, the same phone
    owner.open("/training/")
    owner.page.wait_for_timeout(1000)
    assert not owner.page.is_visible("[data-outbox]")
    assert len(waiting(owner)) == 1
    owner.follow("header form[action$='/logout/'] button")
    assert len(waiting(owner)) == 1

    owner.sign_in("table@shembull.example")
    owner.open("/training/")
    owner.page.wait_for_selector("[data-outbox]:not([hidden])")
    owner.page.wait_for_function(SENT, arg="1")
    assert waiting(owner) == []
    owner.look("sent-after-sign-in")


def test_sign_out_sends_first(visitor: Callable[[str], Visitor]):
    owner = visitor("table@shembull.example")
    save_module(owner)
    do_one_lesson_unsent(owner, 1)
    owner.open("/accounts/logout/")
    owner.page.wait_for_selector("[data-leaving]:not([hidden])")

    owner.page.click("[data-leaving] button[value=send]")
    owner.page.wait_for_selector("[data-not-all]:not([hidden])")  # still cut off
    owner.look("not-all-sent")
    owner.context.unroute("**/training/outbox/")
    owner.follow("[data-leaving] button[value=send]")

    assert waiting(owner) == []
    assert kept(owner) == {}


def test_sign_out_throws_away(visitor: Callable[[str], Visitor]):
    owner = visitor("table@shembull.example")
    save_module(owner)
    do_one_lesson_unsent(owner, 2)
    owner.open("/accounts/logout/")
    owner.page.wait_for_selector("[data-leaving]:not([hidden])")

    owner.follow("[data-leaving] button[value=drop]")

    assert waiting(owner) == []
    assert kept(owner) == {}


def test_done_with_the_network_just_gone(visitor: Callable[[str], Visitor]):
    """On the lesson's own page; what the server does not accept stays, with the why."""
    reader = visitor("table@shembull.example")
    module = save_module(reader)
    reader.follow(".govuk-task-list__item:nth-last-child(3) a")
    while reader.page.locator(NEXT_STEP).count():
        reader.follow(NEXT_STEP)
    cut(reader)
    reader.page.click("form[data-finish-online] button")
    reader.page.wait_for_selector("[data-said=waiting]:not([hidden])")
    assert "/training/saved/" in reader.page.url

    refused = {"why": "Shkoni te hapi i fundit."}
    outbox = "**/training/outbox/"
    reader.context.route(
        outbox,
        lambda route: (
            route.fulfill(json=refused)
            if route.request.method == "POST"
            else route.continue_()
        ),
    )
    restore(reader)
    reader.page.wait_for_selector("[data-refused]:not([hidden])")
    assert refused["why"] in reader.text("[data-whys]")
    reader.page.wait_for_selector("[data-said=refused]:not([hidden])")
    assert reader.page.is_visible("[data-finish]")  # it may be said anew
    reader.look("refused")
    reader.context.unroute(outbox)
    reader.open(module)
    reader.page.click("[data-drop-refused]")
    reader.page.wait_for_selector("[data-outbox]", state="hidden")
    assert waiting(reader) == []
    reader.page.click(DROP)
    reader.page.wait_for_selector(DROP, state="hidden")
    assert kept(reader) == {}
