"""What the meetings gave somebody to do: one list, done in one tap."""

import uuid
from typing import Any, cast

from django.contrib import messages
from django.db import transaction
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from portal import audit
from portal.access import get_visible_or_404, require
from portal.crypto import preload_keys
from portal.models import User
from portal.permissions import Permission
from referrals.actions.meetings import NotYourMeeting, holds
from referrals.actions.minutes import (
    TaskIsEnded,
    drop_task,
    finish_task,
    may_finish,
)
from referrals.forms.meetings import DoneForm, DropForm
from referrals.models import Meeting, MeetingTask
from referrals.views.agenda import task_lines
from referrals.views.meetings import BOTH, meeting_right, own_units


MOST_SHOWN = 100


def tasks_of(user: User) -> QuerySet[MeetingTask]:
    """The tasks of the own list: the agency's, the school's; for the unit all."""
    rows = MeetingTask.objects.visible_to(user, meeting_right(user))
    is_school = meeting_right(user) == Permission.MEETING_HOLD and not own_units(user)
    return rows.filter(owner=MeetingTask.Owner.SCHOOL) if is_school else rows


@require(*BOTH)
@require_safe
@transaction.atomic
def meeting_tasks(request: HttpRequest) -> HttpResponse:
    """What is to be done, the earliest due on top; what is done on demand."""
    user = cast("User", request.user)
    ended = request.GET.get("show") == "ended"
    rows = tasks_of(user).select_related(
        "item__meeting", "item__referral__case__pupil", "school", "unit"
    )
    undone = rows.filter(done_at=None, dropped_at=None)
    shown = rows.exclude(pk__in=undone.values("pk")) if ended else undone
    found = list(shown.order_by("due_on", "pk")[:MOST_SHOWN])
    subjects = [task.item.referral.case.subject for task in found]
    audit.record_view("meeting.tasks", by=user, subjects=subjects)
    preload_keys(task.key_uid for task in found)
    return render(request, "referrals/meetings/tasks.html", {
        "lines": task_lines(found),
        "ended": ended,
        "drops": bool(own_units(user)),
    })  # fmt: skip


def _reach_task(request: HttpRequest, uid: uuid.UUID) -> MeetingTask:
    user = cast("User", request.user)
    rows = MeetingTask.objects.select_related(
        "item__meeting", "item__referral__case__pupil", "school", "unit"
    )
    found: MeetingTask = get_visible_or_404(rows, user, meeting_right(user), uid=uid)
    subjects = [found.item.referral.case.subject]
    audit.record_view("meeting.tasks", by=user, subjects=subjects, obj=found)
    return found


@require(*BOTH)
@require_http_methods(["GET", "HEAD", "POST"])
@transaction.atomic
def meeting_task_done(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    """Done in one tap, or with a word about what came of it."""
    user, task = cast("User", request.user), _reach_task(request, uid)
    if not may_finish(user, task):
        raise Http404
    form = DoneForm(request.POST if request.method == "POST" else None)

    def act(data: dict[str, Any]) -> object:
        return finish_task(task=task, by=user, **data)

    return _end(request, task, form, act, _("The task is done"))


@require(Permission.MEETING_HOLD)
@require_http_methods(["GET", "HEAD", "POST"])
@transaction.atomic
def meeting_task_drop(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    """No longer needed, and why."""
    user, task = cast("User", request.user), _reach_task(request, uid)
    if not holds(user, task.unit_id or 0):
        raise Http404
    form = DropForm(request.POST if request.method == "POST" else None)

    def act(data: dict[str, Any]) -> object:
        return drop_task(task=task, by=user, **data)

    return _end(request, task, form, act, _("Drop the task"))


def _end(
    request: HttpRequest, task: MeetingTask, form: Any, act: Any, title: str
) -> HttpResponse:
    if request.method == "POST" and form.is_valid():
        try:
            act(form.cleaned_data)
        except (TaskIsEnded, NotYourMeeting):
            said = _("Somebody has ended this task already.")
            if not any(form.cleaned_data.values()):  # the one tap: nothing to keep
                messages.warning(request, said)
                return _back(request)
            form.add_error(None, said)
        else:
            messages.success(request, _("It is saved."))
            return _back(request)
    context = {"form": form, "task": task, "title": title, "back": _came_from(request)}
    return render(request, "referrals/meetings/task_form.html", context)


def _came_from(request: HttpRequest) -> uuid.UUID | None:
    """The meeting from whose page the task was opened, where there is one."""
    typed = request.POST.get("meeting", "") or request.GET.get("meeting", "")
    try:
        return uuid.UUID(typed)
    except ValueError:
        return None


def _back(request: HttpRequest) -> HttpResponse:
    user, uid = cast("User", request.user), _came_from(request)
    seen = Meeting.objects.visible_to(user, meeting_right(user))
    if uid and seen.filter(uid=uid).exists():
        return redirect("referrals:meeting", uid=uid)
    return redirect("referrals:meeting_tasks")
