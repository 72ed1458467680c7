"""The unit comes from the day's e-mail and answers; five clicks after signing in."""

import datetime as dt
import re
from collections.abc import Callable
from email import policy
from email.parser import Parser

import pytest

from schools.demo.story import CHILDREN
from tests.journeys.site import Site
from tests.journeys.visitor import Visitor


pytestmark = pytest.mark.journey
CHILD = next(child for child in CHILDREN if child.key == "submitted")
NAME = f"{CHILD.first} {CHILD.last}"
WORKER = "cpu@shembull.example"
NEWS = {"sq": "për një referim", "en": "news on a referral"}
FACT = "Sot erdhi me mësuesen."
WORD = "E takojmë nesër. Faleminderit!"
MOST_CLICKS = 5


def test_unit_answers(
    visitor: Callable[[str], Visitor], window: Callable[[], Visitor], site: Site
):
    protector = visitor("protector@shembull.example")
    referral = _write_to_the_unit(protector)

    worker = window()
    _come_from_the_mail(worker, site)
    clicks = _answer(worker)

    assert clicks <= MOST_CLICKS
    protector.open(referral)
    protector.look("answered")
    assert WORD in protector.text()


def _write_to_the_unit(protector: Visitor) -> str:
    protector.open("/referrals/sent/")
    with protector.page.expect_navigation():
        row = protector.page.locator(f"main tr:has-text('{NAME}')")
        row.locator("a").first.click()
    path = re.sub(r"^http://[^/]+", "", protector.page.url)
    protector.follow("main a[href$='/addendum/']")
    protector.page.fill("[name=text]", FACT)
    protector.send("main form:has([name=text])")
    return path


def _come_from_the_mail(worker: Visitor, site: Site) -> None:
    """The link of the mail; it leads on to what is new, after the sign-in."""
    site.manage("run_daily")
    files = sorted(
        (site.folder / "mail").glob("*"), key=lambda one: one.stat().st_mtime
    )
    mine = [one.read_text(encoding="utf-8") for one in files]
    text = next(one for one in reversed(mine) if f"To: {WORKER}" in one)
    said = text[text.rindex(f"To: {WORKER}") :]
    mail = Parser(policy=policy.default).parsestr(text)
    for word in (*NAME.split(), FACT, "Ura e Gurit"):
        assert word not in f"{said} {mail['subject']}"
    link = re.search(r"http://localhost:\d+(/\S+)", said)
    assert link
    worker.open(link[1])
    account, page = site.accounts[WORKER], worker.page
    page.fill("[name=login]", WORKER)
    page.fill("[name=password]", account["password"])
    worker.send("form:has([name=password])")
    page.fill("[name=code]", site.code(WORKER))
    worker.send("form:has([name=code])")
    assert page.url.endswith(link[1])
    worker.choose_language()
    worker.look("what-is-new")


def _answer(worker: Visitor) -> int:
    """Opens it, receives, accepts with who takes it and a word; how many clicks."""
    page, clicks = worker.page, 0

    def click(selector: str) -> None:
        nonlocal clicks
        with page.expect_navigation():
            page.locator(selector).first.click()
        clicks += 1

    click(f"main a:has-text('{NEWS[worker.language]}')")
    worker.look("referral")
    assert FACT in worker.text()
    click("main form[action$='/receive/'] button")
    click("main a[href$='/accept/']")
    worker.look("accept")
    page.fill("[name=worker]", "Arben Shembulli")
    day = dt.date.today() + dt.timedelta(days=1)  # noqa: DTZ011
    page.fill("[name=first_contact_on]", f"{day:%d.%m.%Y}")
    page.fill("[name=text]", WORD)
    click("main form:has([name=worker]) button[type=submit]")
    worker.look("accepted")
    assert WORD in worker.text()
    return clicks
