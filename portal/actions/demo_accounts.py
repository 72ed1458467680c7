"""Accounts of the demonstration: known passwords, so only ever with PORTAL_DEMO=1."""

import base64
import hashlib
from functools import cache
from typing import TYPE_CHECKING

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP
from allauth.mfa.utils import decrypt
from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.db import transaction

from portal import audit
from portal.models import User


if TYPE_CHECKING:
    from portal.models import User as Account

DEMO_PASSWORD = "shembull-demo-2026"  # noqa: S105 - printed by `make demo`, made up


class NotTheDemo(Exception):
    """Accounts with known passwords exist in the demonstration only."""


def demo_secret(login: str) -> str:
    """The one-time-code seed of a demo account: always the same for a name."""
    digest = hashlib.sha256(f"demo one-time code of {login.lower()}".encode()).digest()
    return base64.b32encode(digest[:20]).decode()


@cache
def _known_hash() -> str:
    """Hashed once for all: whoever reads the table knows the password anyway."""
    return make_password(DEMO_PASSWORD)


@transaction.atomic
def make_demo_account(
    *,
    login: str,
    name: str,
    email: str | None = None,
    language: str = "sq",
    totp: bool = True,
    by: "Account | None" = None,
) -> User:
    """An account with the known password; `totp=False`: without a second factor."""
    if not settings.DEMO:
        raise NotTheDemo
    user = User.objects.create_user(
        login, email, None, name=name, language=language, is_demo=True
    )
    user.password = _known_hash()
    user.save(update_fields=["password"])
    if user.email:
        EmailAddress.objects.create(
            user=user, email=user.email, primary=True, verified=True
        )
    if totp:
        TOTP.activate(user, demo_secret(login))
    audit.record("account.demo_made", by=by, obj=user)
    return user


def secret_of(user: User) -> str:
    """The seed of the account's one-time codes, or nothing."""
    found = Authenticator.objects.filter(
        user=user, type=Authenticator.Type.TOTP
    ).first()
    return decrypt(found.data["secret"]) if found else ""
