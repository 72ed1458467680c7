"""Imports run one after the other: a second one waits for the first to end.

On one machine a lock on a file in the data folder, which ends with its process; on
PostgreSQL also a lock of the database, for several machines.
"""

import fcntl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.db import connection


IMPORTS = 4_920_017  # the number of our advisory lock
_held = threading.local()


@contextmanager
def own_turn() -> Iterator[None]:
    """Wait until no other process of this machine imports; asked again, goes on.

    To be entered before a transaction: SQLite lets one writer in, and who waits
    there gives up after some seconds.
    """
    if getattr(_held, "depth", 0):
        yield
        return
    with (Path(settings.DATA_DIR) / "imports.lock").open("a") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        _held.depth = 1
        try:
            yield
        finally:
            _held.depth = 0


def lock_database() -> None:
    """Inside a transaction: hold the imports' lock of PostgreSQL until it ends."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [IMPORTS])
