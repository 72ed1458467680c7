"""Inviting people: the only way that an account begins."""

import datetime as dt
import logging

from django.conf import settings
from django.core.mail import send_mail
from django.db import transaction
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext

from portal import audit
from portal.access import Place, grants
from portal.clock import now
from portal.hooks import FoundPlace
from portal.invitation_rules import (
    may_approve,
    may_invite,
    may_vouch,
    needs_second_person,
)
from portal.models import Invitation, User
from portal.one_use import new_token, token_hash
from portal.places import covers, find_place
from portal.roles import ROLES, PlaceKind


logger = logging.getLogger(__name__)


class NoSuchPlace(Exception):
    """There is no place of that kind with that code."""


class NotYours(Exception):
    """This person may not invite to that role there."""


class OwnInvitation(Exception):
    """Nobody invites or approves themselves."""


class InvitationOver(Exception):
    """It was used, or its time has passed."""


@transaction.atomic
def invite(
    *,
    username: str,
    role: str,
    place: str = "",
    by: "User | None",
    email: str = "",
    name: str = "",
    agency: str = "",
) -> tuple[Invitation, str]:
    """Make an invitation; returns it with the secret of its link, shown this once.

    `by=None` is the operator on the command line, who needs no second person. With an
    e-mail the link is sent there, as soon as it works.
    """
    found = _place(role, place)
    own = by is not None and by.username == username.strip().lower()
    if own:
        raise OwnInvitation
    token = new_token()
    invitation = Invitation.objects.create(
        token_hash=token_hash(token),
        username=username.strip().lower(),
        email=email.strip().lower(),
        name=name.strip(),
        role=role,
        place=found.code,
        place_label=found.label[:150],
        agency=agency,
        needs_approval=_needs_approval(by, role, found),
        invited_by=by,
        created_at=now(),
        ends_at=_end(),
    )
    audit.record("invitation.made", by=by, obj=invitation, detail={"role": role})
    if not invitation.waits_for_approval:
        _send_link(invitation, token)
    return invitation, token


def _place(role: str, code: str) -> FoundPlace:
    found = find_place(ROLES[role].place, code)
    if found is None:
        raise NoSuchPlace(code)
    return found


def _needs_approval(by: "User | None", role: str, found: FoundPlace) -> bool:
    if by is None:
        return False
    where = Place(PlaceKind(found.kind), found.id)
    if not may_invite(grants(by), ROLES[role], where, covers):
        raise NotYours
    return needs_second_person(grants(by), ROLES[role], where, covers)


def may_decide(user: "User", invitation: Invitation) -> bool:
    """Whether the invitation is within this person's power: role and place."""
    if not invitation.role:
        return invitation.invited_by_id == user.pk
    found = find_place(ROLES[invitation.role].place, invitation.place)
    if found is None:
        return False
    where = Place(PlaceKind(found.kind), found.id)
    return may_invite(grants(user), ROLES[invitation.role], where, covers)


@transaction.atomic
def approve_invitation(*, invitation: Invitation, by: "User") -> None:
    """The second person says yes; with an e-mail a fresh link leaves now."""
    locked = _open_one(invitation)
    if by.pk == locked.invited_by_id or by.username == locked.username:
        raise OwnInvitation
    _check_both(locked, by)
    locked.approved_by = by
    if locked.email:
        _give_link(locked)
    locked.save()
    audit.record("invitation.approved", by=by, obj=locked)


def _check_both(invitation: Invitation, by: "User") -> None:
    inviter, role = invitation.invited_by, ROLES[invitation.role]
    found = find_place(role.place, invitation.place)
    if found is None or inviter is None or not may_decide(inviter, invitation):
        raise InvitationOver
    where = Place(PlaceKind(found.kind), found.id)
    if not may_approve(grants(by), grants(inviter), role, where, covers):
        raise NotYours


@transaction.atomic
def renew_link(*, invitation: Invitation, by: "User") -> str:
    """A new link in place of the old one, for a slip that was lost."""
    locked = _open_one(invitation)
    if locked.invited_by_id != by.pk:
        raise NotYours
    if not locked.role and not _still_vouches(by, locked.username):
        raise NotYours
    token = _give_link(locked, send=False)
    locked.save()
    audit.record("invitation.renewed", by=by, obj=locked)
    return token


def _still_vouches(by: "User", username: str) -> bool:
    user = User.objects.filter(username=username, is_active=True).first()
    return user is not None and may_vouch(grants(by), grants(user), covers)


@transaction.atomic
def withdraw_invitation(*, invitation: Invitation, by: "User") -> None:
    """Ends the invitation before it is used."""
    locked = _open_one(invitation)
    if not may_decide(by, locked):
        raise NotYours
    locked.token_hash = token_hash(new_token())
    locked.ends_at = max(now(), locked.created_at + dt.timedelta(microseconds=1))
    locked.save()
    audit.record("invitation.withdrawn", by=by, obj=locked)


def _open_one(invitation: Invitation) -> Invitation:
    locked = Invitation.objects.select_for_update().get(pk=invitation.pk)
    if locked.used_at or locked.ends_at <= now():
        raise InvitationOver
    return locked


def _end() -> dt.datetime:
    return now() + dt.timedelta(hours=settings.INVITATION_HOURS)


def _give_link(invitation: Invitation, *, send: bool = True) -> str:
    token = new_token()
    invitation.token_hash, invitation.ends_at = token_hash(token), _end()
    if send:
        _send_link(invitation, token)
    return token


def link_of(token: str) -> str:
    """The whole address that is printed or sent."""
    return f"{settings.PORTAL_URL}{reverse('join', args=[token])}"


def _send_link(invitation: Invitation, token: str) -> None:
    if invitation.email:
        transaction.on_commit(lambda: _mail(invitation.email, token))


def _mail(address: str, token: str) -> None:
    """A mail that does not leave is said in the log; the inviter can print a slip."""
    with translation.override(settings.LANGUAGE_CODE):
        subject = gettext("You are invited")
        body = gettext(
            "You are invited to the child protectors’ portal. This link works once,"
            " for %(hours)s hours:\n\n%(link)s\n\nIf you expected nothing, do nothing."
        ) % {"hours": settings.INVITATION_HOURS, "link": link_of(token)}
    try:
        send_mail(subject, body, settings.DEFAULT_FROM_EMAIL, [address])
    except OSError:
        logger.warning("An invitation could not be sent by e-mail.")
