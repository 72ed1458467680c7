"""The bare site's settings and what the README of wagtail-lms adds."""

from pathlib import Path

from tests.bench.bare import settings as bare
from tests.bench.bare.settings import *


INSTALLED_APPS = ["wagtail_lms", *(a for a in bare.INSTALLED_APPS if "bare" not in a)]
ROOT_URLCONF = "tests.bench.lms.urls"
TEMPLATES = [bare.TEMPLATES[0] | {"DIRS": [Path(__file__).parent / "templates"]}]
MEDIA_URL = "/media/"
