"""What allauth asks this portal: who may join, how seeds are kept, what errors say."""

import logging
import time
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.authentication import get_authentication_records
from allauth.mfa.adapter import DefaultMFAAdapter
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _


if TYPE_CHECKING:
    from portal.models import User

logger = logging.getLogger(__name__)
KEPT_TEXT = "kept_text"  # in the session: a text waits for its writer
_WRONG = _("The sign-in name or the password is wrong. Check both and try again.")
_TOO_MANY = _("Too many wrong tries. Wait five minutes, then try again.")
_SAME = _("The new password is the old one. Choose another.")


def user_display(user: "User") -> str:
    """How a page greets: the name, never the e-mail."""
    return user.name or user.username


def set_language_cookie(response: HttpResponse, code: str) -> None:
    """The cookie of the language switch, in one place."""
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        code,
        max_age=settings.LANGUAGE_COOKIE_AGE,
        samesite="Lax",
        secure=settings.SECURE_TRANSPORT,
    )


class AccountAdapter(DefaultAccountAdapter):
    """Joining is by invitation only; one sentence for every wrong sign-in."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "email_password_mismatch": _WRONG,
        "username_password_mismatch": _WRONG,
        "invalid_login": _WRONG,
        "too_many_login_attempts": _TOO_MANY,
        "rate_limited": _("Too many tries. Wait a minute, then try again."),
        "incorrect_password": _("The password is wrong. Try again."),
        "enter_current_password": _("The current password is wrong. Try again."),
        "same_as_current": _SAME,
        "account_inactive": _("This account is closed."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """No: an account comes from an invitation."""
        return False

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """Proofs younger than five minutes count, the sign-in's own too."""
        records = get_authentication_records(self.request, self.request.user)
        youngest = max((record.get("at", 0) for record in records), default=0)
        return bool(time.time() - youngest > settings.ACCOUNT_REAUTHENTICATION_TIMEOUT)

    def post_login(
        self, request: HttpRequest, user: Any, **kwargs: Any
    ) -> HttpResponse:
        """Signed in: in the account's language, and told of a text that was kept."""
        from portal.actions.holding import held_for

        response: HttpResponse = super().post_login(request, user, **kwargs)
        set_language_cookie(response, user.language)
        if held_for(user):
            request.session[KEPT_TEXT] = True
        return response

    def get_reset_password_from_key_url(self, key: str) -> str:
        """The link of the e-mail: this site's own address, whatever host was asked."""
        asked = urlsplit(super().get_reset_password_from_key_url(key))
        return f"{settings.PORTAL_URL}{asked.path}"

    def send_mail(
        self, template_prefix: str, email: str, context: dict[str, Any]
    ) -> None:
        """In the language of the account where it is known.

        A mail server that is down never turns a sign-in into an error page.
        """
        user = context.get("user")
        with translation.override(
            getattr(user, "language", translation.get_language())
        ):
            try:
                super().send_mail(template_prefix, email, context)
            except OSError:
                logger.warning("A message about an account could not be sent.")


class FactorAdapter(DefaultMFAAdapter):
    """Seeds of one-time codes are sealed like every other sensitive text."""

    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": _(
            "The code is wrong or was used already. Wait for the next one. If it is"
            " wrong again, set the clock of your phone to automatic time."
        ),
        "cannot_delete_authenticator": _(
            "Your role needs a second step. Add another one before you remove this."
        ),
    }

    def encrypt(self, text: str) -> str:
        """Seal a seed for storage as text."""
        from portal.sealed_text import seal_text

        return seal_text(text)

    def decrypt(self, encrypted_text: str) -> str:
        """Open a seed."""
        from portal.sealed_text import open_text

        return open_text(encrypted_text)

    def can_delete_authenticator(self, authenticator: Any) -> bool:
        """Not the last factor of somebody whose role asks for one."""
        from allauth.mfa.models import Authenticator

        from portal.access import grants

        kinds = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)
        others = Authenticator.objects.filter(
            user_id=authenticator.user_id, type__in=kinds
        ).exclude(pk=authenticator.pk)
        return others.exists() or not grants(authenticator.user).second_factor

    def generate_authenticator_name(self, user: Any, type: Any) -> str:  # noqa: A002
        """A name to tell keys apart; the person can change it."""
        from allauth.mfa.models import Authenticator

        count = Authenticator.objects.filter(user_id=user.pk, type=type).count()
        return gettext("Passkey %(number)s") % {"number": count + 1}

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        """The host, under the product's name."""
        entity: dict[str, str] = super().get_public_key_credential_rp_entity()
        return entity | {"name": gettext("Child protectors’ portal")}


__all__ = [
    "KEPT_TEXT",
    "AccountAdapter",
    "FactorAdapter",
    "set_language_cookie",
    "user_display",
]
