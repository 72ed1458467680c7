"""Imports go down the floors: import-linter's contracts, and names that tell nothing."""

import subprocess
import sys
from pathlib import Path

from tests.architecture.floors import BASE, our_modules, place


FORBIDDEN_NAMES = {"utils", "helpers", "core", "common", "misc", "util", "helper"}


def test_every_contract_of_the_floors_is_kept():
    lint_imports = Path(sys.executable).with_name("lint-imports")

    done = subprocess.run(
        [lint_imports, "--no-logo", "--cache-dir", ".cache/import_linter"],
        cwd=BASE,
        env={"PYTHONPATH": str(BASE), "PATH": ""},
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 0, done.stdout + done.stderr


def test_no_module_has_a_name_that_tells_nothing():
    found = [
        place(path)
        for path in our_modules()
        if FORBIDDEN_NAMES & {path.stem, *path.relative_to(BASE).parts}
    ]

    assert found == []
