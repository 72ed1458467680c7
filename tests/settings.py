"""Settings of the tests: the product's own, made quick and deaf to the network.

Everything not named here is exactly what an installation runs.
"""

import os
import tempfile
from pathlib import Path


_DATA = Path(tempfile.gettempdir()) / f"portal-tests-{os.getuid()}"
(_DATA / "static").mkdir(parents=True, exist_ok=True)  # whitenoise looks for it
os.environ["PORTAL_DATA_DIR"] = str(_DATA)
os.environ["PORTAL_DEMO"] = "0"
os.environ["PORTAL_URL"] = "http://localhost:8000"
os.environ["PORTAL_SECRET_KEY"] = "only-for-tests-" + "x" * 50
os.environ["PORTAL_DATA_KEYS"] = "t1:" + "dGVzdGtleSB0ZXN0a2V5IHRlc3RrZXkgdGVzdGtleSE="

from portal.settings import *  # noqa: E402
from portal.settings import DATABASES, STORAGES  # noqa: E402


ALLOWED_HOSTS = ["testserver", "localhost", "127.0.0.1"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
OUTLINE_SECONDS = 0  # every test has a tree of its own
TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
STORAGES = STORAGES | {
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
}
if "sqlite" in DATABASES["default"]["ENGINE"]:
    # A test database need not survive a power cut.
    DATABASES["default"]["OPTIONS"]["init_command"] += " PRAGMA synchronous=OFF;"
