"""What allauth tells us, written into the history; connected at start-up."""

from typing import Any

from allauth.account.authentication import get_authentication_records
from allauth.account.internal.flows.login import record_authentication
from allauth.account.signals import password_changed, password_reset, user_logged_in
from allauth.mfa.models import Authenticator
from allauth.mfa.signals import (
    authentication_failed,
    authenticator_added,
    authenticator_removed,
    authenticator_reset,
)
from django.contrib.auth.signals import user_logged_out
from django.dispatch import receiver

from portal import audit


FACTORS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)


@receiver(user_logged_in)
def signed_in(request: Any, user: Any, **_: Any) -> None:
    """Which proofs were given, not from where."""
    records = get_authentication_records(request, user)
    given = sorted({str(r.get("type") or r.get("method")) for r in records})
    audit.record("account.signed_in", by=user, obj=user, detail={"proofs": given})


@receiver(user_logged_out)
def signed_out(user: Any = None, **_: Any) -> None:
    """By oneself or by the clock."""
    if user is not None:
        audit.record("account.signed_out", by=user, obj=user)


@receiver(authentication_failed)
def code_refused(user: Any, **_: Any) -> None:
    """A wrong second step behind a right password."""
    audit.record("account.code_refused", by=None, obj=user)


@receiver(authenticator_added)
def factor_added(request: Any, user: Any, authenticator: Any, **_: Any) -> None:
    """Setting a factor up proves it: this session has it from now on."""
    if authenticator.type in FACTORS:
        record_authentication(
            request, user, "mfa", id=authenticator.pk, type=authenticator.type
        )
    audit.record(
        "account.factor_added", by=user, obj=user, detail={"type": authenticator.type}
    )


@receiver(authenticator_removed)
def factor_removed(user: Any, authenticator: Any, **_: Any) -> None:
    """By its owner."""
    audit.record(
        "account.factor_removed", by=user, obj=user, detail={"type": authenticator.type}
    )


@receiver(authenticator_reset)
def recovery_codes_renewed(user: Any, **_: Any) -> None:
    """The old recovery codes ended."""
    audit.record("account.recovery_codes_renewed", by=user, obj=user)


@receiver(password_changed)
def password_was_changed(user: Any, **_: Any) -> None:
    """By its owner, signed in."""
    audit.record("account.password_changed", by=user, obj=user)


@receiver(password_reset)
def password_was_reset(user: Any, **_: Any) -> None:
    """Through the link sent by e-mail; the second factor stays asked for."""
    audit.record("account.password_reset", by=user, obj=user)
