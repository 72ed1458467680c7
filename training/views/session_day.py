"""The day of a session: the code on the screen, the roster, the scores on paper."""

from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from portal.access import require
from portal.clock import now, today
from portal.typesetting import qr_svg
from training.actions.attending import Refused, mark_people, note_refusal, roster
from training.actions.paper_tests import enter_scores
from training.actions.sessions import WrongState
from training.actions.walk_ins import add_walk_in, withdraw_walk_in
from training.forms.sessions import RosterForm, ScoresForm
from training.models import Attendance, TrainingSession
from training.session_codes import code_at, seconds_left, spoken, step_of
from training.session_people import people_there, signed_in
from training.session_rules import doors_open
from training.teaching import Taught
from training.views.sessions import HOLD, MOVED, own_session, user_of


LEAST_SECONDS = 5  # a page is not taken away sooner; the code before still opens


@require(HOLD)
@require_safe
def session_code(request: HttpRequest, uid: UUID) -> HttpResponse:
    """For the screen in the room. It renews itself by a header, without a script,
    and stops when the doors close."""
    row = own_session(request, uid)
    at = now()
    is_open = row.is_running and doors_open(row.starts_at, row.ends_at, at)
    address = f"{settings.PORTAL_URL}{reverse('training:sign_in')}"
    context = {
        "session": row,
        "open": is_open,
        "code": spoken(code_at(row.uid, step_of(at))) if is_open else "",
        "address": address.partition("://")[2],
        "signed": signed_in(row),
    }
    response = render(request, "training/sessions/code.html", context)
    if is_open:
        response["Refresh"] = str(max(seconds_left(at), LEAST_SECONDS))
    response["Cache-Control"] = "no-store"
    return response


@require(HOLD)
@require_safe
def session_qr(request: HttpRequest, uid: UUID) -> HttpResponse:
    """The short address as a picture: it holds no code and no session."""
    own_session(request, uid)
    address = f"{settings.PORTAL_URL}{reverse('training:sign_in')}"
    return HttpResponse(qr_svg(address), content_type="image/svg+xml")


@require(HOLD)
@require_http_methods(["GET", "HEAD", "POST"])
def session_roster(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Tap who is there; or enter the sheet that people signed."""
    row = own_session(request, uid)
    if not row.is_running:
        messages.warning(request, MOVED)
        return redirect("training:session", uid=row.uid)
    marked = {one.staff_id: one for one in row.attendances.all()}
    guests = list(row.walk_ins.order_by("pk"))
    form = RosterForm(
        request.POST or None,
        people=roster(row),
        rows=marked,
        minutes=row.minutes,
        typed=[one for one in guests if one.is_typed],
    )
    if request.method == "POST" and form.is_valid() and _mark(request, row, form):
        there = people_there(row)
        said = ngettext(
            "%(count)s person is there.", "%(count)s people are there.", there
        )
        messages.success(request, said % {"count": there})
        return redirect("training:session", uid=row.uid)
    context = {"form": form, "session": row, "guests": guests}
    return render(request, "training/sessions/roster.html", context)


def _mark(request: HttpRequest, row: TrainingSession, form: RosterForm) -> bool:
    user = user_of(request)
    method = Attendance.Method(form.cleaned_data["method"])
    try:
        with transaction.atomic():
            mark_people(session=row, marks=form.marks(), method=method, by=user)
            for guest in form.taken_out():
                withdraw_walk_in(walk_in=guest, by=user)
            for name in form.names():
                add_walk_in(session=row, name=name, method=method, by=user)
    except Refused as refused:
        note_refusal(session=row, why=refused.why, by=user)
        form.add_error(*_said(refused))
    except WrongState:
        form.add_error(None, MOVED)
    else:
        return True
    return False


def _said(refused: Refused) -> tuple[str | None, str]:
    if refused.why == "overlap" and refused.staff:
        return f"state-{refused.staff.pk}", _(
            "%(name)s is marked at another session at that time. Nothing was saved:"
            " leave this person out, or have the other session put right."
        ) % {"name": refused.staff.full_name()}
    return None, _("The roster has changed. Open this page again and mark anew.")


@require(HOLD)
@require_http_methods(["GET", "HEAD", "POST"])
def session_scores(request: HttpRequest, uid: UUID) -> HttpResponse:
    """The scores of the tests on paper, each once."""
    row = own_session(request, uid)
    if row.state != TrainingSession.State.CLOSED or not row.has_paper_test:
        messages.warning(request, MOVED)
        return redirect("training:session", uid=row.uid)
    waiting = _waiting(row)
    form = ScoresForm(
        request.POST or None,
        people=[one.staff for one in waiting],
        of=row.questions,
    )
    if request.method == "POST" and form.is_valid():
        _enter(request, row, form)
        return redirect("training:session", uid=row.uid)
    context = {"form": form, "session": row, "waiting": waiting}
    return render(request, "training/sessions/scores.html", context)


def _waiting(row: TrainingSession) -> list[Attendance]:
    done = row.paper_tests.values("staff")
    rows = row.attendances.filter(counts=True).exclude(staff__in=done)
    return list(
        rows.select_related("staff").order_by("staff__last_name", "staff__first_name")
    )


def _enter(request: HttpRequest, row: TrainingSession, form: ScoresForm) -> None:
    taught = Taught(get_language() or "")
    try:
        written: list[Any] = enter_scores(
            session=row,
            scores=form.scores(),
            conclusions=taught.conclusions(row.module),
            at=now(),
            on=today(),
            by=user_of(request),
        )
    except WrongState:
        messages.warning(request, MOVED)
        return
    if not written:
        messages.warning(request, _("No score was written. What stood before stands."))
        return
    said = ngettext(
        "%(count)s score is kept; %(passed)s passed.",
        "%(count)s scores are kept; %(passed)s passed.",
        len(written),
    )
    passed = sum(test.passed for test in written)
    messages.success(request, said % {"count": len(written), "passed": passed})
