"""The database of one test process: made from the template, renewed, dropped.

A test that commits (`transaction=True`) does not flush the tables afterwards, as
Django would: a flush deletes what migrations brought, and the audit refuses it. The
database is made anew from the template, which is also quicker.
"""

import os
from pathlib import Path

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db import connection, connections
from django.test import TransactionTestCase

from tests import template_database


class OwnDatabase:
    """A copy of the template that belongs to this process alone."""

    def __init__(self, folder: Path) -> None:
        own = f"portal_test_{os.getpid()}"
        self.file = folder / f"{own}.sqlite3" if connection.vendor == "sqlite" else None
        self.name = str(self.file or own)
        self.server = os.environ.get("DATABASE_URL", "")
        connection.settings_dict["NAME"] = self.name
        settings.DATABASES["default"]["NAME"] = self.name

    def make(self) -> None:
        connections.close_all()
        if self.file:
            self._remove_files()
            template_database.copy_sqlite(self.file)
        else:
            template_database.copy_postgresql(self.server, self.name)
        ContentType.objects.clear_cache()

    def drop(self) -> None:
        connections.close_all()
        if self.file:
            self._remove_files()
        else:
            template_database.drop_postgresql(self.server, self.name)

    def renew_after_commits(self) -> None:
        """From now on, what Django does after a committing test is `make`."""
        TransactionTestCase._fixture_teardown = lambda _case: self.make()

    def _remove_files(self) -> None:
        for left in self.file.parent.glob(f"{self.file.name}*"):
            left.unlink()
