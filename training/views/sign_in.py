"""The teacher's side: my sessions, and signing in with the code from the screen."""

import datetime as dt
from typing import Any
from uuid import UUID, uuid4

from django.contrib import messages
from django.db.models import Prefetch, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from portal.access import get_visible_or_404, require
from portal.clock import now
from portal.permissions import Permission
from schools import directory
from training.actions.attending import (
    Refused,
    note_refusal,
    sessions_by_code,
    sign_in,
    too_many_tries,
)
from training.forms.sessions import CodeForm
from training.models import Attendance, TrainingSession, WalkIn
from training.session_rules import LINGER, doors_open
from training.views.sessions import user_of


LEARN = Permission.TRAINING_LEARN
State = TrainingSession.State
SHOWN = 50  # of those to come and of those that are past
WHY = {
    "code": gettext_lazy(
        "This code opens no session now. Read the six digits on the screen again; they"
        " change every half minute."
    ),
    "closed": gettext_lazy(
        "This session takes no sign-in now. Ask the facilitator to mark you."
    ),
    "own": gettext_lazy("Who leads a session does not sign in to it."),
    "overlap": gettext_lazy(
        "You are signed in to another session at this time, or you lead it. Whoever"
        " leads it can put it right."
    ),
    "tries": gettext_lazy(
        "Too many wrong codes. Wait ten minutes, or ask the facilitator to mark you."
    ),
}
MARKED_AWAY = gettext_lazy(
    "The code is right, but the facilitator has marked you: %(state)s. Tell the"
    " facilitator now that you are here: until it is put right on the list, the session"
    " does not count for you."
)


@require(LEARN)
@require_safe
def my_sessions(request: HttpRequest) -> HttpResponse:
    """What runs now and is coming at my schools, the soonest first; where I was, the
    latest first."""
    user, at = user_of(request), now()
    own = Attendance.objects.visible_to(user, LEARN)
    noted = WalkIn.objects.filter(staff__user=user)
    mine: list[Any] = [
        Prefetch("attendances", queryset=own, to_attr="mine"),
        Prefetch("walk_ins", queryset=noted, to_attr="noted"),
    ]
    ahead = Q(ends_at__gte=at - LINGER) & ~Q(state=State.CLOSED)
    rows = (
        TrainingSession.objects.visible_to(user, LEARN)
        .exclude(state=State.CANCELLED)
        .select_related("school", "module")
        .prefetch_related(*mine)
        .distinct()
    )
    coming = rows.filter(ahead).order_by("starts_at", "pk")[:SHOWN]
    past = rows.filter(~ahead, attendances__staff__user=user)
    past = past.order_by("-starts_at", "-pk")[:SHOWN]
    context = {
        "coming": [_line(row, at) for row in coming],
        "past": [_line(row, at) for row in past],
    }
    return render(request, "training/sessions/mine.html", context)


def _line(row: Any, at: dt.datetime) -> dict[str, Any]:
    mine = row.mine[0] if row.mine else None
    there = bool(mine and mine.state in Attendance.THERE)
    signed = there or bool(mine and mine.signed_at) or bool(row.noted)
    in_time = doors_open(row.starts_at, row.ends_at, at)
    return {
        "session": row,
        "mine": mine,
        "noted": bool(row.noted) and mine is None,
        "signs": row.is_running and in_time and not signed,
        "away": row.is_running and bool(mine and mine.signed_but_away),
        "test_open": bool(mine and mine.counts),
    }


@require(LEARN)
@require_http_methods(["GET", "HEAD", "POST"])
def sign_in_page(request: HttpRequest) -> HttpResponse:
    """The one short address: the code says which session it is."""
    form = _form(request)
    if request.method == "POST" and form.is_valid():
        user, code = user_of(request), form.cleaned_data["code"]
        found = [] if too_many_tries(user, now()) else sessions_by_code(code, now())
        if len(found) == 1:
            return _sign(request, found[0], form)
        why = "tries" if too_many_tries(user, now()) else "code"
        note_refusal(session=None, why=why, by=user)
        form.add_error("code", WHY[why])
    return _page(request, form, None)


@require(LEARN)
@require_http_methods(["GET", "HEAD", "POST"])
def session_sign(request: HttpRequest, uid: UUID) -> HttpResponse:
    """The same for one session: the code must be of its screen."""
    rows = TrainingSession.objects.select_related("school", "module")
    row = get_visible_or_404(rows, user_of(request), LEARN, uid=uid)
    form = _form(request)
    if request.method == "POST" and form.is_valid():
        return _sign(request, row, form)
    return _page(request, form, row)


def _sign(request: HttpRequest, row: TrainingSession, form: CodeForm) -> HttpResponse:
    user = user_of(request)
    staff = directory.staff_of(user)
    if staff is None:
        raise Http404
    try:
        done = sign_in(
            session=row,
            staff=staff,
            code=form.cleaned_data["code"],
            client_id=form.cleaned_data["client_id"],
            at=now(),
            by=user,
        )
    except Refused as refused:
        note_refusal(session=row, why=refused.why, by=user)
        form.add_error("code", WHY.get(refused.why, WHY["code"]))
        return _page(request, form, row)
    _say(request, done)
    return redirect("training:my_sessions")


def _say(request: HttpRequest, done: Attendance | WalkIn) -> None:
    """How it stands after the right code was typed; the roster's word is the last."""
    if isinstance(done, WalkIn):
        messages.success(
            request,
            _(
                "You are noted. You are not on this school’s list, so its head confirms"
                " it."
            ),
        )
    elif done.state in Attendance.THERE:
        messages.success(request, _("You are signed in."))
    else:
        messages.warning(request, MARKED_AWAY % {"state": done.get_state_display()})


def _form(request: HttpRequest) -> CodeForm:
    return CodeForm(request.POST or None, initial={"client_id": uuid4()})


def _page(
    request: HttpRequest, form: CodeForm, row: TrainingSession | None
) -> HttpResponse:
    context = {"form": form, "session": row}
    return render(request, "training/sessions/sign_in.html", context)
