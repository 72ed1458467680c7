"""History written by real browsing is whole, and shows where somebody meddled."""

import sqlite3
from collections.abc import Callable, Iterator

import pytest

from tests.journeys.site import Site
from tests.journeys.visitor import Visitor


pytestmark = pytest.mark.journey


@pytest.fixture(scope="session", params=[pytest.param((1280, "sq"), id="1280-sq")])
def way(request: pytest.FixtureRequest) -> tuple[int, str]:
    """Once is enough: the chain knows no width."""
    found: tuple[int, str] = request.param
    return found


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """A site that no other journey uses: its history is about to be spoilt."""
    one = Site(tmp_path_factory.mktemp("spoilt") / "data")
    try:
        yield one.start()
    finally:
        one.stop()


def test_a_row_edited_behind_its_back_is_named(
    visitor: Callable[[str], Visitor], site: Site
):
    protector = visitor("protector@shembull.example")
    protector.open("/referrals/cases/")
    protector.look("cases")
    assert site.verdict()["ok"]

    chain, seq = _meddle(site)

    verdict = site.verdict()
    assert not verdict["ok"]
    assert verdict["first_broken"]["chain"] == chain
    assert verdict["first_broken"]["seq"] == seq


def _meddle(site: Site) -> tuple[int, int]:
    """As somebody with the file in hands: the guard is dropped first."""
    database = sqlite3.connect(site.folder / "portal.sqlite3")
    try:
        guards = database.execute(
            "SELECT name FROM sqlite_master WHERE type = 'trigger'"
            " AND name IN ('portal_audit_event_fixed', 'portal_audit_event_kept')"
        ).fetchall()
        for (name,) in guards:
            database.execute(f'DROP TRIGGER "{name}"')
        row: tuple[int, int, int] = database.execute(
            "SELECT id, chain, seq FROM portal_audit_event WHERE verb = 'case.opened'"
            " ORDER BY id LIMIT 1"
        ).fetchone()
        database.execute(
            "UPDATE portal_audit_event SET body = replace(body, 'case', 'cake')"
            " WHERE id = ?",
            row[:1],
        )
        database.commit()
    finally:
        database.close()
    return row[1], row[2]
