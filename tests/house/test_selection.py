"""On PostgreSQL runs what opens a database; on SQLite everything but PostgreSQL's own."""

from types import SimpleNamespace

import pytest
from django.db import connection

from tests.selection import needs_database, runs_on


def a_test(*marks: str, fixtures: tuple[str, ...] = ("request",)) -> SimpleNamespace:
    return SimpleNamespace(
        fixturenames=list(fixtures),
        get_closest_marker=lambda name: name if name in marks else None,
    )


RULE = a_test()
MARKED = a_test("django_db")
WITH_FIXTURE = a_test(fixtures=("request", "world", "db"))
COMMITTING = a_test(fixtures=("transactional_db",))
STANDING = a_test(fixtures=("loaded", "django_db_setup"))


@pytest.mark.parametrize("item", [MARKED, WITH_FIXTURE, COMMITTING, STANDING])
def test_what_opens_a_database_runs_on_both(item):
    assert runs_on("postgresql", item)
    assert runs_on("sqlite", item)


def test_what_opens_none_runs_once():
    assert not runs_on("postgresql", RULE)
    assert runs_on("sqlite", RULE)


def test_what_belongs_to_one_database_runs_there_only():
    theirs, ours = a_test("django_db", "postgresql"), a_test("django_db", "sqlite")
    by_itself = a_test("postgresql")  # it opens its own connection

    for item in (theirs, by_itself):
        assert (runs_on("postgresql", item), runs_on("sqlite", item)) == (True, False)
    assert (runs_on("postgresql", ours), runs_on("sqlite", ours)) == (False, True)


@pytest.mark.django_db
def test_this_very_run_keeps_the_rule(request):
    wrong = [item.nodeid for item in request.session.items if not _right(item)]

    assert wrong == []


def _right(item: pytest.Item) -> bool:
    return runs_on(connection.vendor, item) and (
        needs_database(item)
        or connection.vendor == "sqlite"
        or bool(item.get_closest_marker("postgresql"))
    )
