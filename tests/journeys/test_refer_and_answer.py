"""A protector finds a child who is missing lessons; the unit answers; all can see it."""

import datetime as dt
import re
from collections.abc import Callable

import pytest

from schools.demo.story import CHILDREN, PEMA, UNITS
from tests.journeys.site import Site
from tests.journeys.visitor import Visitor


pytestmark = pytest.mark.journey
CHILD = next(child for child in CHILDREN if child.key == "chronic")
UNIT = next(unit for unit in UNITS if unit.municipality == PEMA.municipality)
NAME = f"{CHILD.first} {CHILD.last}"
INTEREST = "Që të kthehet në klasë."
DECIDED = (
    "Rrezik sonte",  # why an urgent concern was taken up
    "E flasim sot me fëmijën",  # why another was
    "Grindje e zakonshme",  # why nothing was done
    "acute",
)
MOMENT = re.compile(r"\d\d\.\d\d\.\d{4}, \d\d:\d\d")


def test_refer_and_answer(visitor: Callable[[str], Visitor], site: Site):
    protector = visitor("protector@shembull.example")
    referral = _refer(protector)

    worker = visitor("cpu@shembull.example")
    _answer(worker, referral)

    _see_each_step(protector, referral)
    _nobody_is_named_in_a_mail(site)
    assert site.verdict()["ok"]


def _refer(protector: Visitor) -> str:
    page = protector.page
    protector.open("/schools/watch/")
    protector.look("watch")
    assert "%" in protector.text()
    protector.follow(f"main a:has-text('{NAME}')")
    protector.look("pupil")
    protector.follow("main a[href*='/cases/open/']")
    protector.look("open-case")
    assert "%" in page.input_value("[name=why]")
    page.check("[name=red_lines][value=none]")
    protector.send("main form:has([name=why])")
    protector.look("case")
    protector.send("main form[action$='/refer/']")
    protector.look("draft")
    _fill(protector)
    protector.look("check")
    told = protector.text()
    assert UNIT.name in told
    assert UNIT.telephone in told
    assert len(MOMENT.findall(told)) >= 2
    protector.send("main form:has([name=version])")
    protector.look("sent")
    return page.url


def _fill(protector: Visitor) -> None:
    page = protector.page
    for name, value in (
        ("urgency", "heightened"),
        ("child_told", "yes"),
        ("parent_told", "yes"),
    ):
        page.check(f"[name={name}][value={value}]")
    page.fill("[name=child_words]", "Dua të vij, por rri me vëllanë.")
    page.check("[name=residence_confirmed]")
    page.fill("[name=best_interest]", INTEREST)
    protector.send("main form", "button[name=next][value=check]")


def _answer(worker: Visitor, referral: str) -> None:
    page, path = worker.page, re.sub(r"^http://[^/]+", "", referral)
    worker.open("/referrals/inbox/")
    worker.look("inbox")
    worker.follow(f"main a[href='{path}']")
    worker.look("referral")
    assert INTEREST in worker.text()
    worker.send("main form[action$='/receive/']")
    worker.look("received")
    worker.follow("main a[href$='/accept/']")
    worker.look("accept")
    page.fill("[name=worker]", "Arben Shembulli")
    day = dt.date.today() + dt.timedelta(days=1)  # noqa: DTZ011
    page.fill("[name=first_contact_on]", f"{day:%d.%m.%Y}")
    worker.send("main form:has([name=worker])")
    worker.look("accepted")


def _see_each_step(protector: Visitor, referral: str) -> None:
    protector.page.goto(referral)
    protector.look("answered")
    steps = protector.page.locator("main .moj-timeline__item")
    assert steps.count() == 3  # sent, received, accepted
    dates = protector.page.locator("main .moj-timeline__date").all_inner_texts()
    assert all(MOMENT.search(text) for text in dates)


def _nobody_is_named_in_a_mail(site: Site) -> None:
    mails = site.mails()
    assert "localhost" in mails
    for word in (*NAME.split(), "Pema", INTEREST):
        assert word not in mails


def test_teacher_sees_permitted_words(visitor: Callable[[str], Visitor]):
    """The sender of a concern reads how it stands, never what was decided or why."""
    teacher = visitor("teacher@shembull.example")

    teacher.open("/referrals/concerns/mine/")
    teacher.look("my-concerns")

    said = teacher.page.content()
    assert teacher.page.locator("main .app-card").count() > 1
    for secret in DECIDED:
        assert secret not in said
    teacher.open("/schools/watch/")
    assert "404" in teacher.page.title() or teacher.page.locator("h1").count() == 1
    assert NAME not in teacher.page.content()
