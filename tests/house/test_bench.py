"""The bench drives the portal from outside."""

import os
import subprocess
import sys

from tests.template_database import BASE


def test_it_starts_without_a_settings_module():
    bare = {k: v for k, v in os.environ.items() if k != "DJANGO_SETTINGS_MODULE"}

    done = subprocess.run(
        [sys.executable, "-c", "import tests.bench.__main__"],
        cwd=BASE,
        env=bare | {"PYTHONPATH": str(BASE)},
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 0, done.stderr
