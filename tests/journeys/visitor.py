"""A person at the browser, who looks at every page that a journey comes to.

On each page: no accessibility violation (WCAG 2.2 AA, by axe), no scrolling to the
side, no error in the console (a blocked script or style is one), and a picture.
"""

import datetime as dt
from pathlib import Path
from typing import Any

from axe_playwright_python.sync_playwright import Axe
from django.utils import translation
from playwright.sync_api import Browser, ConsoleMessage, Page

from portal.time_words import hours_left
from tests.journeys.site import CACHE, Site


PICTURES = CACHE / "pictures"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
AXE = Axe()
DESK = 1100  # pixels: from here on a list may use the margin
WIDER_THAN_ITS_BOX = """(lists, longest) => lists.some(list => {
  const changed = [];
  const write = (place, words) => {
    changed.push([place, place.textContent]);
    place.textContent = words;
  };
  list.querySelectorAll(".app-clock").forEach(clock => write(clock, longest));
  list.querySelectorAll("tbody td").forEach(cell => {
    if (cell.textContent.trim() === "–") write(cell, "Shembullari");
  });
  const wide = list.scrollWidth > list.clientWidth;
  changed.forEach(([place, words]) => { place.textContent = words });
  return wide;
})"""

# Presses of mouse or finger, kept over the pages of one window; keys are none.
COUNT_TAPS = """
if (window === top && location.origin !== "null") {
  addEventListener("pointerdown", () => {
    sessionStorage.taps = Number(sessionStorage.taps || 0) + 1;
  }, true);
}
"""


def longest_clock(language: str) -> str:
    """The longest words for a time left or gone by, from minutes to months."""
    now = dt.datetime(2026, 11, 27, 12, tzinfo=dt.UTC)
    hours = (0.5, 1, 47, 24 * 100)
    with translation.override(language):
        return max(
            (
                str(hours_left(now + sign * dt.timedelta(hours=count), now))
                for count in hours
                for sign in (1, -1)
            ),
            key=len,
        )


class Visitor:
    """One browser window of one person, at one width, in one language."""

    def __init__(
        self,
        browser: Browser,
        site: Site,
        *,
        width: int,
        language: str,
        name: str,
        script: bool = True,
    ) -> None:
        self.site, self.width, self.language, self.name = site, width, language, name
        self.script = script
        self.context = browser.new_context(
            java_script_enabled=script,
            viewport={"width": width, "height": 740 if width < 600 else 900},
            base_url=site.url,
            locale=f"{language}-AL",
            timezone_id="Europe/Tirane",
            reduced_motion="reduce",
        )
        self.context.add_init_script(COUNT_TAPS)
        self.page: Page = self.context.new_page()
        self.page.set_default_timeout(30_000)
        self.errors: list[str] = []
        self.expected: tuple[str, ...] = ()  # parts of errors that the journey causes
        self.page.on("console", self._heard)
        self.page.on("pageerror", lambda error: self.errors.append(str(error)))
        self.seen = 0

    def _heard(self, message: ConsoleMessage) -> None:
        caused = any(part in message.text for part in self.expected)
        if message.type == "error" and not caused:
            self.errors.append(message.text)

    def close(self) -> None:
        self.context.close()

    # --- Going about ---------------------------------------------------------------
    def sign_in(self, login: str) -> None:
        """By password, and by one-time code where the account has one."""
        account = self.site.accounts[login]
        self.open("/accounts/login/")
        self.choose_language()
        self.look("sign-in")
        self.page.fill("[name=login]", login)
        self.page.fill("[name=password]", account["password"])
        self.send("form:has([name=password])")
        if account["totp_secret"]:
            self.look("one-time-code")
            self.page.fill("[name=code]", self.site.code(login))
            self.send("form:has([name=code])")
        # The account's own language comes with the sign-in; the switch is still there.
        self.choose_language()
        self.look("home")

    def come_back(self, login: str) -> bool:
        """Go on in the session of an earlier window, if there is one that lives.

        Another window of the same person in the same journey signs in anew: two
        windows are two sessions.
        """
        cookies = self.site.signed_in.pop(login, None)
        if not cookies:
            return False
        self.context.add_cookies(cookies)
        self.open("/")
        if "/accounts/" in self.page.url:
            self.context.clear_cookies()
            return False
        self.choose_language()
        self.look("home")
        return True

    def choose_language(self) -> None:
        """Press the switch unless the page is in the wanted language already."""
        if self.page.locator("html").get_attribute("lang") != self.language:
            self.page.click(f"button[name=language][value={self.language}]")
            self.page.wait_for_load_state()
        assert self.page.locator("html").get_attribute("lang") == self.language

    def sign_out(self) -> None:
        """Ends the session; the next person uses a window of their own."""
        self.context.clear_cookies()

    def open(self, path: str) -> None:
        self.page.goto(path)

    def send(self, form: str, button: str = "button[type=submit]") -> None:
        """Press the form's own button and wait for the next page."""
        with self.page.expect_navigation():
            self.page.locator(form).locator(button).first.click()

    def follow(self, link: str) -> None:
        with self.page.expect_navigation():
            self.page.locator(link).first.click()

    def taps(self) -> int:
        """How often this window was pressed so far; counted by its own script."""
        return int(self.page.evaluate("Number(sessionStorage.taps || 0)"))

    def text(self, selector: str = "main") -> str:
        return self.page.locator(selector).first.inner_text()

    # --- Looking -------------------------------------------------------------------
    def look(self, what: str) -> None:
        """The checks that hold on every page, and its picture."""
        self.seen += 1
        self._picture(what)
        problems = [*self._violations(), *self._sideways(), *self._cut(), *self.errors]
        self.errors = []
        if any("status of 5" in problem for problem in problems):
            problems.append(self.site.log())
        assert not problems, f"{what} ({self.page.url}): " + "\n".join(problems)

    def _violations(self) -> list[str]:
        if not self.script:  # axe is a script; the same pages are looked at with it
            return []
        options: dict[str, Any] = {
            "resultTypes": ["violations"],
            "runOnly": {"type": "tag", "values": RULES},
        }
        found = AXE.run(self.page, options=options)
        return [found.generate_report()] if found.violations_count else []

    def _sideways(self) -> list[str]:
        wide = self.page.evaluate(
            "[document.scrollingElement.scrollWidth, window.innerWidth]"
        )
        if wide[0] <= wide[1]:
            return []
        return [f"the page scrolls to the side: {wide[0]} > {wide[1]}"]

    def _cut(self) -> list[str]:
        """On a desk no list of children hides its last column, at whatever hour: the
        list is measured with the longest clocks, and a name in every empty cell."""
        if self.width < DESK or not self.script:
            return []
        lists = self.page.locator(".app-listing--names .app-scroll")
        cut = lists.evaluate_all(WIDER_THAN_ITS_BOX, longest_clock(self.language))
        return ["a list scrolls to the side"] if cut else []

    def _picture(self, what: str) -> None:
        folder = PICTURES / f"{self.width}-{self.language}"
        folder.mkdir(parents=True, exist_ok=True)
        path: Path = folder / f"{self.name}-{self.seen:02}-{what}.png"
        self.page.screenshot(path=path, full_page=True)
