"""A session's steps: it begins, is cancelled, is closed with its headcount."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
)

from portal.access import require
from portal.clock import now, today
from training.actions.sessions import (
    HeadcountDiffers,
    LateWithoutReason,
    NobodyThere,
    SomebodyThere,
    TooEarly,
    WrongState,
    cancel_session,
    close_session,
    hold_session,
)
from training.forms.sessions import CloseForm, ReasonForm
from training.models import TrainingSession
from training.session_people import people_there
from training.session_rules import is_late
from training.teaching import Taught
from training.views.sessions import HOLD, MOVED, own_session, user_of


SOMEBODY = gettext_lazy(
    "Somebody is marked, signed in or noted, so the session is not cancelled. If that is"
    " a mistake, put it right on the list first; else close the session."
)


@require(HOLD)
@require_POST
def session_begin(request: HttpRequest, uid: UUID) -> HttpResponse:
    row = own_session(request, uid)
    try:
        hold_session(session=row, at=now(), by=user_of(request))
    except TooEarly:
        messages.error(request, _("A session begins at most an hour before its time."))
    except WrongState:
        messages.warning(request, MOVED)
    return redirect("training:session", uid=row.uid)


@require(HOLD)
@require_http_methods(["GET", "HEAD", "POST"])
def session_cancel(request: HttpRequest, uid: UUID) -> HttpResponse:
    row = own_session(request, uid)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            cancel_session(
                session=row, reason=form.cleaned_data["reason"], by=user_of(request)
            )
        except WrongState:
            messages.warning(request, MOVED)
        except SomebodyThere:
            messages.error(request, SOMEBODY)
        else:
            messages.success(request, _("The session is cancelled."))
        return redirect("training:session", uid=row.uid)
    title, button = _("Cancel the session"), _("Cancel the session")
    return session_form(request, row, form, title=title, button=button)


@require(HOLD)
@require_http_methods(["GET", "HEAD", "POST"])
def session_close(request: HttpRequest, uid: UUID) -> HttpResponse:
    """As many heads as people marked; then everything counts at once."""
    row = own_session(request, uid)
    if not row.is_running:
        messages.warning(request, MOVED)
        return redirect("training:session", uid=row.uid)
    form = CloseForm(request.POST or None, late=is_late(row.starts_at, now()))
    if request.method == "POST" and form.is_valid() and _close(request, row, form):
        messages.success(
            request,
            _("The session is closed. The test is open to those who were there."),
        )
        return redirect("training:session", uid=row.uid)
    marked = people_there(row)
    intro = ngettext(
        "%(count)s person is marked or signed in as there. From the closing on"
        " nothing can be marked any more.",
        "%(count)s people are marked or signed in as there. From the closing on"
        " nothing can be marked any more.",
        marked,
    ) % {"count": marked}
    title = _("Close the session")
    return session_form(request, row, form, title=title, button=title, intro=intro)


def _close(request: HttpRequest, row: TrainingSession, form: CloseForm) -> bool:
    taught = Taught(get_language() or "")
    try:
        close_session(
            session=row,
            headcount=form.cleaned_data["headcount"],
            late_reason=form.cleaned_data.get("late_reason", ""),
            conclusions=taught.conclusions(row.module),
            at=now(),
            on=today(),
            by=user_of(request),
        )
    except HeadcountDiffers as differs:
        form.add_error(
            "headcount",
            _(
                "You counted %(heads)s heads; %(marked)s people are marked or signed in."
                " Count again, or put the marks right on the roster, then close."
            )
            % {"heads": differs.heads, "marked": differs.marked},
        )
    except NobodyThere:
        form.add_error(
            "headcount", _("Nobody is marked yet. Mark who was there first.")
        )
    except LateWithoutReason:
        form.add_error("late_reason", _("Say why it is closed so late"))
    except WrongState:
        form.add_error(None, MOVED)
    else:
        return True
    return False


def session_form(
    request: HttpRequest, row: TrainingSession, form: Any, **words: str
) -> HttpResponse:
    context = {"form": form, "session": row, **words}
    return render(request, "training/sessions/form.html", context)
