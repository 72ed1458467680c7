"""Django's migrate, which lays the other packages' tables first on an empty database.

Django renders every known model again whenever one that it is joined to changes. In
alphabetical order ours would be there, joined to the user, while Wagtail's two hundred
migrations run; after them the same work costs about half.
"""

from typing import Any

from django.core.management.commands import migrate
from django.db import connections
from django.db.migrations.executor import MigrationExecutor


OURS = {"portal", "schools", "training", "referrals"}
PLAIN = ("app_label", "migration_name", "plan", "check_unapplied", "fake", "prune")


class Command(migrate.Command):
    """`migrate`, as Django's own page describes it."""

    def handle(self, *args: Any, **options: Any) -> None:
        if not any(options[name] for name in PLAIN):
            lay_ground(options["database"])
        super().handle(*args, **options)


def lay_ground(database: str = "default") -> None:
    """On an empty database: the other packages' migrations, and what they stand on."""
    connection = connections[database]
    connection.prepare_database()
    executor = MigrationExecutor(connection)
    if executor.loader.applied_migrations:
        return
    leaves = executor.loader.graph.leaf_nodes()
    executor.migrate([leaf for leaf in leaves if leaf[0] not in OURS])
