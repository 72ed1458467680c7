"""Calling a meeting and changing it: the table, its agenda, its seats, its end."""

import uuid
from typing import Any, cast

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from portal import audit
from portal.access import require
from portal.crypto import preload_keys
from portal.models import User
from portal.permissions import Permission
from referrals.actions.meetings import (
    MeetingIsClosed,
    NotYourMeeting,
    call_table,
    change_meeting,
    close_meeting,
    put_on_agenda,
    set_seats,
)
from referrals.agencies import agencies_of
from referrals.forms.meetings import AgendaForm, MeetingForm, SeatsForm, TableForm
from referrals.meeting_words import seat_label
from referrals.models import Meeting, Referral
from referrals.naming import child_name
from referrals.states import STATES, State
from referrals.views.meetings import own_meeting, own_units, reach_meeting
from schools.models import ProtectionUnit


MOST_OFFERED = 100
CLOSED = gettext_lazy("This meeting is closed. Its minutes stand as they are.")


def _user(request: HttpRequest) -> User:
    return cast("User", request.user)


@require(Permission.MEETING_HOLD)
@require_http_methods(["GET", "HEAD", "POST"])
@transaction.atomic
def meeting_new(request: HttpRequest) -> HttpResponse:
    """Call the municipal table."""
    user = _user(request)
    unit = ProtectionUnit.objects.filter(pk__in=own_units(user)).order_by("pk").first()
    if unit is None:
        raise Http404
    known = agencies_of(unit)
    form = TableForm(request.POST or None, known=known, initial={"agencies": known})
    if request.method == "POST" and form.is_valid():
        made = call_table(
            by=user,
            unit=unit,
            at=form.moment(),
            place=form.cleaned_data["place"],
            agencies=form.invited(),
        )
        return redirect("referrals:meeting_agenda", uid=made.uid)
    context = {"form": form, "title": _("Call the municipal table")}
    return render(request, "referrals/meetings/form.html", context)


@require(Permission.MEETING_HOLD)
@require_http_methods(["GET", "HEAD", "POST"])
@transaction.atomic
def meeting_change(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    """Another day, hour or place."""
    row = own_meeting(request, uid)
    local = timezone.localtime(row.at)
    given = {"day": local.date(), "hour": f"{local:%H:%M}", "place": row.place}
    form = MeetingForm(request.POST or None, initial=given)
    return _work(
        request,
        row,
        form,
        lambda: change_meeting(
            meeting=row,
            by=_user(request),
            at=form.moment(),
            place=form.cleaned_data["place"],
        ),
        _("Change the day or the place"),
    )


@require(Permission.MEETING_HOLD)
@require_http_methods(["GET", "HEAD", "POST"])
@transaction.atomic
def meeting_agenda(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    """Which cases come to the table: all of the unit's, or those of the own school."""
    user, row = _user(request), reach_meeting(request, uid)
    if row.kind != Meeting.Kind.TABLE:
        raise Http404
    offered = list(
        Referral.objects.visible_to(user, Permission.MEETING_HOLD)
        .sent()
        .live()
        .filter(unit=row.unit_id)
        .exclude(agenda_items__meeting=row)
        .select_related("case__pupil", "case__school", "school")
        .order_by("due_at", "pk")[:MOST_OFFERED]
    )
    subjects = [one.case.subject for one in offered]
    audit.record_view("meeting.offered", by=user, subjects=subjects, obj=row)
    preload_keys(one.case.key_uid for one in offered)
    form = AgendaForm(
        request.POST or None, offered=[(str(o.uid), _offer(o)) for o in offered]
    )

    def act() -> object:
        chosen = set(form.cleaned_data["referrals"])
        picked = [one for one in offered if str(one.uid) in chosen]
        return put_on_agenda(meeting=row, by=user, referrals=picked)

    return _work(request, row, form, act, _("Put cases on the agenda"))


def _offer(one: Referral) -> str:
    state = STATES[State(one.state)].label
    return f"{child_name(one.case)} · {one.school.name} · {one.reference} · {state}"


@require(Permission.MEETING_HOLD)
@require_http_methods(["GET", "HEAD", "POST"])
@transaction.atomic
def meeting_seats(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    """Who came, who excused themselves; one more agency."""
    row = own_meeting(request, uid)
    seats = row.seats.select_related("post__staff", "post__school", "post__unit")
    labelled = [(seat, seat_label(seat)) for seat in seats.order_by("pk")]
    form = SeatsForm(request.POST or None, seats=labelled)
    return _work(
        request,
        row,
        form,
        lambda: set_seats(
            meeting=row,
            by=_user(request),
            statuses=form.statuses(),
            invite=form.cleaned_data["invite"],
        ),
        _("Who is here"),
    )


@require(Permission.MEETING_HOLD)
@require_http_methods(["GET", "HEAD", "POST"])
@transaction.atomic
def meeting_close(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    """Ask once, then freeze the minutes."""
    row = own_meeting(request, uid)
    unwritten = row.items.filter(written_at=None).count()
    if request.method == "POST":
        try:
            close_meeting(meeting=row, by=_user(request))
        except MeetingIsClosed:
            messages.warning(request, CLOSED)
        else:
            messages.success(request, _("The meeting is closed; its minutes stand."))
        return redirect("referrals:meeting", uid=row.uid)
    context = {"meeting": row, "unwritten": unwritten}
    return render(request, "referrals/meetings/close.html", context)


def _work(
    request: HttpRequest, row: Meeting, form: Any, act: Any, title: str
) -> HttpResponse:
    """Ask, act, say what stands in the way."""
    if request.method == "POST" and form.is_valid():
        try:
            act()
        except MeetingIsClosed:
            form.add_error(None, CLOSED)
        except NotYourMeeting:
            form.add_error(None, _("The unit holds this meeting."))
        else:
            messages.success(request, _("It is saved."))
            return redirect("referrals:meeting", uid=row.uid)
    context = {"form": form, "meeting": row, "title": title}
    return render(request, "referrals/meetings/form.html", context)
