"""What a page weighs on its first and on its second visit, against the budgets.

With `PORTAL_EVIDENCE=1` the figures are written to `docs/evidence/page-weights.*`.
"""

import json
import os
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.journeys.rooms import HOLDER, LEADER
from tests.journeys.site import BASE
from tests.journeys.visitor import Visitor


pytestmark = pytest.mark.journey
EVIDENCE = BASE / "docs" / "evidence" / "page-weights"
KB = 1024
REPEAT = 25
CLASS_LESSON = (
    "/training/curriculum/klasat-5-6/dredhi-dhe-premtime/premtime-qe-nuk-mbajne/"
)


@dataclass(frozen=True)
class Page:
    """A page and its budgets: kilobytes transferred, of them script, requests."""

    name: str
    login: str
    path: str
    most: int
    script: int
    requests: int


PAGES = (
    Page("help", "", "/help/", 50, 3, 6),
    Page("sign-in", "", "/accounts/login/", 60, 15, 10),
    Page("concern", "teacher@shembull.example", "/referrals/concerns/new/", 60, 15, 8),
    # The head of the school: no other journey finishes a module in this name.
    Page("lesson", "head@shembull.example", "/training/", 120, 20, 10),
    Page("my training", "head@shembull.example", "/training/", 80, 20, 8),
    Page("lessons", "head@shembull.example", "/training/curriculum/", 80, 20, 8),
    Page("class lesson", "head@shembull.example", CLASS_LESSON, 120, 20, 10),
    Page("sessions", "protector@shembull.example", "/training/sessions/", 80, 20, 8),
    Page("session", "protector@shembull.example", "{session}", 80, 20, 8),
    Page("session, signing in", LEADER, "{running}sign/", 80, 20, 8),
    Page("quiz", HOLDER, "{quiz}", 80, 20, 8),
    Page("quiz, paper", HOLDER, "{attempt}", 120, 20, 10),
    Page("practice", HOLDER, "{scenario}", 120, 20, 10),
    Page("practice, debrief", HOLDER, "{run}", 120, 20, 10),
    Page("award check", "", "/training/awards/", 50, 3, 6),
    Page("home", "protector@shembull.example", "/", 80, 20, 8),
    Page("watch", "protector@shembull.example", "/schools/watch/", 80, 20, 8),
    Page("cases", "protector@shembull.example", "/referrals/cases/", 80, 20, 8),
    Page("inbox", "cpu@shembull.example", "/referrals/inbox/", 80, 20, 8),
    Page("coverage", "officer@shembull.example", "/training/coverage/", 110, 20, 10),
    Page("nation", "ministry@shembull.example", "/training/coverage/", 110, 20, 10),
)


def test_every_page_keeps_its_budget(
    window: Callable[[], Visitor],
    visitor: Callable[[str], Visitor],
    addresses: dict[str, str],
    way: tuple[int, str],
):
    figures = []
    # Each signs in once: for a second code one waits half a minute.
    people = {login: visitor(login) for login in {page.login for page in PAGES} - {""}}
    for page in PAGES:
        person = people[page.login] if page.login else window()
        path = page.path.format(**addresses)
        if page.name == "lesson":
            path = _lesson(person)
        first, second = _weigh(person, path)
        figures.append({**asdict(page), "first": first, "repeat": second})
    if os.environ.get("PORTAL_EVIDENCE") and way[1] == "sq":
        _write(figures)

    over = [line for line in figures if _is_over(line)]
    assert not over, json.dumps(over, indent=1)


def _lesson(person: Visitor) -> str:
    person.open("/training/")
    address: str | None = person.page.get_attribute("main .app-module p a", "href")
    assert address
    return address


def _weigh(person: Visitor, path: str) -> tuple[dict[str, Any], dict[str, Any]]:
    """The page with an empty cache, then once more."""
    tool = person.context.new_cdp_session(person.page)
    tool.send("Network.enable")
    tool.send("Network.clearBrowserCache")
    heard: list[dict[str, Any]] = []
    kinds: dict[str, str] = {}
    tool.on(
        "Network.responseReceived",
        lambda event: kinds.update({event["requestId"]: event["type"]}),
    )
    # A lambda: playwright sets an attribute on what it calls.
    tool.on("Network.loadingFinished", lambda e: heard.append(e))  # noqa: PLW0108
    visits = []
    for _ in range(2):
        heard.clear()
        person.page.goto(path, wait_until="networkidle")
        visits.append(_sum(heard, kinds))
    tool.detach()
    return visits[0], visits[1]


def _sum(heard: list[dict[str, Any]], kinds: dict[str, str]) -> dict[str, Any]:
    sizes = [(kinds.get(e["requestId"], ""), e["encodedDataLength"]) for e in heard]
    moved = [(kind, size) for kind, size in sizes if size]
    return {
        "kb": round(sum(size for _kind, size in moved) / KB, 1),
        "script_kb": round(sum(s for kind, s in moved if kind == "Script") / KB, 1),
        "style_kb": round(sum(s for kind, s in moved if kind == "Stylesheet") / KB, 1),
        "requests": len(moved),
    }


def _is_over(line: dict[str, Any]) -> bool:
    first, repeat = line["first"], line["repeat"]
    return (
        first["kb"] > line["most"]
        or first["script_kb"] > line["script"]
        or first["requests"] > line["requests"]
        or repeat["kb"] > REPEAT
    )


def _write(figures: list[dict[str, Any]]) -> None:
    Path(EVIDENCE).parent.mkdir(parents=True, exist_ok=True)
    EVIDENCE.with_suffix(".json").write_text(json.dumps(figures, indent=1) + "\n")
    lines = [
        "# Page weights",
        "",
        "Transferred on the wire (compressed), Chromium, empty cache, then again;",
        "measured by `tests/journeys/test_page_weights.py`. Budgets in brackets.",
        "",
        "| Page | First visit, KB | Script, KB | Style, KB | Requests | Again, KB |",
        "| --- | --- | --- | --- | --- | --- |",
    ]
    for line in figures:
        first = line["first"]
        lines.append(
            f"| {line['name']} | {first['kb']} [{line['most']}]"
            f" | {first['script_kb']} [{line['script']}] | {first['style_kb']}"
            f" | {first['requests']} [{line['requests']}]"
            f" | {line['repeat']['kb']} [{REPEAT}] |"
        )
    EVIDENCE.with_suffix(".md").write_text("\n".join(lines) + "\n")
