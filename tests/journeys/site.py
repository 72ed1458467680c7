"""A whole demonstration site of its own: data folder, database, server process.

What takes time is done once, in `.cache/journeys`, in folders named by what they are
made from; every site is a copy. Its mails, keys and private files are its own.
"""

import fcntl
import hashlib
import json
import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests import template_database
from tests.one_time_code import PERIOD, code_of


BASE = template_database.BASE
CACHE = BASE / ".cache" / "journeys"
ON = time.strftime("%Y-%m-%d")
SECONDS_TO_START = 90
TIME_TO_TYPE = 4  # seconds before a one-time code ends
MADE_FROM = (
    "portal/demo.py",
    "portal/actions/demo_accounts.py",
    "portal/management/commands/seed_demo.py",
    "schools/demo",
    "training/demo.py",
    "training/demo_completions.py",
    "training/demo_in_class.py",
    "training/demo_sessions.py",
    "training/content",
    "referrals/demo",
    "referrals/content",
)


def environment(folder: Path, port: int = 8000) -> dict[str, str]:
    kept = {k: v for k, v in os.environ.items() if not k.startswith("PORTAL_")}
    kept.pop("DATABASE_URL", None)
    return kept | {
        "PORTAL_DEMO": "1",
        "PORTAL_DATA_DIR": str(folder),
        "PORTAL_PORT": str(port),
        "PORTAL_URL": f"http://localhost:{port}",
        "DJANGO_SETTINGS_MODULE": "portal.settings",
        "PYTHONPATH": str(BASE),
    }


def _static_key() -> str:
    digest = hashlib.sha256((BASE / "requirements" / "base.txt").read_bytes())
    for path in sorted((BASE / "portal" / "static").rglob("*.*")):
        digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


def _seed_key() -> str:
    digest = hashlib.sha256(f"{template_database.key('house')} {ON}".encode())
    for name in MADE_FROM:
        found = BASE / name
        paths = sorted(found.rglob("*.*")) if found.is_dir() else [found]
        for path in paths:
            if path.suffix in {".py", ".toml"}:
                digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


def seeded() -> Path:
    """The data folder of the seeded demonstration; made when there is none yet."""
    return _made("seeded", _seed_key(), ["seed_demo"])


def collected() -> Path:
    """A data folder with the static files alone."""
    return _made("static", _static_key(), ["collectstatic", "--no-input", "-v0"])


def _made(what: str, key: str, command: list[str]) -> Path:
    folder = CACHE / f"{what}-{key}"
    CACHE.mkdir(parents=True, exist_ok=True)
    with (CACHE / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not folder.exists():
            for old in CACHE.glob(f"{what}-*"):
                shutil.rmtree(old)
            building = CACHE / f"building-{os.getpid()}"
            shutil.rmtree(building, ignore_errors=True)
            building.mkdir(mode=0o700)
            if what == "seeded":
                template_database.copy_sqlite(building / "portal.sqlite3")
            _manage(building, *command)
            building.rename(folder)
    return folder


def _manage(folder: Path, *arguments: str, codes: tuple[int, ...] = (0,)) -> str:
    done = subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=BASE,
        env=environment(folder),
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode not in codes:
        raise RuntimeError(f"manage.py {arguments}: {done.stdout}{done.stderr}")
    return done.stdout


@dataclass
class Site:
    """A running site. `manage` acts on the same data as the server."""

    folder: Path
    port: int = 0
    _server: subprocess.Popen[bytes] | None = None
    workers: int = 1
    accounts: dict[str, dict[str, str]] = field(default_factory=dict)
    # login: the cookies with which this person's last window signed in
    signed_in: dict[str, list[Any]] = field(default_factory=dict)
    _used: set[tuple[str, str]] = field(default_factory=set)

    @property
    def url(self) -> str:
        """localhost, never 127.0.0.1: passkeys and cookies are bound to the name."""
        return f"http://localhost:{self.port}"

    def start(self) -> "Site":
        _copy(self.folder)
        self.port = free_port()
        with (self.folder / "server.log").open("wb") as log:
            self._server = subprocess.Popen(
                [
                    sys.executable, "-m", "gunicorn", "portal.wsgi", f"--workers={self.workers}",
                    "--threads=4", "--no-control-socket", f"--bind=127.0.0.1:{self.port}", "--log-level=error",
                ],
                cwd=BASE,
                env=environment(self.folder, self.port),
                stdout=log,
                stderr=log,
            )  # fmt: skip
        self.accounts = {
            row["login"]: row
            for row in json.loads(self.manage("demo_accounts", "--json"))
        }
        self._wait()
        return self

    def _wait(self) -> None:
        until = time.monotonic() + SECONDS_TO_START
        while time.monotonic() < until:
            try:
                urllib.request.urlopen(  # noqa: S310 - our own server
                    f"{self.url}/healthz", timeout=5
                ).close()
            except (urllib.error.URLError, OSError):
                time.sleep(0.1)
            else:
                return
        raise RuntimeError(self.log())

    def log(self) -> str:
        """The end of what the server said."""
        return (self.folder / "server.log").read_text(encoding="utf-8")[-4000:]

    def stop(self) -> None:
        if self._server:
            self._server.terminate()
            self._server.wait()
        shutil.rmtree(self.folder, ignore_errors=True)

    def manage(self, *arguments: str, codes: tuple[int, ...] = (0,)) -> str:
        """A management command on this site's data; its standard output."""
        return _manage(self.folder, *arguments, codes=codes)

    def code(self, login: str) -> str:
        """A one-time code that works now: the next one if this one was used here.

        As `demo_code` does it, without a process for each.
        """
        seed = self.accounts[login]["totp_secret"]
        left = PERIOD - time.time() % PERIOD
        if left < TIME_TO_TYPE or (login, code_of(seed)) in self._used:
            time.sleep(left + 0.2)
        code = code_of(seed)
        self._used.add((login, code))
        return code

    def verdict(self) -> dict[str, Any]:
        """What `verify_audit` says."""
        answer: dict[str, Any] = json.loads(
            self.manage("verify_audit", "--json", codes=(0, 1))
        )
        return answer

    def mails(self) -> str:
        """Every word that left by e-mail, after the daily work was done."""
        self.manage("run_daily")
        folder = self.folder / "mail"
        files = sorted(folder.glob("*")) if folder.exists() else []
        return "\n".join(path.read_text(encoding="utf-8") for path in files)


def _copy(folder: Path) -> None:
    """A copy of the data; the static files are the same ones under another name."""
    shutil.copytree(seeded(), folder, ignore=shutil.ignore_patterns("static"))
    static = collected() / "static"
    shutil.copytree(static, folder / "static", copy_function=_share)


def _share(source: str, target: str) -> None:
    try:
        os.link(source, target)
    except OSError:  # another file system
        shutil.copyfile(source, target)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
