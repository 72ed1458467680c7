"""A protector plans a session; a teacher signs in by code; coverage follows at once."""

import datetime as dt
import re
from collections.abc import Callable, Iterator
from zoneinfo import ZoneInfo

import pytest

from schools.demo.story import PEMA
from tests.journeys.learning import open_coverage_of_the_first_module, take_quiz
from tests.journeys.site import Site
from tests.journeys.visitor import Visitor


pytestmark = pytest.mark.journey
SPACES = re.compile(r"\s+")


@pytest.fixture(scope="module")
def site(
    way: tuple[int, str], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Site]:
    """A site of its own: on the common one the teacher may be through already."""
    one = Site(tmp_path_factory.mktemp(f"session-{way[0]}") / "data")
    try:
        yield one.start()
    finally:
        one.stop()


def test_lead_a_session(visitor: Callable[[str], Visitor]):
    protector = visitor("protector@shembull.example")
    before = _led(protector)
    session = _plan(protector)
    _print_pack(protector, session)
    code = _begin(protector, session)

    teacher = visitor("teacher@shembull.example")
    _sign_in(teacher, code)

    _mark_and_close(protector, session)
    _write_scores(protector, session)
    teacher.open("/training/")
    teacher.look("test-is-open")
    teacher.follow("main .app-next a.govuk-button")
    take_quiz(teacher)

    assert _led(protector) == before + 2  # one on paper, one on the phone


def _led(protector: Visitor) -> int:
    """Of the own school, those to whom a psychologist taught the first module."""
    open_coverage_of_the_first_module(protector)
    row = protector.page.locator("main tbody tr").filter(has_text=PEMA.name)
    cells = row.locator("th, td").all_inner_texts()
    return int(SPACES.sub("", cells[-2]))


def _plan(protector: Visitor) -> str:
    page, now = protector.page, dt.datetime.now(ZoneInfo("Europe/Tirane"))
    protector.open("/training/sessions/")
    protector.look("sessions")
    protector.follow("main a[href$='/plan/']")
    page.locator("[name=module]").first.check()
    page.get_by_label(PEMA.name).check()
    page.fill("[name=day]", f"{now:%d.%m.%Y}")
    page.fill("[name=hour]", f"{now:%H:%M}")
    page.fill("[name=venue]", "Salla e mësuesve")
    page.check("main [name=language][value=sq]")
    protector.look("plan")
    protector.send("main form")
    protector.look("planned")
    return re.sub(r"^http://[^/]+", "", page.url)


def _print_pack(protector: Visitor, session: str) -> None:
    for what in ("slides", "handout"):
        protector.open(f"{session}{what}/")
        protector.look(what)
    for what in ("sheet", "test"):
        answer = protector.page.request.get(f"{session}{what}/")
        assert answer.body().startswith(b"%PDF")
    protector.open(session)


def _begin(protector: Visitor, session: str) -> str:
    protector.send("main form[action$='/begin/']")
    protector.follow("main a[href$='/code/']")
    protector.look("code")
    code = protector.text(".app-code")
    protector.open(session)
    return code


def _sign_in(teacher: Visitor, code: str) -> None:
    teacher.open("/training/in/")
    teacher.look("sign-in-to-session")
    teacher.page.fill("[name=code]", code)
    teacher.send("main form")
    teacher.look("signed-in")
    assert PEMA.name in teacher.text()


def _mark_and_close(protector: Visitor, session: str) -> None:
    page = protector.page
    protector.open(f"{session}roster/")
    protector.look("roster")
    free = page.locator("main .app-roster").filter(
        has_not=page.locator("input[type=radio]:checked")
    )
    free.first.locator("input[value=present]").check()
    protector.send("main form")
    protector.look("marked")
    protector.open(f"{session}close/")
    page.fill("[name=headcount]", "5")
    protector.send("main form")
    protector.look("heads-differ")
    assert {"5", "2"} <= set(re.findall(r"\d+", protector.text(".govuk-error-summary")))
    page.fill("[name=headcount]", "2")
    protector.send("main form")
    protector.look("closed")


def _write_scores(protector: Visitor, session: str) -> None:
    """The second person wrote on paper; the teacher of the story takes the phone."""
    page = protector.page
    protector.open(f"{session}scores/")
    protector.look("scores")
    label = page.locator("main label").filter(has_not_text="Mira Prova")
    field = label.filter(has_text=re.compile(r"\d+")).first.get_attribute("for") or ""
    of = page.locator(f"#{field}").get_attribute("max") or ""
    page.fill(f"#{field}", of)
    page.check(f"#{field.replace('right', 'key')}")
    protector.send("main form")
    protector.look("scores-kept")
