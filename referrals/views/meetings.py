"""Meetings: the list, one of them, who sits there, and what is on the agenda."""

import uuid
from typing import Any, cast

from django.contrib import messages
from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods, require_safe

from portal import audit
from portal.access import get_visible_or_404, grants, require
from portal.clock import today
from portal.crypto import preload_keys
from portal.listing import CodeFilter, Column, Listing
from portal.models import User
from portal.permissions import Permission
from portal.roles import PlaceKind
from referrals.actions.meetings import (
    MeetingIsClosed,
    NotYourMeeting,
    call_table,
    change_meeting,
    close_meeting,
    holds,
    put_on_agenda,
    set_seats,
)
from referrals.agencies import agencies_of
from referrals.forms.meetings import AgendaForm, MeetingForm, SeatsForm, TableForm
from referrals.meeting_words import by_owner, seat_label
from referrals.models import AgendaItem, ItemAgency, Meeting, MeetingTask, Referral
from referrals.naming import child_name, class_and_school
from referrals.states import STATES, State
from schools.models import ProtectionUnit


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
@transaction.atomic
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


# --- Calling and changing ------------------------------------------------------------
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


MOST_OFFERED = 100


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


CLOSED = gettext_lazy("This meeting is closed. Its minutes stand as they are.")


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
