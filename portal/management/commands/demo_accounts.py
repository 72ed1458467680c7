"""The accounts of the demonstration, to be printed or read by a script."""

import json
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from portal.access import Grant, grants
from portal.actions.demo_accounts import DEMO_PASSWORD, secret_of
from portal.models import User
from portal.places import describe
from portal.roles import ROLES


class Command(BaseCommand):
    """`demo_accounts [--json]`: role, login, password, totp_secret, place."""

    help = "Lists the demo accounts. Only with PORTAL_DEMO=1. Exit 0 or 2."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--json", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEMO:
            raise CommandError("Only with PORTAL_DEMO=1.", returncode=2)
        order = list(ROLES)
        rows = [_row(user) for user in User.objects.filter(is_demo=True).order_by("id")]
        rows.sort(key=lambda row: order.index(row["role"]) if row["role"] else 99)
        if options["json"]:
            self.stdout.write(json.dumps(rows, ensure_ascii=False))
            return
        for row in rows:
            self.stdout.write("  ".join(row.values()))


def _row(user: User) -> dict[str, str]:
    held = grants(user).all
    own = [grant for grant in held if not grant.deputy] or list(held)
    return {
        "role": own[0].role.key if own else "",
        "login": user.username,
        "password": DEMO_PASSWORD,
        "totp_secret": secret_of(user),
        "place": _place(own[0]) if own else "",
    }


def _place(grant: Grant) -> str:
    found = describe(grant.place)
    return found.label if found else ""
