"""Taking up an invitation: an account, a post, or a new password."""

from typing import TYPE_CHECKING

from allauth.account.models import EmailAddress
from django.db import transaction
from django.db.models import Q

from portal import audit
from portal.actions.inviting import may_decide
from portal.clock import now
from portal.hooks import PostGranter, registered
from portal.models import Invitation, User
from portal.notify import post_message
from portal.one_use import token_hash


if TYPE_CHECKING:
    from django.db.models import QuerySet


class LinkOver(Exception):
    """The link was used, has ended, or never was one: all the same to a stranger."""


class LinkWaits(Exception):
    """A second person still has to approve it."""


class CannotJoin(Exception):
    """The link is good, but the records or the inviter's rights do not allow it."""


class SignInFirst(Exception):
    """The invited account exists: its owner has to be signed in."""


def live_invitation(token: str) -> Invitation:
    """The invitation behind a link, if it works now."""
    return _live(Invitation.objects.all(), token)


def _live(rows: "QuerySet[Invitation]", token: str) -> Invitation:
    found = rows.filter(token_hash=token_hash(token), used_at=None).first()
    if found is None or found.ends_at <= now():
        raise LinkOver
    if found.waits_for_approval:
        raise LinkWaits
    return found


def account_of(invitation: Invitation) -> User | None:
    """The account that the invitation names, if there is one already."""
    return User.objects.filter(username=invitation.username, is_active=True).first()


@transaction.atomic
def join(*, token: str, name: str, password: str, by: User | None = None) -> User:
    """Make the account and give it the post; the link is used up.

    An account that exists gets the post added, and only for its owner (`by`).
    """
    invitation = _live(Invitation.objects.select_for_update(), token)
    if not invitation.role:
        raise LinkOver
    _check_inviter(invitation)
    user = account_of(invitation)
    if user is not None and (by is None or by.pk != user.pk):
        raise SignInFirst
    if user is None:
        user = _new_account(invitation, name, password)
    for granter in registered(PostGranter):
        granter.grant(
            user=user,
            role=invitation.role,
            place=invitation.place,
            agency=invitation.agency,
            by=invitation.invited_by,
        )
    _use_up(invitation)
    audit.record("invitation.used", by=user, obj=invitation)
    return user


def _check_inviter(invitation: Invitation) -> None:
    """Who invited alone still has to hold the right; a second yes or operator stands."""
    alone = invitation.invited_by if invitation.approved_by_id is None else None
    if alone is not None and not may_decide(alone, invitation):
        raise CannotJoin


def _new_account(invitation: Invitation, name: str, password: str) -> User:
    taken = Q(username=invitation.username)
    if invitation.email:
        taken |= Q(email__iexact=invitation.email)
    if User.objects.filter(taken).exists():
        raise CannotJoin
    user = User.objects.create_user(
        invitation.username, invitation.email or None, password, name=name.strip()
    )
    if user.email:
        EmailAddress.objects.create(
            user=user, email=user.email, primary=True, verified=True
        )
    return user


@transaction.atomic
def renew_password(*, token: str, password: str) -> User:
    """Set a new password by an activation slip; the second factor stays."""
    invitation = _live(Invitation.objects.select_for_update(), token)
    user = account_of(invitation)
    if invitation.role or user is None:
        raise LinkOver
    user.set_password(password)
    user.save(update_fields=["password"])
    _use_up(invitation)
    post_message(to=user, kind="account.password_renewed", by=user)
    audit.record("account.password_renewed", by=user, obj=user)
    return user


def _use_up(invitation: Invitation) -> None:
    invitation.used_at = now()
    invitation.save(update_fields=["used_at"])
