"""Every move of a referral, by whoever the table lets make it: one shape for all."""

import uuid
from collections.abc import Callable
from typing import Any, cast

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from portal.access import grants, require
from portal.clock import now
from portal.models import User
from portal.permissions import Permission
from referrals.actions import receiving, reviewing, sending
from referrals.actions.moving import (
    CHANNEL,
    MoveLacksData,
    MoveNotOpen,
    ReferralChanged,
    barred_moves,
)
from referrals.forms.moves import FORMS, CallForm, MoveForm
from referrals.models import Referral
from referrals.naming import child_name
from referrals.parties import may_log_calls, parties_of
from referrals.states import STATES, State
from referrals.views.referrals import reach_referral
from referrals.workflow import BY_VERB, Move, may


ACTIONS: dict[str, Callable[..., Any]] = {
    "withdraw": sending.withdraw,
    "answer": sending.answer_question,
    "reopen": sending.reopen,
    "receive": receiving.receive,
    "accept": receiving.accept,
    "ask": receiving.ask,
    "redirect": receiving.redirect,
    "decline": receiving.decline,
    "contest": sending.contest,
    "uphold": reviewing.uphold,
    "send_back": reviewing.send_back,
    "review": receiving.review,
    "assess": receiving.assess,
    "call_group": receiving.call_group,
    "start_plan": receiving.start_plan,
    "close": receiving.close,
}


@require(
    Permission.REFERRAL_RECEIVE,
    Permission.REFERRAL_SEND,
    Permission.REFERRAL_REVIEW,
)
@require_http_methods(["GET", "HEAD", "POST"])
def referral_move(request: HttpRequest, uid: uuid.UUID, verb: str) -> HttpResponse:
    """Ask what the move needs, then make it; what was typed is never lost."""
    if verb not in ACTIONS:
        raise Http404
    row, move = reach_referral(request, uid), BY_VERB[verb]
    channel = _channel(request, row, move)
    initial = {"version": row.version}
    form = FORMS[verb](request.POST or None, initial=initial, referral=row)
    open_now = channel is not None
    if request.method == "POST" and open_now and form.is_valid():
        answer = _make(request, row, verb, form, str(channel))
        if answer:
            return answer
    elif not open_now and request.method != "POST":
        messages.warning(request, _said_already(row))
        return redirect("referrals:referral", uid=row.uid)
    return render(request, "referrals/referral_move.html", {
        "form": form,
        "move": move,
        "referral": row,
        "name": child_name(row.case),
        "gone": "" if open_now else _said_already(row),
        "typed": _typed(request) if not open_now else [],
        "phone": channel == CHANNEL.PHONE,
    })  # fmt: skip


def _channel(request: HttpRequest, row: Referral, move: Move) -> str | None:
    """How this person may make the move now: in the portal, by phone, or not."""
    parties, state = parties_of(cast("User", request.user), row), State(row.state)
    used = barred_moves(row, now())
    if may(move, state, parties, phone=False, but=used):
        return CHANNEL.PORTAL
    if may_log_calls(row) and may(move, state, parties, phone=True, but=used):
        return CHANNEL.PHONE
    return None


def _make(
    request: HttpRequest, row: Referral, verb: str, form: MoveForm, channel: str
) -> HttpResponse | None:
    given = {**form.cleaned_data, "referral": row, "by": request.user}
    if channel == CHANNEL.PHONE:
        given["channel"] = channel
    try:
        ACTIONS[verb](**given)
    except ReferralChanged as clash:
        form.add_error(None, _said_already(clash.current))
        form.data = request.POST.copy()
        form.data["version"] = str(clash.current.version)
        return None
    except (MoveNotOpen, MoveLacksData):
        form.add_error(None, _said_already(row))
        return None
    messages.success(request, _("The other side sees it now."))
    return _after(cast("User", request.user), row)


def _after(user: User, row: Referral) -> HttpResponse:
    """The referral; the inbox when it went on to a unit out of reach."""
    still = Referral.objects.visible_to(user, Permission.REFERRAL_VIEW)
    if still.filter(pk=row.pk).exists():
        return redirect("referrals:referral", uid=row.uid)
    if grants(user).has(Permission.REFERRAL_RECEIVE):
        return redirect("referrals:inbox")
    return redirect("portal:home")


def _said_already(row: Referral) -> str:
    return _("Somebody changed this referral. It is now: %(state)s. Look again.") % {
        "state": STATES[State(row.state)].label
    }


def _typed(request: HttpRequest) -> list[str]:
    """The texts of a form whose move is gone: shown, so that they can be copied."""
    hidden = ("csrfmiddlewaretoken", "version")
    return [
        str(text) for name, text in request.POST.items() if text and name not in hidden
    ]


@require(Permission.REFERRAL_SEND)
@require_http_methods(["GET", "HEAD", "POST"])
def referral_call(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    """Write down a call with a unit that has no account."""
    row = reach_referral(request, uid)
    form = CallForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            sending.log_call(
                referral=row,
                by=cast("User", request.user),
                text=form.cleaned_data["text"],
            )
        except MoveNotOpen:
            form.add_error(None, _("This unit answers in the portal itself."))
        else:
            return redirect("referrals:referral", uid=row.uid)
    context = {"form": form, "referral": row, "name": child_name(row.case)}
    return render(request, "referrals/referral_call.html", context)
