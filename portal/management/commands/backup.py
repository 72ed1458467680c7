"""Copy the database while people work, to one file, with the keys table apart."""

import shutil
import sqlite3
import subprocess
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import connection

from portal import audit
from portal.clock import now


class Command(BaseCommand):
    """`backup --output FOLDER [--dry-run]`; 0 written, 2 could not."""

    help = "Writes a consistent copy of the database into a folder."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--output", type=Path, required=True)
        parser.add_argument("--dry-run", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        folder: Path = options["output"]
        suffix = "dump" if connection.vendor == "postgresql" else "sqlite3"
        target = folder / f"portal-{now():%Y%m%dT%H%M%SZ}.{suffix}"
        if not options["dry_run"]:
            try:
                folder.mkdir(parents=True, exist_ok=True, mode=0o700)
                self._copy(target)
            except (OSError, sqlite3.Error, subprocess.CalledProcessError) as error:
                raise CommandError(
                    f"The backup could not be written: {error}", returncode=2
                ) from None
            target.chmod(0o600)
            audit.record("backup.made", by=None)
        self.stdout.write(str(target))

    def _copy(self, target: Path) -> None:
        if connection.vendor == "postgresql":
            _dump_postgresql(target)
        else:
            _copy_sqlite(target)


def _copy_sqlite(target: Path) -> None:
    """The whole file in one step: copying by pages starts again at every write."""
    name = str(connection.settings_dict["NAME"])
    with sqlite3.connect(name) as source, sqlite3.connect(target) as copy:
        source.backup(copy, pages=-1)


def _dump_postgresql(target: Path) -> None:
    program = shutil.which("pg_dump")
    if program is None:
        raise OSError("pg_dump is not installed here.")
    given = connection.settings_dict
    environment = {
        "PGHOST": given["HOST"] or "",
        "PGPORT": str(given["PORT"] or ""),
        "PGUSER": given["USER"] or "",
        "PGPASSWORD": given["PASSWORD"] or "",
    }
    subprocess.run(  # noqa: S603
        [program, "--format=custom", f"--file={target}", str(given["NAME"])],
        check=True,
        env={key: value for key, value in environment.items() if value},
        capture_output=True,
    )
