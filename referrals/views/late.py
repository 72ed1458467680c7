"""What is late at the units: number, municipality, step and hours; no child."""

from typing import Any, cast

from django.db.models import Count, F, Q, QuerySet
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_safe

from portal.access import grants, require
from portal.clock import now
from portal.listing import Column, Listing
from portal.listing_html import clock_html
from portal.models import User
from portal.permissions import Permission
from portal.roles import PlaceKind
from referrals.deadlines import RUNGS, STEPS, Rung, Step, rung
from referrals.models import Referral
from referrals.states import Urgency


SEES_ROWS = frozenset({"supervisor", "cpu_head"})
COLUMNS = [
    Column("reference", gettext_lazy("Number"), "reference"),
    Column(
        "municipality",
        gettext_lazy("Municipality"),
        "unit.municipality.name",
        sort="unit__municipality__name",
    ),
    Column(
        "step",
        gettext_lazy("What is due"),
        lambda row: STEPS[Step(row.due_step)] if row.due_step else "",
    ),
    Column(
        "late",
        gettext_lazy("How late"),
        "due_at",
        sort="due_at",
        show=lambda row: clock_html(row.due_at, now()),
    ),
    Column(
        "rung",
        gettext_lazy("Told by now"),
        lambda row: RUNGS[rung(row.due_at, now(), Urgency(row.urgency))],
    ),
]


COUNTS = [
    Column("municipality", gettext_lazy("Municipality"), "place", sort="place"),
    Column("late", gettext_lazy("Late"), "late", sort="late", numeric=True),
]


@require(Permission.LATENESS_VIEW)
@require_safe
def late(request: HttpRequest) -> HttpResponseBase:
    """The clocks that ran out, the longest first; an officer reads counts alone."""
    user = cast("User", request.user)
    rows = bool(SEES_ROWS & grants(user).roles)
    listing = Listing(
        request,
        late_for(user) if rows else late_counts(user),
        COLUMNS if rows else COUNTS,
        name="late",
        label=_("Late at the units"),
        counted=_late_rows if rows else _municipalities,
        default_sort="late" if rows else "-late",
    )
    if listing.wants_file:
        return listing.response()
    context = {"listing": listing, "rows": rows}
    return render(request, "referrals/late.html", context)


def _late_rows(count: int) -> str:
    return ngettext("%(count)s is late", "%(count)s are late", count)


def _municipalities(count: int) -> str:
    return ngettext("%(count)s municipality", "%(count)s municipalities", count)


def _late_now() -> QuerySet[Referral]:
    return Referral.objects.live().sent().filter(due_at__lt=now())


def _reach(user: User, *roles: str) -> Q:
    """The schools of the directorates at which one of these roles is held."""
    held = grants(user).having(Permission.LATENESS_VIEW)
    own = [grant.place.id for grant in held if grant.role.key in roles]
    near = Q(school__directorate__in=own)
    near |= Q(school__directorate__parent__in=own)
    return near | Q(school__directorate__parent__parent__in=own)


def late_for(user: User) -> QuerySet[Referral]:
    """Of the own unit for its head; of the own schools for the supervisor."""
    units = grants(user).place_ids(Permission.LATENESS_VIEW, PlaceKind.UNIT)
    found = _late_now().filter(Q(unit__in=units) | _reach(user, "supervisor"))
    return found.select_related("unit__municipality").only(
        "reference", "due_at", "due_step", "urgency", "unit__municipality__name"
    )


def late_counts(user: User) -> QuerySet[Any, Any]:
    """For a directorate's officer: how many have climbed to the last rung, by place.

    A rung is reached by one clock: an old clock of the same referral says nothing.
    """
    climbed = _late_now().filter(
        _reach(user, "directorate_officer"),
        ladder__due_at=F("due_at"),
        ladder__rung=Rung.AGENCY,
    )
    return climbed.values(place=F("unit__municipality__name")).annotate(
        late=Count("pk", distinct=True)
    )
