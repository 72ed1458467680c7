"""Both sides as processes: the portal on a copy of its demonstration, and its peers."""

import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.bench.load import Target
from tests.journeys.site import BASE, Site, environment, free_port


SECONDS_TO_START = 90
WORKERS = 2  # of four threads, each side: as `make demo` serves, on two cores


@contextmanager
def portal() -> Iterator[dict[str, Target]]:
    """The heavy desk's pages, by name."""
    folder = Path(tempfile.mkdtemp()) / "data"
    site = Site(folder, workers=WORKERS)
    try:
        site.start()
        pages = json.loads(
            _python("-m", "tests.bench.filling", env=environment(folder, site.port))
        )
        yield {
            name: Target(site.port, page["path"], page["cookie"])
            for name, page in pages.items()
        }
    finally:
        site.stop()


@contextmanager
def peer(name: str, python: str = sys.executable) -> Iterator[Target]:
    """A peer's page, asked for by somebody who has signed in: `tests/bench/<name>`,
    run by its own interpreter where its packages are not ours."""
    folder, port = Path(tempfile.mkdtemp()), free_port()
    env = os.environ | {
        "DJANGO_SETTINGS_MODULE": f"tests.bench.{name}.settings",
        "PEER_DATABASE": str(folder / "peer.sqlite3"),
        "PYTHONPATH": str(BASE),
    }
    page = json.loads(
        _python("-m", f"tests.bench.{name}.filling", env=env, python=python)
    )
    server = subprocess.Popen(
        [
            python, "-m", "gunicorn", "tests.bench.peer_wsgi", f"--workers={WORKERS}",
            "--threads=4", "--no-control-socket", f"--bind=127.0.0.1:{port}", "--log-level=error",
        ],
        cwd=BASE,
        env=env,
    )  # fmt: skip
    try:
        _wait(f"http://localhost:{port}{page['path']}")
        yield Target(port, page["path"], page["cookie"])
    finally:
        server.terminate()
        server.wait()
        shutil.rmtree(folder, ignore_errors=True)


def _python(*arguments: str, env: dict[str, str], python: str = sys.executable) -> str:
    done = subprocess.run(
        [python, *arguments],
        cwd=BASE,
        env=env,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise RuntimeError(done.stderr[-4000:])
    return done.stdout


def _wait(url: str) -> None:
    until = time.monotonic() + SECONDS_TO_START
    while time.monotonic() < until:
        try:
            urllib.request.urlopen(url, timeout=5).close()  # noqa: S310 - our own
        except urllib.error.HTTPError:  # it sends strangers away: it answers
            return
        except (urllib.error.URLError, OSError):
            time.sleep(0.1)
        else:
            return
    raise RuntimeError(f"{url} does not answer.")
