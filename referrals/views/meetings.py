"""Meetings: the list, one of them, what is on the agenda of this seat."""

import uuid
from typing import Any, cast

from django.db.models import Exists, OuterRef, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_safe

from portal import audit
from portal.access import get_visible_or_404, grants, require
from portal.clock import today
from portal.crypto import preload_keys
from portal.listing import CodeFilter, Column, Listing
from portal.models import User
from portal.permissions import Permission
from portal.roles import PlaceKind
from referrals.actions.meetings import (
    holds,
)
from referrals.meeting_words import by_owner, seat_label
from referrals.models import AgendaItem, ItemAgency, Meeting, MeetingTask
from referrals.naming import child_name, class_and_school
from referrals.states import STATES, State


BOTH = (Permission.MEETING_HOLD, Permission.MEETING_SEAT)
SHOW = [
    ("planned", gettext_lazy("Planned")),
    ("held", gettext_lazy("Held")),
]
COLUMNS = [
    Column(
        "at",
        gettext_lazy("When"),
        "at",
        sort="at",
        link=lambda row: reverse("referrals:meeting", args=[row.uid]),
    ),
    Column("kind", gettext_lazy("Meeting"), lambda row: row.get_kind_display()),
    Column("place", gettext_lazy("Where"), "place"),
    Column("unit", gettext_lazy("Unit"), "unit.name"),
    Column(
        "state",
        gettext_lazy("Status"),
        lambda row: row.get_state_display(),
        tag=lambda row: "blue" if row.is_planned else "grey",
    ),
]


def meeting_right(user: User) -> Permission:
    """By which right this person sits at meetings."""
    is_holder = grants(user).has(Permission.MEETING_HOLD)
    return Permission.MEETING_HOLD if is_holder else Permission.MEETING_SEAT


def _user(request: HttpRequest) -> User:
    return cast("User", request.user)


def own_units(user: User) -> list[int]:
    """The units whose meetings this person holds."""
    return grants(user).place_ids(Permission.MEETING_HOLD, PlaceKind.UNIT)


@require(*BOTH)
@require_safe
def meetings(request: HttpRequest) -> HttpResponse:
    """The meetings in reach; no child is on this page."""
    user = _user(request)
    rows = Meeting.objects.visible_to(user, meeting_right(user)).select_related("unit")
    listing = Listing(
        request,
        rows,
        COLUMNS,
        name="meetings",
        label=_("Meetings"),
        counted=lambda n: ngettext("%(count)s meeting", "%(count)s meetings", n),
        filters=[
            CodeFilter(
                "show",
                _("Show"),
                SHOW,
                lambda rows, code: rows.filter(state=code),
                "radios",
            )
        ],
        default_sort="-at",
        files=False,
    )
    context = {"listing": listing, "calls": bool(own_units(user))}
    return render(request, "referrals/meetings/meetings.html", context)


def reach_meeting(request: HttpRequest, uid: uuid.UUID, **more: Any) -> Meeting:
    """The meeting within reach, with `more` annotations; what it shows of children
    is recorded apart."""
    user = _user(request)
    rows = Meeting.objects.select_related("unit", "referral").annotate(**more)
    found: Meeting = get_visible_or_404(rows, user, meeting_right(user), uid=uid)
    return found


def own_meeting(request: HttpRequest, uid: uuid.UUID, **more: Any) -> Meeting:
    """A meeting that this person holds; 404 for a guest."""
    found = reach_meeting(request, uid, **more)
    if not holds(_user(request), found.unit_id):
        raise Http404
    return found


def items_for(user: User, meeting: Meeting) -> QuerySet[AgendaItem]:
    """The cases of a meeting that this seat sees; `named` where it reads the name."""
    right = meeting_right(user)
    own = ItemAgency.objects.visible_to(user).filter(item=OuterRef("pk"))
    return (
        AgendaItem.objects.visible_to(user, right)
        .filter(meeting=meeting)
        .select_related(
            "referral__case__pupil__class_group",
            "referral__case__school",
            "school",
            "unit",
        )
        .annotate(named=Exists(own.filter(name_shared=True)))
        .order_by("position", "pk")
    )


def opening_tasks(user: User, meeting: Meeting) -> list[MeetingTask]:
    """What earlier meetings left undone, as far as this seat sees it."""
    rows = MeetingTask.objects.visible_to(user, meeting_right(user))
    found = rows.brought_to(meeting).select_related(
        "item__referral__case__pupil", "school", "unit"
    )
    return list(found)


def item_name(user: User, item: Any) -> str:
    """The child's name, where this seat may read it."""
    is_holder = meeting_right(user) == Permission.MEETING_HOLD
    return child_name(item.referral.case) if is_holder or item.named else ""


def _line(user: User, item: Any) -> dict[str, Any]:
    is_holder = meeting_right(user) == Permission.MEETING_HOLD
    name = item_name(user, item)
    state = STATES[State(item.referral.state)]
    return {
        "title": name or _("Case %(number)s") % {"number": item.referral.reference},
        "url": reverse("referrals:agenda_item", args=[item.uid]),
        "hint": f"{item.referral.reference} · {class_and_school(item.referral.case)}"
        if is_holder
        else "",
        "status": (_("Minutes written") if item.written_at else state.label)
        if is_holder
        else "",
        "colour": ("green" if item.written_at else state.colour) if is_holder else "",
    }


def _owners(user: User, row: Meeting, tasks: list[MeetingTask]) -> list[dict[str, Any]]:
    """What is undone, by owner; with a button where this seat may say it is done."""
    is_unit = holds(user, row.unit_id)
    is_member = meeting_right(user) == Permission.MEETING_SEAT
    return [
        {
            "who": who,
            "tasks": [
                {
                    "task": task,
                    "late": task.due_on < today(),
                    "ends": task.is_open
                    and (is_unit or is_member or task.owner == "school"),
                }
                for task in found
            ],
        }
        for who, found in by_owner(tasks)
    ]


@require(*BOTH)
@require_safe
def meeting(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    """What was left undone first, by agency; then the cases of this seat."""
    user, row = _user(request), reach_meeting(request, uid)
    items = list(items_for(user, row))
    tasks = opening_tasks(user, row)
    subjects = [one.referral.case.subject for one in items]
    subjects += [task.item.referral.case.subject for task in tasks]
    audit.record_view("meeting.viewed", by=user, subjects=subjects, obj=row)
    preload_keys([*(i.key_uid for i in items), *(t.key_uid for t in tasks)])
    is_holder = holds(user, row.unit_id)
    seats = row.seats.select_related("post__staff", "post__school", "post__unit")
    if meeting_right(user) == Permission.MEETING_SEAT:
        seats = seats.exclude(agency="")  # a school's seat would say whose child it is
    return render(request, "referrals/meetings/meeting.html", {
        "meeting": row,
        "owners": _owners(user, row, tasks),
        "lines": [_line(user, item) for item in items],
        "seats": [{"seat": s, "label": seat_label(s)} for s in seats.order_by("pk")],
        "holds": is_holder,
        "proposes": row.kind == Meeting.Kind.TABLE
        and row.is_planned
        and meeting_right(user) == Permission.MEETING_HOLD,
        "today": today(),
    })  # fmt: skip
