"""Imports commit one after the other: a second one waits for the first to end."""

from django.db import connection


IMPORTS = 4_920_017  # the number of our advisory lock


def wait_for_turn() -> None:
    """Inside a transaction: hold the imports' lock until it ends.

    SQLite needs nothing: its write transactions are IMMEDIATE and wait by themselves.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [IMPORTS])
