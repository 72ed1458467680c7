"""Writes about one's own account."""

from typing import TYPE_CHECKING

from django.db import transaction

from portal import audit


if TYPE_CHECKING:
    from portal.models import User


@transaction.atomic
def choose_language(*, user: "User", language: str, by: "User | None") -> None:
    """Keep the language on the account, so that the next sign-in starts in it."""
    user.language = language
    user.save(update_fields=["language"])
    audit.record("account.language_chosen", by=by, obj=user, detail={"to": language})
