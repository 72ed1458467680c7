"""What allauth asks this portal: who may join, how seeds are kept, how to say a name."""

from typing import TYPE_CHECKING

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from django.http import HttpRequest


if TYPE_CHECKING:
    from portal.models import User


def user_display(user: "User") -> str:
    """How a page greets: the name, never the e-mail."""
    return user.name or user.username


class AccountAdapter(DefaultAccountAdapter):
    """Joining is by invitation only."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """No: an account comes from an invitation."""
        return False


class FactorAdapter(DefaultMFAAdapter):
    """Seeds of one-time codes are sealed like every other sensitive text."""

    def encrypt(self, text: str) -> str:
        """Seal a seed for storage as text."""
        from portal.sealed_text import seal_text

        return seal_text(text)

    def decrypt(self, encrypted_text: str) -> str:
        """Open a seed."""
        from portal.sealed_text import open_text

        return open_text(encrypted_text)
