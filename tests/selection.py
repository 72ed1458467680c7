"""Which tests run on which database.

The suite runs on PostgreSQL and on SQLite. A test that opens no database (a rule about
dates, a file's words, the marking of a paper) has the same answer on both, so it runs
once, with SQLite. Whether a test can open one is what pytest-django itself goes by: the
mark, or a fixture; without either every query is refused.
"""

import pytest


DATABASE_FIXTURES = {
    "db",
    "transactional_db",
    "django_db_setup",  # rows that stand for a whole module
    "live_server",
}


def needs_database(item: pytest.Item) -> bool:
    """Whether the test may open a database."""
    asked = set(getattr(item, "fixturenames", ()))
    return bool(item.get_closest_marker("django_db") or asked & DATABASE_FIXTURES)


def runs_on(vendor: str, item: pytest.Item) -> bool:
    """Whether the test belongs to a run on "sqlite" or "postgresql"."""
    if vendor == "sqlite":
        return not item.get_closest_marker("postgresql")
    if item.get_closest_marker("postgresql"):
        return True
    return needs_database(item) and not item.get_closest_marker("sqlite")
