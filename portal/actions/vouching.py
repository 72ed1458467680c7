"""The way back for a lost password or factor: a proof in person, by somebody who knows.

No administrator can do it, nobody for themselves, and the same person never both
within three days: password and factor together would be the whole account.
"""

import datetime as dt
from typing import TYPE_CHECKING

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.db import transaction
from django.db.models import Q

from portal import audit
from portal.access import grants
from portal.clock import now
from portal.invitation_rules import may_vouch
from portal.models import FactorCode, Invitation, User
from portal.notify import post_message
from portal.one_use import code_hash, new_code, new_token, same_code, token_hash
from portal.places import covers


if TYPE_CHECKING:
    from portal.models import User as Account

CODE_MINUTES = 60
MOST_TRIES = 5
APART = dt.timedelta(hours=72)


class NotYourPerson(Exception):
    """No post of theirs is at a place that this person answers for."""


class BothWays(Exception):
    """The same person already gave the other half within three days."""


@transaction.atomic
def give_slip(*, user: User, by: "Account") -> tuple[Invitation, str]:
    """A one-use link to choose a new password; returns it with its secret."""
    _check(user, by)
    if FactorCode.objects.filter(
        user=user, issued_by=by, created_at__gt=now() - APART
    ).exists():
        raise BothWays
    token = new_token()
    slip = Invitation.objects.create(
        token_hash=token_hash(token),
        username=user.username,
        invited_by=by,
        created_at=now(),
        ends_at=now() + dt.timedelta(hours=settings.INVITATION_HOURS),
    )
    post_message(to=user, kind="account.slip_given", by=by)
    audit.record("account.slip_given", by=by, obj=user)
    return slip, token


@transaction.atomic
def give_code(*, user: User, by: "Account | None") -> str:
    """A code for one hour that lets the person enrol a new factor after the password.

    `by=None` is the operator, for those whom nobody else answers for.
    """
    if by is not None:
        _check(user, by)
        slips = Invitation.objects.filter(
            username=user.username, role="", invited_by=by
        )
        near = Q(created_at__gt=now() - APART) | Q(used_at__gt=now() - APART)
        if slips.filter(near | Q(used_at=None, ends_at__gt=now())).exists():
            raise BothWays
    code = new_code()
    FactorCode.objects.create(
        user=user,
        code_hash=code_hash(code),
        issued_by=by,
        created_at=now(),
        ends_at=now() + dt.timedelta(minutes=CODE_MINUTES),
    )
    post_message(to=user, kind="account.code_given", by=by)
    audit.record("account.code_given", by=by, obj=user)
    return code


def _check(user: User, by: "Account") -> None:
    if user.pk in (None, by.pk) or not may_vouch(grants(by), grants(user), covers):
        raise NotYourPerson


@transaction.atomic
def redeem_code(*, user: User, code: str) -> bool:
    """Remove the lost factors if the code is right; a wrong one counts.

    Not an exception: the count of wrong tries has to stay.
    """
    live = (
        FactorCode.objects.select_for_update()
        .filter(user=user, used_at=None, ends_at__gt=now(), tries__lt=MOST_TRIES)
        .order_by("-id")
        .first()
    )
    if live is None or not same_code(code, live.code_hash):
        if live is not None:
            live.tries += 1
            live.save(update_fields=["tries"])
        audit.record("account.code_refused", by=None, obj=user)
        return False
    live.used_at = now()
    live.save(update_fields=["used_at"])
    Authenticator.objects.filter(user=user).delete()
    for session in UserSession.objects.filter(user=user):
        session.end()
    post_message(to=user, kind="account.factor_removed", by=user)
    audit.record("account.factor_removed", by=user, obj=user, detail={"type": "lost"})
    return True
