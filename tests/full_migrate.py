"""Every migration from an empty database, in one go, on both databases.

The tests use a template built in two stages; this is the way an installation goes.
"""

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from tests import postgres
from tests.template_database import BASE


def main() -> int:
    postgres.ended_by_signals()
    with tempfile.TemporaryDirectory() as folder:
        code = migrate("SQLite", f"sqlite:///{Path(folder) / 'empty.sqlite3'}")
    bin_dir = postgres.programs()
    if bin_dir is None:
        sys.stdout.write(
            "PostgreSQL's programs are not here: migrated on SQLite only.\n"
        )
        return code or (2 if os.environ.get("PORTAL_CI") else 0)
    with postgres.server(bin_dir) as url:
        return code or migrate("PostgreSQL", url)


def migrate(database: str, url: str) -> int:
    started = time.monotonic()
    done = subprocess.run(
        [sys.executable, "manage.py", "migrate", "--verbosity=0", "--no-input"],
        cwd=BASE,
        env=os.environ
        | {"DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": "tests.settings"},
        check=False,
    )
    if done.returncode == 0:
        seconds = time.monotonic() - started
        sys.stdout.write(f"Migrated an empty {database} in {seconds:.0f} s.\n")
    return done.returncode


if __name__ == "__main__":
    sys.exit(main())
