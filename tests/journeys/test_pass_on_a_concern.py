"""The corridor: a teacher passes on a worry with a few taps, and hears of it again."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

from schools.demo.story import CHILDREN
from tests.journeys.site import Site
from tests.journeys.visitor import Visitor


pytestmark = pytest.mark.journey
TEACHER, PROTECTOR = "teacher@shembull.example", "protector@shembull.example"
CHILD = next(child for child in CHILDREN if child.key == "unread")
NAME = f"{CHILD.first} {CHILD.last}"
NEW, MINE = "/referrals/concerns/new/", "/referrals/concerns/mine/"
WORRY = "Një shok i tha në pushimin e madh se nuk ka ku fle."
READ = {"sq": "E ka lexuar një njeri", "en": "A person has read it"}
UNSENT = {"sq": "NUK U DËRGUA", "en": "NOT SENT"}
MOST_TAPS = 6
SENT = re.compile(r"/sent/$")


class Taps:
    """Counts what the thumb does; typing is not a tap."""

    def __init__(self) -> None:
        self.count = 0

    def __call__(self, what: Locator) -> None:
        self.count += 1
        what.first.click()


def test_a_concern_takes_six_taps_and_is_heard_of(
    visitor: Callable[[str], Visitor], site: Site
):
    teacher, tap = visitor(TEACHER), Taps()
    page = teacher.page
    tap(page.locator(f"main a[href='{NEW}']"))
    page.wait_for_url(f"**{NEW}")
    teacher.look("concern")
    _write(page, tap)
    teacher.look("written")
    tap(page.locator("button[value=check]"))
    expect(page.locator("button[value=send]")).to_be_visible()
    teacher.look("check")
    tap(page.locator("button[value=send]"))
    page.wait_for_url(SENT)
    teacher.look("sent")
    assert tap.count <= MOST_TAPS
    assert NAME not in page.content()

    _the_protector_reads(visitor(PROTECTOR), page.url)
    teacher.open(MINE)
    teacher.look("heard")
    assert READ[teacher.language] in teacher.text("main .app-card")
    assert CHILD.first not in site.mails()


def _write(page: Page, tap: Taps) -> None:
    page.fill("[name=name]", CHILD.last)
    tap(page.locator("[data-pupil-choices] label", has_text=NAME))
    chosen = page.locator("[name=basis][value=told]").get_attribute("id")
    tap(page.locator(f"label[for={chosen}]"))
    page.fill("[name=text]", WORRY)


def _the_protector_reads(protector: Visitor, receipt: str) -> None:
    protector.page.goto(re.sub(SENT, "/", receipt))
    protector.look("read")
    assert WORRY in protector.text()


def test_without_network_it_says_so_and_is_sent_once_later(
    visitor: Callable[[str], Visitor],
):
    teacher, tap = visitor(TEACHER), Taps()
    page = teacher.page
    teacher.open(MINE)
    before = page.locator("main .app-card").count()
    teacher.open(NEW)
    _write(page, tap)

    teacher.context.set_offline(True)
    page.click("button[value=check]")
    _says_not_sent(teacher)
    assert page.input_value("[name=text]") == WORRY
    teacher.context.set_offline(False)
    page.click("button[value=check]")
    expect(page.locator("button[value=send]")).to_be_visible()

    teacher.context.set_offline(True)
    page.click("button[value=send]")
    _says_not_sent(teacher)
    assert WORRY in teacher.text()
    teacher.context.set_offline(False)
    page.click("button[value=send]")
    page.wait_for_url(SENT)

    teacher.open(MINE)
    assert page.locator("main .app-card").count() == before + 1


def _says_not_sent(teacher: Visitor) -> None:
    alert = teacher.page.locator("[role=alert][data-not-sent]")
    expect(alert).to_contain_text(UNSENT[teacher.language])
    for number in ("116 111", "129", "112"):
        expect(alert).to_contain_text(number)
    teacher.errors.clear()  # the browser says that it is offline
    teacher.look("not-sent")


def test_without_a_script_it_is_sent_too(visitor: Callable[[str], Visitor]):
    teacher = visitor(TEACHER)
    plain = teacher.context.browser.new_context(
        java_script_enabled=False,
        storage_state=teacher.context.storage_state(),
        base_url=teacher.site.url,
        viewport={"width": teacher.width, "height": 740},
    )
    page = plain.new_page()
    page.goto(NEW)
    page.fill("[name=name]", CHILD.last)
    page.locator("[data-pupil-search] button").click()
    page.locator("[data-pupil-choices] label", has_text=NAME).click()
    page.check("[name=basis][value=told]")
    page.fill("[name=text]", WORRY)
    page.click("main button[value=check]")
    page.click("button[value=send]")

    assert SENT.search(page.url)
    plain.close()
