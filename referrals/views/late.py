"""What is late at the units: number, municipality, step and hours; no child."""

from typing import cast

from django.db.models import Q, QuerySet
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
from schools.scoping import in_reach


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


@require(Permission.LATENESS_VIEW)
@require_safe
def late(request: HttpRequest) -> HttpResponseBase:
    """The clocks that ran out, the longest first."""
    listing = Listing(
        request,
        late_for(cast("User", request.user)),
        COLUMNS,
        name="late",
        label=_("Late at the units"),
        counted=lambda n: ngettext("%(count)s is late", "%(count)s are late", n),
        default_sort="late",
    )
    if listing.wants_file:
        return listing.response()
    return render(request, "referrals/late.html", {"listing": listing})


def late_for(user: User) -> QuerySet[Referral]:
    """Own unit for its head; own schools for the supervisor; for a directorate's
    officer only what has climbed to the last rung."""
    held = grants(user)
    units = held.place_ids(Permission.LATENESS_VIEW, PlaceKind.UNIT)
    near = in_reach(user, Permission.LATENESS_VIEW)
    if "supervisor" not in held.roles:
        near &= Q(ladder__rung=Rung.AGENCY) & Q(ladder__due_at__isnull=False)
    rows = Referral.objects.live().sent().filter(due_at__lt=now())
    found = rows.filter(Q(unit__in=units) | near).distinct()
    return found.select_related("unit__municipality").only(
        "reference", "due_at", "due_step", "urgency", "unit__municipality__name"
    )
