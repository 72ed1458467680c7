"""Concerns reported to the child protection unit past the school: report, receive."""

import uuid
from typing import Any, cast

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from portal import audit
from portal.access import get_visible_or_404, require
from portal.addresses import address
from portal.listing import CodeFilter, Column
from portal.models import User
from portal.permissions import Permission
from referrals.actions.concern_direct import receive_report, report_to_unit
from referrals.body_zones import said
from referrals.concern_owners import subject_of
from referrals.forms.concerns import ReportForm
from referrals.models import Concern
from referrals.naming import child_name, class_and_school, open_names
from referrals.naming_lists import NamedListing
from referrals.states import BASES


SHOW = [
    ("new", gettext_lazy("Not yet received")),
    ("all", gettext_lazy("All")),
]
COLUMNS = [
    Column("at", gettext_lazy("Reported"), "direct_at", sort="direct_at"),
    Column(
        "child",
        gettext_lazy("Child"),
        child_name,
        link=lambda one: address("referrals:direct_concern", one.uid),
    ),
    Column("school", gettext_lazy("School"), "school.name"),
    Column(
        "danger",
        gettext_lazy("Danger"),
        lambda one: _("Danger now") if one.urgent else "",
        tag=lambda one: "red" if one.urgent else "",
    ),
    Column("received", gettext_lazy("Received"), "received_at"),
]
SEALED = (
    "text child_words triage_reason child_about noticed_where body_zones staff_named"
)


def _narrow(rows: QuerySet[Concern], code: str) -> QuerySet[Concern]:
    return rows if code == "all" else rows.filter(received_at=None)


@require(Permission.REFERRAL_RECEIVE)
@require_safe
def direct_concerns(request: HttpRequest) -> HttpResponse:
    """What was reported to the own unit directly, the newest on top."""
    user = cast("User", request.user)
    rows = Concern.objects.visible_to(user, Permission.REFERRAL_RECEIVE)
    listing = NamedListing(
        request,
        rows.defer(*SEALED.split()).select_related("pupil__class_group", "school"),
        COLUMNS,
        name="direct",
        label=_("Reported directly"),
        counted=lambda n: ngettext("%(count)s concern", "%(count)s concerns", n),
        filters=[CodeFilter("show", _("Show"), SHOW, _narrow, "radios", "new")],
        default_sort="-at",
    )
    open_names(listing.shown)
    shown = [uid for one in listing.shown for uid in (subject_of(one), one.uid)]
    audit.record_view("concern.listed", by=user, subjects=shown)
    return render(request, "referrals/direct_concerns.html", {"listing": listing})


@require(Permission.REFERRAL_RECEIVE)
@require_safe
def direct_concern(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    """One concern as its sender wrote it."""
    user = cast("User", request.user)
    rows = Concern.objects.select_related(
        "pupil__class_group", "school", "reporter", "staff"
    )
    one = get_visible_or_404(rows, user, Permission.REFERRAL_RECEIVE, uid=uid)
    audit.record_view("concern.viewed", by=user, subjects=[subject_of(one)], obj=one)
    context: dict[str, Any] = {
        "concern": one,
        "name": child_name(one),
        "place": class_and_school(one),
        "basis": BASES[one.basis].label,
        "zones": said(one.body_zones),
        "corrections": list(one.corrections.order_by("at")),
    }
    return render(request, "referrals/direct_concern.html", context)


@require(Permission.REFERRAL_RECEIVE)
@require_POST
def direct_receive(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    """The unit has it: the sender reads so."""
    user = cast("User", request.user)
    one = get_visible_or_404(Concern, user, Permission.REFERRAL_RECEIVE, uid=uid)
    receive_report(concern=one, by=user)
    messages.success(request, _("The sender reads that you have it."))
    return redirect("referrals:direct_concern", uid=uid)


@require(Permission.CONCERN_SEND)
@require_http_methods(["GET", "HEAD", "POST"])
def concern_report(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    """Report what I sent to the unit too: at a press, or by telephone."""
    user = cast("User", request.user)
    rows = Concern.objects.select_related("school__municipality__unit")
    one = get_visible_or_404(rows, user, Permission.CONCERN_SEND, uid=uid)
    unit = getattr(one.school.municipality, "unit", None)
    form = ReportForm(
        request.POST or None, called=unit is not None and not unit.has_account
    )
    if request.method == "POST" and unit and not one.direct and form.is_valid():
        report_to_unit(concern=one, by=user, call=form.cleaned_data.get("call", ""))
        messages.success(request, _("It is written down."))
        return redirect("referrals:my_concerns")
    context = {"concern": one, "unit": unit, "form": form}
    return render(request, "referrals/concern_report.html", context)
