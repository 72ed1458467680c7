"""Accounts of colleagues in the demonstration: they have records, nobody signs in."""

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import transaction

from portal import audit
from portal.actions.demo_accounts import NotTheDemo
from portal.models import User


if TYPE_CHECKING:
    from portal.models import User as Account


@transaction.atomic
def make_colleague(*, login: str, name: str, by: "Account | None" = None) -> User:
    """An account without a password: not listed among those to try."""
    if not settings.DEMO:
        raise NotTheDemo
    user = User.objects.create_user(login, None, None, name=name)
    audit.record("account.demo_made", by=by, obj=user)
    return user
