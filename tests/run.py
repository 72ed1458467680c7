"""The whole test suite, on both databases: `make test`.

PostgreSQL first, where its programs are; SQLite and the journeys in the browser last,
so that pytest's closing line ends the run; what failed on PostgreSQL is named once
more above it. What is missing is said in a sentence;
with PORTAL_CI=1 it is a failure, because there everything is installed.
"""

import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from tests import browser, failures, postgres
from tests.template_database import BASE


CI = bool(os.environ.get("PORTAL_CI"))


def main(arguments: list[str]) -> int:
    postgres.ended_by_signals()
    missing = list(absences())
    for sentence in missing:
        say(sentence)
    if CI and missing:
        say("PORTAL_CI=1: nothing may be missing here.")
        return 2
    with tempfile.TemporaryDirectory() as folder:
        os.environ[failures.TRAVELS_IN] = str(Path(folder) / "failures")
        return both(arguments)


def both(arguments: list[str]) -> int:
    on_postgresql = 0
    bin_dir = postgres.programs()
    if bin_dir:
        with postgres.server(bin_dir) as url:
            on_postgresql = suite("PostgreSQL", url, "-m", "not journey", *arguments)
    on_sqlite = suite("SQLite", "", *arguments)
    return on_postgresql or on_sqlite


def absences() -> list[str]:
    """What this machine lacks, and what is therefore not tested."""
    sentences = []
    if postgres.programs() is None:
        sentences.append(
            "PostgreSQL's programs (initdb, postgres) are not here:"
            " the tests run on SQLite only."
        )
    if browser.chromium() is None:
        sentences.append("Chromium is not here: the journeys are skipped.")
    if shutil.which("pdftotext") is None:
        sentences.append("pdftotext is not here: the words of PDFs are not read.")
    return sentences


def suite(database: str, url: str, *arguments: str) -> int:
    say(f"Tests on {database}")
    started = time.monotonic()
    environment = {k: v for k, v in os.environ.items() if k != "DATABASE_URL"}
    if url:
        environment["DATABASE_URL"] = url
    options = ["-q", "--tb=short", "-n", workers(), "--dist=worksteal"]
    options += ["-p", failures.__name__]
    code = subprocess.run(
        [sys.executable, "-m", "pytest", *options, *arguments],
        cwd=BASE,
        env=environment,
        check=False,
    ).returncode
    if url:
        verdict = "not green" if code else "green"
        say(f"Tests on {database}: {verdict}, {time.monotonic() - started:.0f} s")
    return code


def workers() -> str:
    given = os.environ.get("PORTAL_TEST_WORKERS")
    return given or str(max(1, min(os.cpu_count() or 2, 4)))


def say(sentence: str) -> None:
    sys.stdout.write(f"== {sentence}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except KeyboardInterrupt:
        sys.exit(130)
