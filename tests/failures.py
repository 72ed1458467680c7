"""What failed on the first database, said once more where the second one's run ends.

The reader of a long run has its last lines only, and they are SQLite's. A plugin of
pytest: `tests.run` loads it and names the file in which the names travel.
"""

import os
from pathlib import Path
from typing import Any

import pytest


TRAVELS_IN = "PORTAL_FAILURES"
CI = bool(os.environ.get("PORTAL_CI"))  # a skipped test is a failure there
WIDTH = 200  # signs of an error; the whole of it stands where it happened


def pytest_terminal_summary(terminalreporter: Any) -> None:
    path = os.environ.get(TRAVELS_IN)
    if path is None or "PYTEST_XDIST_WORKER" in os.environ:  # a worker knows its own
        return
    file = Path(path)
    before = file.read_text() if file.exists() else ""
    if before:
        terminalreporter.section("failed on the database before this one")
        terminalreporter.write(before)
    kinds = ("failed", "error", "skipped") if CI else ("failed", "error")
    here = terminalreporter.stats
    file.write_text("".join(line(one) for kind in kinds for one in here.get(kind, ())))


def line(report: pytest.TestReport) -> str:
    """The name of the test and the first line of what it said."""
    if report.skipped:
        return f"{report.nodeid}: skipped, and here nothing may be\n"
    crash = getattr(report.longrepr, "reprcrash", None)
    said = (crash.message if crash else report.longreprtext).strip().splitlines()
    return f"{report.nodeid}: {said[0][:WIDTH] if said else report.when}\n"
