"""`manage.py check --deploy` with the environment that an installation has."""

import base64
import os
import secrets
import subprocess
import sys
import tempfile

from tests.template_database import BASE


def main() -> int:
    with tempfile.TemporaryDirectory() as folder:
        environment = {
            name: value
            for name, value in os.environ.items()
            if not name.startswith(("PORTAL_", "DJANGO_", "DATABASE_"))
        } | {
            "PORTAL_DATA_DIR": folder,
            "PORTAL_URL": "https://portal.example",
            "PORTAL_HOSTS": "portal.example",
            "PORTAL_PROXIES": "1",
            "PORTAL_EMAIL_URL": "smtp+tls://portal:secret@mail.example:587",
            "PORTAL_SECRET_KEY": secrets.token_urlsafe(64),
            "PORTAL_DATA_KEYS": "k1:" + base64.b64encode(os.urandom(32)).decode(),
            "DATABASE_URL": "postgresql://portal@db.example/portal",
        }
        command = ["manage.py", "check", "--deploy", "--fail-level", "WARNING"]
        return subprocess.run(
            [sys.executable, *command], cwd=BASE, env=environment, check=False
        ).returncode


if __name__ == "__main__":
    sys.exit(main())
