"""One case at one meeting: its minutes, the agencies it needs, who does what."""

import uuid
from collections.abc import Callable
from typing import Any, cast

from django.contrib import messages
from django.db import transaction
from django.db.models import Exists, OuterRef, Subquery
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from portal import audit
from portal.access import get_visible_or_404, require
from portal.clock import today
from portal.crypto import preload_keys
from portal.models import User
from portal.permissions import Permission
from portal.versions import both_texts
from referrals.actions.meetings import MeetingIsClosed, NotYourMeeting, holds
from referrals.actions.minutes import (
    ItemChanged,
    correct_minutes,
    name_agency,
    set_task,
    write_minutes,
)
from referrals.agencies import agencies_of
from referrals.forms.meetings import (
    AgencyForm,
    CorrectionForm,
    MinutesForm,
    TaskForm,
)
from referrals.meeting_words import owner_label, task_state
from referrals.models import AgendaItem, ItemAgency, MeetingTask
from referrals.views.meeting_calls import CLOSED
from referrals.views.meetings import BOTH, item_name, meeting_right


def reach_item(request: HttpRequest, uid: uuid.UUID) -> Any:
    """The case of a meeting within reach, and the reading of it written down."""
    user = cast("User", request.user)
    own = ItemAgency.objects.visible_to(user).filter(item=OuterRef("pk"))
    rows = AgendaItem.objects.select_related(
        "meeting__unit", "referral__case__pupil", "school", "unit", "written_by"
    ).annotate(
        named=Exists(own.filter(name_shared=True)), following=Subquery(_next(user))
    )
    found = get_visible_or_404(rows, user, meeting_right(user), uid=uid)
    subjects = [found.referral.case.subject]
    audit.record_view("meeting.item_viewed", by=user, subjects=subjects, obj=found)
    preload_keys([found.key_uid])
    return found


def _next(user: User) -> Any:
    """The next case of the same meeting that this seat sees."""
    rows = AgendaItem.objects.visible_to(user, meeting_right(user))
    later = rows.filter(meeting=OuterRef("meeting"), position__gt=OuterRef("position"))
    return later.order_by("position").values("uid")[:1]


def _held_item(request: HttpRequest, uid: uuid.UUID) -> Any:
    found = reach_item(request, uid)
    if not holds(cast("User", request.user), found.meeting.unit_id):
        raise Http404
    return found


@require(*BOTH)
@require_http_methods(["GET", "HEAD", "POST"])
@transaction.atomic
def agenda_item(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    """The unit writes here while the meeting lasts; every seat reads its part."""
    user, item = cast("User", request.user), reach_item(request, uid)
    writes = holds(user, item.meeting.unit_id) and item.meeting.is_planned
    given = {n: getattr(item, n) for n in ("minutes", "decision", "version")}
    form = MinutesForm(request.POST or None, initial=given)
    clashes: list[dict[str, Any]] = []
    if request.method == "POST":
        if not holds(user, item.meeting.unit_id):
            raise Http404
        if form.is_valid():
            try:
                write_minutes(item=item, by=user, **form.cleaned_data)
            except ItemChanged as changed:
                clashes = _clashes(form, changed.current)
            except MeetingIsClosed:
                form.add_error(None, CLOSED)
                writes = True  # what was typed is still there to be copied
            else:
                messages.success(request, _("It is saved."))
                return redirect("referrals:agenda_item", uid=item.uid)
    context = _page(user, item)
    context |= {"form": form, "writes": writes, "clashes": clashes}
    return render(request, "referrals/meetings/item.html", context)


def _clashes(form: MinutesForm, current: AgendaItem) -> list[dict[str, Any]]:
    """Both texts; what was typed goes on top of the version that is saved now."""
    typed = cast("QueryDict", form.data).copy()
    typed["version"] = str(current.version)
    form.data = typed
    return both_texts(form, current, ("minutes", "decision"))


def _page(user: User, item: Any) -> dict[str, Any]:
    right = meeting_right(user)
    is_member = right == Permission.MEETING_SEAT
    agencies = ItemAgency.objects.filter(item=item).order_by("agency")
    if is_member:
        agencies = agencies.visible_to(user)
    tasks = MeetingTask.objects.visible_to(user, right).filter(item=item)
    return {
        "item": item,
        "meeting": item.meeting,
        "name": item_name(user, item),
        "is_member": is_member,
        "holds": holds(user, item.meeting.unit_id),
        "agencies": list(agencies),
        "tasks": task_lines(tasks.select_related("school", "unit").order_by("due_on")),
        "corrections": []
        if is_member or item.meeting.is_planned
        else list(item.corrections.select_related("by").order_by("at")),
    }


def task_lines(tasks: Any) -> list[dict[str, Any]]:
    """Tasks with the word of their state, for a template."""
    day, lines = today(), []
    for task in tasks:
        state, colour = task_state(task, day)
        lines.append(
            {
                "task": task,
                "who": owner_label(task),
                "state": state,
                "colour": colour,
                "came": task.done_note or task.dropped_why,
            }
        )
    return lines


# --- What the unit adds --------------------------------------------------------------
@require(Permission.MEETING_HOLD)
@require_http_methods(["GET", "HEAD", "POST"])
@transaction.atomic
def agenda_task(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    """A decision becomes a task."""
    item = _held_item(request, uid)
    form = TaskForm(request.POST or None, known=agencies_of(item.meeting.unit))
    return _add(
        request,
        item,
        form,
        lambda: set_task(item=item, by=_by(request), **form.values()),
        _("Add a task"),
    )


@require(Permission.MEETING_HOLD)
@require_http_methods(["GET", "HEAD", "POST"])
@transaction.atomic
def agenda_agency(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    """An agency is needed for this case."""
    item = _held_item(request, uid)
    form = AgencyForm(request.POST or None, known=agencies_of(item.meeting.unit))
    return _add(
        request,
        item,
        form,
        lambda: name_agency(item=item, by=_by(request), **form.values()),
        _("Name an agency"),
    )


@require(Permission.MEETING_HOLD)
@require_http_methods(["GET", "HEAD", "POST"])
@transaction.atomic
def agenda_correct(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    """After the meeting was closed: beside the minutes."""
    item = _held_item(request, uid)
    form = CorrectionForm(request.POST or None)
    return _add(
        request,
        item,
        form,
        lambda: correct_minutes(item=item, by=_by(request), **form.cleaned_data),
        _("Put the minutes right"),
    )


def _by(request: HttpRequest) -> User:
    return cast("User", request.user)


def _add(
    request: HttpRequest,
    item: Any,
    form: Any,
    act: Callable[[], object],
    title: str,
) -> HttpResponse:
    if request.method == "POST" and form.is_valid():
        try:
            act()
        except MeetingIsClosed:
            planned = item.meeting.is_planned
            form.add_error(
                None, _("The meeting is not closed yet.") if planned else CLOSED
            )
        except NotYourMeeting:
            form.add_error(None, _("The unit holds this meeting."))
        else:
            messages.success(request, _("It is saved."))
            return redirect("referrals:agenda_item", uid=item.uid)
    return render(request, "referrals/meetings/item_form.html", {
        "form": form,
        "item": item,
        "name": item_name(_by(request), item),
        "title": title,
    })  # fmt: skip
