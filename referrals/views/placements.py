"""The places that units ask of schools: the list of both sides, and one of them."""

import uuid
from typing import Any, cast

from django.db import transaction
from django.db.models import Exists, Min, OuterRef, QuerySet, Subquery
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_safe

from portal import audit
from portal.access import get_visible_or_404, grants, require
from portal.clock import now, today
from portal.crypto import preload_keys
from portal.dates import day_text
from portal.listing import CodeFilter, Column
from portal.listing_html import clock_html
from portal.models import User
from portal.permissions import Permission
from referrals.deadlines import STEPS, Step
from referrals.models import Placement, PlacementCheck
from referrals.naming import child_name, open_names
from referrals.naming_lists import NamedListing
from referrals.placement_parties import placement_parties
from referrals.placement_steps import (
    PLACEMENT_EVENTS,
    PLACEMENT_STATES,
    PlacementParty,
    PlacementState,
    open_placement_moves,
)


SHOW = [
    ("live", gettext_lazy("Not ended")),
    ("new", gettext_lazy("Not yet received")),
    ("late", gettext_lazy("Late")),
    ("checks", gettext_lazy("Follow-up due today or before")),
    ("all", gettext_lazy("All")),
]


def narrow_placements(rows: QuerySet[Placement], code: str) -> QuerySet[Placement]:
    """The codes of the list, and of the counts that open it."""
    found = cast("Any", rows)
    if code == "all":
        return rows
    if code == "checks":
        due = PlacementCheck.objects.waiting().filter(due_on__lte=today())
        return rows.filter(Exists(due.filter(placement=OuterRef("pk"))))
    if code == "late":
        return cast("QuerySet[Placement]", found.late(now()))
    return cast("QuerySet[Placement]", found.new() if code == "new" else found.live())


def placement_right(user: User) -> Permission:
    """By which right this person reaches placements: the school's or the unit's."""
    at_school = grants(user).has(Permission.PLACEMENT_WORK)
    return Permission.PLACEMENT_WORK if at_school else Permission.PLACEMENT_ASK


def _next_html(row: Any) -> str:
    if row.due_at:
        return clock_html(row.due_at, now())
    waiting = row.state == PlacementState.ATTENDING and row.next_check
    return day_text(row.next_check) if waiting else ""


COLUMNS = [
    Column(
        "due", gettext_lazy("Next due"), "due_at", sort=("due_at",), show=_next_html
    ),
    Column(
        "child",
        gettext_lazy("Child"),
        child_name,
        link=lambda row: reverse("referrals:placement", args=[row.uid]),
    ),
    Column(
        "state",
        gettext_lazy("Status"),
        lambda row: PLACEMENT_STATES[PlacementState(row.state)].label,
        tag=lambda row: PLACEMENT_STATES[PlacementState(row.state)].colour,
    ),
    Column("school", gettext_lazy("School"), "school.name"),
    Column("unit", gettext_lazy("Unit"), "unit.name"),
    Column("asked", gettext_lazy("Asked"), "asked_at", sort="asked_at"),
]


@require(Permission.PLACEMENT_WORK, Permission.PLACEMENT_ASK)
@require_safe
@transaction.atomic
def placements(request: HttpRequest) -> HttpResponse:
    """What was asked of the own schools, or by the own unit."""
    user = cast("User", request.user)
    waiting = PlacementCheck.objects.waiting().filter(placement=OuterRef("pk"))
    first = waiting.order_by().values("placement").annotate(n=Min("due_on")).values("n")
    rows = (
        Placement.objects.visible_to(user, placement_right(user))
        .select_related("pupil", "school", "unit", "referral__case__pupil")
        .defer("child_about", "why", "best_interest", "for_class", "school_did")
        .annotate(next_check=Subquery(first))
    )
    listing = NamedListing(
        request,
        rows,
        COLUMNS,
        name="placements",
        label=_("Placements"),
        counted=lambda n: ngettext("%(count)s placement", "%(count)s placements", n),
        filters=[
            CodeFilter("show", _("Show"), SHOW, narrow_placements, "radios", "live")
        ],
        default_sort="due",
    )
    open_names(listing.shown)
    subjects = [row.subject for row in listing.shown]
    audit.record_view("placement.listed", by=user, subjects=subjects)
    asks = grants(user).has(Permission.PLACEMENT_ASK)
    context = {"listing": listing, "asks": asks}
    return render(request, "referrals/placements.html", context)


def reach_placement(request: HttpRequest, uid: uuid.UUID) -> Placement:
    """The placement within reach, and the reading of it written down."""
    user = cast("User", request.user)
    rows = Placement.objects.select_related(
        "pupil", "school", "unit", "class_group", "case", "referral__case__pupil"
    )
    found: Placement = get_visible_or_404(rows, user, placement_right(user), uid=uid)
    audit.record_view("placement.viewed", by=user, subjects=[found.subject], obj=found)
    return found


@require(Permission.PLACEMENT_WORK, Permission.PLACEMENT_ASK)
@require_safe
@transaction.atomic
def placement(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    """One child: what was asked, how far it is, and what this reader may do next."""
    row = reach_placement(request, uid)
    parties = placement_parties(cast("User", request.user), row)
    at_school = PlacementParty.SCHOOL in parties
    preload_keys([row.key_uid])
    return render(request, "referrals/placement.html", {
        "placement": row,
        "name": child_name(row),
        "state": PLACEMENT_STATES[PlacementState(row.state)],
        "waits_for": STEPS[Step(row.due_step)] if row.due_step else "",
        "moves": open_placement_moves(PlacementState(row.state), parties),
        "rows": _asked(row),
        "checks": _checks(row, works=at_school and row.is_open),
        "events": _events(row),
        "at_school": at_school,
        "coaches": _may_coach(row) if at_school else False,
        "now": now(),
    })  # fmt: skip


def _may_coach(row: Placement) -> bool:
    on_roll = row.pupil is not None and row.pupil.school_id == row.school_id
    return on_roll and row.is_open and row.case_id is None


def _asked(row: Placement) -> list[dict[str, Any]]:
    said = [
        (_("Unit"), f"{row.unit.name}, {row.unit.telephone}" if row.unit else "", False),
        (_("School"), row.school.name, False),
        (_("About the child"), row.child_about, True),
        (_("Why this place"), row.why, True),
        (_("In the child’s interest"), row.best_interest, True),
        (_("Class"), row.class_group.name if row.class_group else "", False),
        (_("Place from"), row.place_on and day_text(row.place_on), False),
        (_("First day at school"), row.first_day_on and day_text(row.first_day_on), False),
        (_("What the school did"), row.school_did, True),
    ]  # fmt: skip
    return [{"key": k, "value": v, "words": words} for k, v, words in said if v]


def _checks(row: Placement, *, works: bool) -> list[dict[str, Any]]:
    """The checks as tasks, with a link while they wait for the school."""
    return [
        {
            "title": ngettext(
                "After %(n)s month", "After %(n)s months", check.months
            ) % {"n": check.months},
            "url": reverse("referrals:placement_check", args=[row.uid, check.months])
            if works and not check.done_on
            else "",
            "hint": check.how or check.child_words,
            "status": _("Done %(day)s") % {"day": day_text(check.done_on)}
            if check.done_on
            else _("Due %(day)s") % {"day": day_text(check.due_on)},
            "colour": "green" if check.done_on else _colour(check),
        }
        for check in row.checks.order_by("months")
    ]  # fmt: skip


def _colour(check: PlacementCheck) -> str:
    return "red" if check.due_on < today() else "grey"


def _events(row: Placement) -> list[dict[str, Any]]:
    found = row.events.select_related("by").order_by("-at", "-id")
    return [
        {
            "title": PLACEMENT_EVENTS[event.verb],
            "at": event.at,
            "who": event.by.name,
            "text": event.text,
        }
        for event in found
    ]
