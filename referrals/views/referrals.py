"""One referral as both sides see it, and the list of those that a school sent."""

import uuid
from collections.abc import Callable
from functools import cache
from typing import Any, cast

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_safe

from portal import audit
from portal.access import get_visible_or_404, grants, require
from portal.clock import now, today
from portal.listing import CodeFilter, Column
from portal.listing_html import clock_html, tag_html
from portal.models import User
from portal.permissions import Permission
from portal.roles import PlaceKind
from referrals.actions.moving import barred_moves
from referrals.actions.talking_over import BOTH_SIDES
from referrals.deadlines import RUNGS, STEPS, Rung, Step, rung
from referrals.models import Referral
from referrals.naming import child_name
from referrals.naming_lists import NamedListing, school_filters
from referrals.parties import may_log_calls, parties_of
from referrals.sent_words import sent_rows
from referrals.states import ENDED, STATES, URGENCIES, State, Urgency, choices
from referrals.steps import snapshot_of, steps_of
from referrals.workflow import IN_WORK, Party, open_moves


SHOW = [
    ("live", gettext_lazy("Not ended")),
    ("late", gettext_lazy("Late at the unit")),
    ("question", gettext_lazy("A question to answer")),
    ("all", gettext_lazy("All")),
]


def narrow_sent(rows: QuerySet[Referral], code: str) -> QuerySet[Referral]:
    """The codes of the list, and of the counts that open it."""
    if code == "all":
        return rows
    live = rows.exclude(state__in=ENDED)
    if code == "question":
        return live.filter(state=State.NEEDS_INFORMATION)
    return live.filter(due_at__lt=now()) if code == "late" else live


def state_column() -> Column:
    """Each state's word is translated once a page, not once a row."""
    word = cache(lambda state: str(STATES[State(state)].label))
    return Column(
        "state",
        gettext_lazy("Status"),
        lambda row: word(row.state),
        tag=lambda row: STATES[State(row.state)].colour,
    )


def urgency_column(opens: Callable[[Referral], bool] = lambda _row: True) -> Column:
    """How urgent; and, for who may open it, that the national mechanism is at work."""
    return Column(
        "urgency",
        gettext_lazy("Urgency"),
        lambda row: URGENCIES[Urgency(row.urgency)].label if row.urgency else "",
        show=lambda row: _urgency_html(row, opens=opens(row)),
    )


def _urgency_html(row: Referral, *, opens: bool) -> SafeString:
    tags = []
    if row.urgency:
        urgency = URGENCIES[Urgency(row.urgency)]
        tags.append(tag_html(urgency.label, urgency.colour))
    if opens and getattr(row, "track", None):
        tags.append(tag_html(_("National mechanism"), "purple"))
    return mark_safe(" ".join(tags))  # noqa: S308 - tags escape


def _columns(user: User) -> list[Column]:
    named = grants(user).place_ids(Permission.REFERRAL_VIEW, PlaceKind.SCHOOL)
    units = grants(user).place_ids(Permission.REFERRAL_VIEW, PlaceKind.UNIT)

    def opens(row: Referral) -> bool:
        return row.school_id in named or row.unit_id in units

    return [
        Column(
            "due",
            gettext_lazy("The unit’s clock"),
            "due_at",
            sort="due_at",
            show=lambda row: clock_html(row.due_at, now()),
        ),
        Column(
            "reference",
            gettext_lazy("Reference"),
            "reference",
            link=lambda row: (
                reverse("referrals:referral", args=[row.uid]) if opens(row) else ""
            ),
        ),
        Column(
            "child",
            gettext_lazy("Child"),
            lambda row: child_name(row.case) if opens(row) else "",
        ),
        state_column(),
        urgency_column(opens),
        Column("unit", gettext_lazy("Unit"), "unit.name"),
        Column("sent", gettext_lazy("Sent"), "submitted_at", sort="submitted_at"),
    ]


@require(Permission.REFERRAL_STATUS)
@require_safe
def referrals(request: HttpRequest) -> HttpResponse:
    """Every referral of the own school or unit: steps and times.

    A head of school sees no name and opens none: status is not content.
    """
    user = cast("User", request.user)
    rows = Referral.objects.visible_to(user, Permission.REFERRAL_STATUS).sent()
    listing = NamedListing(
        request,
        listed(rows, "unit"),
        _columns(user),
        name="referrals",
        label=_("Referrals"),
        counted=lambda n: ngettext("%(count)s referral", "%(count)s referrals", n),
        filters=[
            CodeFilter("show", _("Show"), SHOW, narrow_sent, "radios", "live"),
            *school_filters(user, Permission.REFERRAL_STATUS),
            CodeFilter(
                "state",
                _("Status"),
                choices(STATES),
                lambda rows, code: rows.filter(state=code),
            ),
        ],
        default_sort="due",
        to_case="case.",
    )
    audit.record_view("referral.listed", by=user, subjects=listing.subjects())
    return render(request, "referrals/referrals.html", {"listing": listing})


def listed(rows: QuerySet[Referral], *places: str) -> QuerySet[Referral]:
    """What a list needs of each row, and none of the narrative; of further `places`
    the name."""
    return rows.select_related("case__pupil", "school", "track", *places).only(
        "uid", "reference", "version", "received_at", "track__uid", "state", "urgency", "due_at", "reply_due_at", "worker",
        "submitted_at", "closed_at", "school__name",
        "case__uid", "case__child_name", "case__key_uid",
        "case__pupil__uid", "case__pupil__first_name", "case__pupil__last_name",
        *(f"{place}__name" for place in places),
    )  # fmt: skip


def reach_referral(request: HttpRequest, uid: uuid.UUID) -> Referral:
    """The referral within reach, and the reading of it written down."""
    found = visible_referral(request, uid)
    user, subjects = cast("User", request.user), [found.case.subject]
    audit.record_view("referral.viewed", by=user, subjects=subjects, obj=found)
    return found


def visible_referral(request: HttpRequest, uid: uuid.UUID) -> Referral:
    """The referral within reach, for who records the reading by a name of its own."""
    rows = Referral.objects.select_related("case__pupil", "unit", "school", "track")
    user = cast("User", request.user)
    found: Referral = get_visible_or_404(rows, user, Permission.REFERRAL_VIEW, uid=uid)
    return found


@require(Permission.REFERRAL_VIEW, Permission.REFERRAL_REVIEW, Permission.CASE_SIGN)
@require_safe
def referral(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    """What was sent, every step with its time, and what this reader may do next."""
    row = reach_referral(request, uid)
    if row.is_draft:
        return redirect("referrals:referral_edit", uid=row.uid)
    return render(request, "referrals/referral.html", _page(request, row))


def _page(request: HttpRequest, row: Referral) -> dict[str, Any]:
    user = cast("User", request.user)
    parties = parties_of(user, row)
    phone = may_log_calls(row)
    moment = now()
    climbed = rung(row.due_at, moment, Urgency(row.urgency or Urgency.STANDARD))
    return {
        "referral": row,
        "name": child_name(row.case),
        "state": STATES[State(row.state)],
        "urgency": URGENCIES[Urgency(row.urgency)] if row.urgency else None,
        "waits_for": STEPS[Step(row.due_step)] if row.due_step else "",
        "told": RUNGS[climbed] if climbed != Rung.DUTY else "",
        "steps": steps_of(row),
        "sent_rows": sent_rows(snapshot_of(row)),
        "moves": open_moves(
            State(row.state), parties, phone=phone, but=barred_moves(row, moment)
        ),
        "sends": Party.SENDER in parties,
        # A supervisor decides on this page; paper and files are the two sides' own.
        "papers": grants(user).has(Permission.REFERRAL_VIEW),
        "both": bool(parties & BOTH_SIDES) and not row.is_draft,
        "measures": list(row.measures.order_by("ended_at", "due_on", "pk")),
        "track": getattr(row, "track", None),
        "asks_place": Party.UNIT in parties and State(row.state) in IN_WORK,
        "phone": phone and Party.SENDER in parties and State(row.state) not in ENDED,
        "now": moment,
        "today": today(),
    }
