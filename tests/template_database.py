"""A migrated database, built once and copied for every run and worker.

A full migrate costs about twenty seconds, a copy some milliseconds. Two stages: the
*ground* (everything third-party, and portal), then the *house* (all our apps, on a
copy of the ground), so that a changed migration upstairs costs only the second.
Templates are named by what they are made from: the lock, the installed apps, every
migration, and every file of ours that a migration imports or reads.

`python -m tests.template_database STAGE` migrates the database of DATABASE_URL.
"""

import ast
import fcntl
import hashlib
import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit


BASE = Path(__file__).resolve().parent.parent
CACHE = BASE / ".cache" / "databases"
UPPER = ("schools", "training", "referrals")
KEPT = 6


def key(stage: str) -> str:
    """What a template is made from, as sixteen hexadecimal digits."""
    apps = ("portal",) if stage == "ground" else ("portal", *UPPER)
    digest = hashlib.sha256(f"{sys.version_info[:2]} {sqlite3.sqlite_version}".encode())
    for path in (BASE / "requirements" / "base.txt", *_made_from(apps)):
        digest.update(str(path.relative_to(BASE)).encode() + path.read_bytes())
    settings = ast.parse((BASE / "portal" / "settings.py").read_text())
    for node in settings.body:
        if isinstance(node, ast.Assign) and "INSTALLED_APPS" in ast.unparse(node):
            digest.update(ast.unparse(node).encode())
    return digest.hexdigest()[:16]


def _made_from(apps: tuple[str, ...]) -> list[Path]:
    migrations = [p for app in apps for p in (BASE / app / "migrations").glob("*.py")]
    data = [p for app in apps for p in (BASE / app / "data").glob("*.*")]
    imported = {p for path in migrations for p in _imports(path, apps)}
    return sorted({*migrations, *data, *imported})


def _imports(path: Path, apps: tuple[str, ...]) -> Iterator[Path]:
    """The files of our own that a migration imports."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        names = []
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module:
            names = [node.module, *(f"{node.module}.{a.name}" for a in node.names)]
        for name in names:
            module = BASE / (name.replace(".", "/") + ".py")
            if name.split(".")[0] in apps and module.exists():
                yield module


# --- SQLite --------------------------------------------------------------------
def sqlite_template() -> Path:
    """The migrated SQLite file; built when there is none yet."""
    house = CACHE / f"house-{key('house')}.sqlite3"
    if not house.exists():
        with _one_at_a_time():
            if not house.exists():
                _build_sqlite(house)
    house.touch()
    return house


def copy_sqlite(target: Path) -> Path:
    """A fresh migrated SQLite database at `target`."""
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(sqlite_template(), target)
    return target


def _build_sqlite(house: Path) -> None:
    ground = CACHE / f"ground-{key('ground')}.sqlite3"
    if not ground.exists():
        _migrate_file(ground, "ground")
    _migrate_file(house, "house", start=ground)
    for stage in ("ground", "house"):
        found = sorted(
            CACHE.glob(f"{stage}-*.sqlite3"), key=lambda p: p.stat().st_mtime
        )
        for old in found[:-KEPT]:
            old.unlink()


def _migrate_file(target: Path, stage: str, start: Path | None = None) -> None:
    """Build beside the target and move into place, so that a half one is never seen."""
    building = target.with_suffix(f".{os.getpid()}.building")
    try:
        if start:
            shutil.copyfile(start, building)
        migrate(f"sqlite:///{building}", stage)
        building.replace(target)
    finally:
        for left in CACHE.glob(building.name + "*"):
            left.unlink()


# --- PostgreSQL ----------------------------------------------------------------
def copy_postgresql(url: str, name: str) -> str:
    """A fresh migrated database `name` on the server of `url`; its address."""
    house = f"portal_house_{key('house')}"
    with _postgresql(url) as execute, _one_at_a_time():
        if not execute("SELECT 1 FROM pg_database WHERE datname = %s", house):
            _build_postgresql(url, execute, house)
        execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
        execute(f'CREATE DATABASE "{name}" TEMPLATE "{house}"')
    return _address(url, name)


def drop_postgresql(url: str, name: str) -> None:
    with _postgresql(url) as execute:
        execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


def _build_postgresql(url: str, execute, house: str) -> None:
    ground = f"portal_ground_{key('ground')}"
    for name, stage, start in (
        (ground, "ground", "template0"),
        (house, "house", ground),
    ):
        if execute("SELECT 1 FROM pg_database WHERE datname = %s", name):
            continue
        execute('DROP DATABASE IF EXISTS "portal_building" WITH (FORCE)')
        execute(f'CREATE DATABASE "portal_building" TEMPLATE "{start}"')
        migrate(_address(url, "portal_building"), stage)
        execute(f'ALTER DATABASE "portal_building" RENAME TO "{name}"')


@contextmanager
def _postgresql(url: str):
    import psycopg

    with psycopg.connect(_address(url, "postgres"), autocommit=True) as connection:

        def execute(statement: str, *values: str) -> bool:
            cursor = connection.execute(statement, values or None)
            return bool(cursor.description and cursor.fetchone())

        yield execute


def _address(url: str, name: str) -> str:
    parts = urlsplit(url)
    return urlunsplit(parts._replace(scheme="postgresql", path=f"/{name}"))


# --- Both ----------------------------------------------------------------------
def migrate(url: str, stage: str) -> None:
    """Run one stage in a process of its own, so that it starts from nothing."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.template_database", stage],
        cwd=BASE,
        env=os.environ
        | {"DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": "tests.settings"},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise RuntimeError(f"The test database was not built.\n{done.stderr}")


@contextmanager
def _one_at_a_time() -> Iterator[None]:
    CACHE.mkdir(parents=True, exist_ok=True)
    with (CACHE / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def main(stage: str) -> None:
    import django
    from django.core.management import call_command

    django.setup()
    if stage == "ground":
        from portal.management.commands.migrate import lay_ground

        lay_ground()
    else:
        call_command("migrate", verbosity=0, interactive=False)


if __name__ == "__main__":
    main(sys.argv[1])
