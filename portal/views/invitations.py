"""Inviting colleagues: the list, a new one, the second person's yes, the slip."""

import uuid
from typing import Any, cast

import segno
from django.contrib import messages
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from portal import audit
from portal.access import Place, grants, require
from portal.actions.inviting import (
    InvitationOver,
    NoSuchPlace,
    NotYours,
    OwnInvitation,
    approve_invitation,
    invite,
    link_of,
    may_decide,
    renew_link,
    withdraw_invitation,
)
from portal.clock import now
from portal.invitation_forms import InvitationForm
from portal.invitation_rules import INVITING, roles_from, roles_to_offer
from portal.models import Invitation, User
from portal.places import codes, describe
from portal.roles import ROLES, PlaceKind


MOST = 100


@require(*INVITING)
@require_safe
def invitations(request: HttpRequest) -> HttpResponse:
    """One's own open invitations, and those that wait for one's yes."""
    user = cast("User", request.user)
    still_open = Invitation.objects.filter(used_at=None, ends_at__gt=now())
    context = {
        "mine": still_open.filter(invited_by=user).order_by("-id")[:MOST],
        "waiting": _waiting_for(user, still_open).order_by("id")[:MOST],
    }
    return render(request, "account/invitations.html", context)


def _waiting_for(user: User, rows: QuerySet[Invitation]) -> QuerySet[Invitation]:
    """National inviters see all that wait; others those that their post answers for."""
    waiting = rows.filter(needs_approval=True, approved_by=None)
    waiting = waiting.exclude(invited_by=user).exclude(username=user.username)
    mine = Q(pk=None)
    for grant in grants(user).all:
        keys = roles_from(grant)
        if grant.place.kind == PlaceKind.NATION:
            mine |= Q(role__in=keys)
            continue
        for kind in {ROLES[key].place for key in keys}:
            there = [key for key in keys if ROLES[key].place == kind]
            mine |= Q(role__in=there, place__in=codes(grant.place, kind))
    return waiting.filter(mine)


def _own_places(user: User) -> set[Place]:
    return {grant.place for grant in grants(user).all if roles_from(grant)}


@require(*INVITING)
@require_http_methods(["GET", "HEAD", "POST"])
def invitation_new(request: HttpRequest) -> HttpResponse:
    """Invite somebody; without an e-mail the slip is shown, this once."""
    user = cast("User", request.user)
    form = InvitationForm(
        request.POST or None,
        roles=roles_to_offer(grants(user)),
        place=_only_place(user),
    )
    if request.method == "POST" and form.is_valid():
        made = _invite(user, form)
        if made:
            return _made(request, *made)
    return render(request, "account/invitation_new.html", {"form": form})


def _only_place(user: User) -> str | None:
    """The code, when all that one may invite to is at one school or unit."""
    places = _own_places(user)
    only = next(iter(places)) if len(places) == 1 else None
    if only is None or only.kind not in (PlaceKind.SCHOOL, PlaceKind.UNIT):
        return None
    found = describe(only)
    return found.code if found else None


def _invite(user: User, form: InvitationForm) -> tuple[Invitation, str] | None:
    data = form.cleaned_data
    login = data["login"].strip()
    try:
        return invite(
            username=login,
            email=login if "@" in login else "",
            name=data["name"],
            role=data["role"],
            place=data.get("place", "").strip(),
            agency=data.get("agency", ""),
            by=user,
        )
    except (NoSuchPlace, NotYours):
        field = "place" if "place" in form.fields else "role"
        form.add_error(field, _("You cannot invite to this role at such a place"))
    except OwnInvitation:
        form.add_error("login", _("You cannot invite yourself"))
    return None


def _made(request: HttpRequest, invitation: Invitation, token: str) -> HttpResponse:
    if not invitation.email:
        return slip(request, invitation, token)
    if invitation.waits_for_approval:
        messages.success(request, _("Invited. A second person now has to approve it."))
    else:
        messages.success(request, _("Invited. The link is sent by e-mail."))
    return redirect("invitations")


def slip(request: HttpRequest, invitation: Invitation, token: str) -> HttpResponse:
    """The printed activation slip; the link exists nowhere else."""
    link = link_of(token)
    context = {
        "invitation": invitation,
        "link": link,
        "qr": segno.make(link, error="m").svg_data_uri(scale=4, border=2),
    }
    return render(request, "account/slip.html", context)


@require(*INVITING)
@require_http_methods(["GET", "HEAD", "POST"])
def invitation_approve(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    """The second person reads who invited whom to what, and says yes."""
    invitation = _decidable_or_404(request, uid)
    if request.method == "POST":
        try:
            approve_invitation(invitation=invitation, by=cast("User", request.user))
            messages.success(request, _("Approved. The link works now."))
        except (OwnInvitation, NotYours):
            messages.error(request, _("Another person has to approve this."))
        except InvitationOver:
            messages.error(request, _("This invitation is over."))
        return redirect("invitations")
    return render(
        request, "account/invitation_approve.html", {"invitation": invitation}
    )


@require(*INVITING)
@require_POST
def invitation_renew(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    """A new slip in place of a lost one."""
    invitation = _decidable_or_404(request, uid)
    try:
        token = renew_link(invitation=invitation, by=cast("User", request.user))
    except (NotYours, InvitationOver):
        raise Http404 from None
    invitation.refresh_from_db()
    return slip(request, invitation, token)


@require(*INVITING)
@require_POST
def invitation_withdraw(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    """End an invitation that is not used yet."""
    invitation = _decidable_or_404(request, uid)
    try:
        withdraw_invitation(invitation=invitation, by=cast("User", request.user))
        messages.success(request, _("The invitation is withdrawn."))
    except InvitationOver:
        messages.error(request, _("This invitation is over."))
    return redirect("invitations")


def _decidable_or_404(request: HttpRequest, uid: uuid.UUID) -> Invitation:
    user = cast("User", request.user)
    rows: dict[str, Any] = {"uid": uid, "used_at": None, "ends_at__gt": now()}
    found = Invitation.objects.filter(**rows).first()
    if found is None or not may_decide(user, found):
        audit.record_denied(by=user, verb=INVITING[0].value, asked="portal.invitation")
        raise Http404
    return found
