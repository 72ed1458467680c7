"""The measures of a protection plan, and what became of each."""

import uuid
from typing import cast

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from portal.access import require
from portal.models import User
from portal.permissions import Permission
from referrals.actions.measuring import MeasureIsOver, end_measure, set_measure
from referrals.actions.moving import MoveNotOpen
from referrals.forms.exchange import EndMeasureForm, MeasureForm
from referrals.models import Referral
from referrals.naming import child_name
from referrals.views.referrals import reach_referral


@require(Permission.REFERRAL_RECEIVE)
@require_http_methods(["GET", "HEAD", "POST"])
def measure_new(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    """What one agency does; by the unit."""
    row, form = reach_referral(request, uid), MeasureForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        by = cast("User", request.user)
        try:
            set_measure(referral=row, by=by, **form.cleaned_data)
        except MoveNotOpen:
            form.add_error(None, _("Measures are set while the unit works on it."))
        else:
            messages.success(request, _("The measure is set. The school sees it."))
            return redirect("referrals:referral", uid=row.uid)
    return _page(request, row, form, _("Set a measure"))


@require(Permission.REFERRAL_RECEIVE, Permission.REFERRAL_SEND)
@require_http_methods(["GET", "HEAD", "POST"])
def measure_end(
    request: HttpRequest, uid: uuid.UUID, measure: uuid.UUID
) -> HttpResponse:
    """Done or dropped; by either side."""
    row = reach_referral(request, uid)
    one = row.measures.filter(uid=measure).first()
    if one is None:
        raise Http404
    form = EndMeasureForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        done, note = form.cleaned_data["done"] == "yes", form.cleaned_data["note"]
        try:
            end_measure(
                measure=one, by=cast("User", request.user), done=done, note=note
            )
        except (MoveNotOpen, MeasureIsOver):
            form.add_error(None, _("This measure has already ended."))
        else:
            messages.success(request, _("It is saved."))
            return redirect("referrals:referral", uid=row.uid)
    return _page(request, row, form, _("What became of the measure?"), one.what)


def _page(
    request: HttpRequest,
    row: Referral,
    form: MeasureForm | EndMeasureForm,
    title: str,
    intro: str = "",
) -> HttpResponse:
    return render(request, "referrals/work_form.html", {
        "form": form,
        "title": title,
        "intro": intro,
        "caption": f"{row.reference} · {child_name(row.case)}",
        "button": _("Save"),
        "back": reverse("referrals:referral", args=[row.uid]),
    })  # fmt: skip
