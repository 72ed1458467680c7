"""The door for the application server."""

import gc
import os
import sys

from django.core.wsgi import get_wsgi_application


os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")
application = get_wsgi_application()


def _refuse_demo_accounts() -> None:
    from django.conf import settings
    from django.db import connections

    from portal.checks import demo_accounts_exist

    if not settings.DEMO and demo_accounts_exist():
        sys.exit(
            "This database holds demonstration accounts with known passwords."
            " Use a fresh database, or set PORTAL_DEMO=1."
        )
    connections.close_all()  # a forked worker must not inherit one


_refuse_demo_accounts()

# What is loaded now stays for ever. Left where the collector looks, it cost one
# request in some hundreds 0.15 s; the pages of a forked worker stay shared, too.
gc.collect()
gc.freeze()
