"""Start-up checks: what must be true before anybody is let in."""

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, register
from django.core.checks import Warning as Caution
from django.db import DatabaseError, connection


@register("portal", deploy=True)
def real_children_need_postgresql(
    app_configs: Any = None, **kwargs: Any
) -> list[CheckMessage]:
    """SQLite has no second wall; fine for the demo and for tests."""
    if connection.vendor == "postgresql" or settings.DEMO:
        return []
    return [
        Caution(
            "SQLite has no row-level security: not for real children.",
            hint="Set DATABASE_URL to a PostgreSQL database.",
            id="portal.W001",
        )
    ]


@register(Tags.database)
def no_demo_accounts_outside_the_demo(
    app_configs: Any = None, databases: Any = None, **kwargs: Any
) -> list[CheckMessage]:
    """A database that holds demo accounts does not start without PORTAL_DEMO=1."""
    if settings.DEMO or not databases or not demo_accounts_exist():
        return []
    return [
        Error(
            "This database holds demonstration accounts with known passwords.",
            hint="Use a fresh database, or set PORTAL_DEMO=1.",
            id="portal.E001",
        )
    ]


def demo_accounts_exist() -> bool:
    """Whether the database holds an account of the demo; false before migrate."""
    from portal.models import User

    try:
        return User.objects.filter(is_demo=True).exists()
    except DatabaseError:
        return False
