"""The browser, one site for each width and language, and visitors to it."""

import json
import os
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.browser import ARGUMENTS, chromium
from tests.journeys.site import Site
from tests.journeys.visitor import Visitor


# Each width and each language once; with PORTAL_ALL_WAYS=1 each width in each language.
PAIRS = [(360, "sq"), (1280, "en")]
if os.environ.get("PORTAL_ALL_WAYS"):
    PAIRS += [(360, "en"), (1280, "sq")]
WAYS = [pytest.param(pair, id=f"{pair[0]}-{pair[1]}") for pair in PAIRS]


@pytest.fixture(scope="session")
def browser_program() -> Iterator[Browser]:
    """The machine's own Chromium."""
    with sync_playwright() as playwright:
        # No test of Django's own runs beside the browser's loop.
        os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
        browser = playwright.chromium.launch(
            executable_path=chromium(), args=list(ARGUMENTS)
        )
        yield browser
        browser.close()


@pytest.fixture(scope="session", params=WAYS)
def way(request: pytest.FixtureRequest) -> tuple[int, str]:
    """Width of the window, language of the person."""
    found: tuple[int, str] = request.param
    return found


@pytest.fixture(scope="session")
def site(
    way: tuple[int, str], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Site]:
    """A seeded site of its own for each way; its journeys do not meet."""
    one = Site(tmp_path_factory.mktemp("site") / "data")
    try:
        yield one.start()
    finally:
        one.stop()


@pytest.fixture(scope="session")
def addresses(site: Site) -> dict[str, str]:
    """Of the rooms of the training (`rooms.py`), made once on each site."""
    printed = site.manage("shell", "-c", "import tests.journeys.prepare_rooms")
    made: dict[str, str] = json.loads(printed.strip().splitlines()[-1])
    return made


@pytest.fixture
def window(
    browser_program: Browser, site: Site, way: tuple[int, str]
) -> Iterator[Callable[[], Visitor]]:
    """`window()`: a window in which nobody has signed in."""
    made: list[Visitor] = []

    def make() -> Visitor:
        one = Visitor(
            browser_program, site, width=way[0], language=way[1], name="nobody"
        )
        made.append(one)
        return one

    yield make
    for one in made:
        one.close()


@pytest.fixture
def visitor(
    browser_program: Browser,
    site: Site,
    way: tuple[int, str],
    request: pytest.FixtureRequest,
) -> Iterator[Callable[..., Visitor]]:
    """`visitor("cpu@…")`: a window in which this person has signed in.

    The first journey of a person on a site signs in; later ones go on in that session,
    since nobody can sign in twice with one code of thirty seconds.
    """
    width, language = way
    name = request.node.originalname.removeprefix("test_")[:24]
    made: list[Visitor] = []
    came: dict[str, Visitor] = {}

    def make(login: str, *, script: bool = True) -> Visitor:
        who = login.partition("@")[0]
        one = Visitor(
            browser_program,
            site,
            width=width,
            language=language,
            name=f"{name}-{who}",
            script=script,
        )
        made.append(one)
        if login in came or not one.come_back(login):
            one.sign_in(login)
        came[login] = one
        return one

    yield make
    for login, one in came.items():
        site.signed_in[login] = one.context.cookies()
    for one in made:
        one.close()
