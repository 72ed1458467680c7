"""A one-time code of a demo account that can be used now."""

import time
from argparse import ArgumentParser
from typing import Any

from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.conf import settings
from django.core.cache import cache
from django.core.management.base import BaseCommand, CommandError

from portal.actions.demo_accounts import secret_of
from portal.models import User


PERIOD = 30
TIME_TO_TYPE = 4


class Command(BaseCommand):
    """`demo_code LOGIN`: waits for the next code when this one is used or ends."""

    help = "Prints a current one-time code. Only with PORTAL_DEMO=1. Exit 0 or 2."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("login")

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEMO:
            raise CommandError("Only with PORTAL_DEMO=1.", returncode=2)
        login = options["login"].strip().lower()
        user = User.objects.filter(username=login, is_demo=True).first()
        secret = secret_of(user) if user else ""
        if user is None or not secret:
            raise CommandError(
                f"There is no demo account {login!r} with one-time codes.", returncode=2
            )
        self.stdout.write(usable_code(user, secret))


def usable_code(user: User, secret: str) -> str:
    """A code that was not used yet and has some seconds left; waits at most once."""
    left = PERIOD - time.time() % PERIOD
    code = _code(secret)
    if left < TIME_TO_TYPE or _used(user, code):
        time.sleep(left + 0.2)
        code = _code(secret)
    return code


def _code(secret: str) -> str:
    code: str = format_hotp_value(hotp_value(secret, int(time.time()) // PERIOD))
    return code


def _used(user: User, code: str) -> bool:
    """The library remembers a used code in the shared cache for its 30 seconds."""
    return bool(cache.get(f"allauth.mfa.totp.used?user={user.pk}&code={code}"))
