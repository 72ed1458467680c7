"""The assessment of one child: what worries and what protects, side by side."""

import uuid
from typing import cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from portal import audit
from portal.access import require
from portal.clock import today
from portal.models import User
from portal.permissions import Permission
from referrals.actions.assessing import note_factors, withdraw_factor
from referrals.actions.files import CaseIsClosed
from referrals.assessments import floors_of, sides, standing_lines
from referrals.catalogue import BY_CODE
from referrals.forms.assessing import FactorsForm, WithdrawFactorForm
from referrals.models import Factor
from referrals.naming import child_name
from referrals.states import LEVELS
from referrals.views.case_parts import part_of_case, row_of_case, too_late
from schools import directory


@require(Permission.CASE_VIEW)
@require_http_methods(["GET", "HEAD", "POST"])
def case_assessment(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    """What stands today, with basis, author and expiry; several added with one save."""
    one, context = part_of_case(request, uid)
    form = FactorsForm(request.POST or None)
    if request.method == "POST" and context["may_work"] and form.is_valid():
        given = form.cleaned_data
        note_factors(
            case=one,
            by=cast("User", request.user),
            codes=given["codes"],
            basis=given["basis"],
            note=given["note"],
            on=given["noted_on"],
        )
        messages.success(request, _("It is saved."))
        return redirect("referrals:case_assessment", uid=one.uid)
    lines = standing_lines(one, today())
    worries, protects = sides(lines)
    floors = floors_of(one, lines, today())
    return render(request, "referrals/assessment.html", {
        **context,
        "form": form,
        "worries": worries,
        "protects": protects,
        "gone": too_late(request, context, form),
        "floors": [(LEVELS[floor.level], floor.why) for floor in floors],
    })  # fmt: skip


@require(Permission.CASE_WORK)
@require_http_methods(["GET", "HEAD", "POST"])
def factor_withdraw(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    """A line that holds no more, with the reason."""
    factor, user = row_of_case(request, Factor, uid), cast("User", request.user)
    one = factor.case
    audit.record_view("case.viewed", by=user, subjects=[one.subject], obj=one)
    form = WithdrawFactorForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            withdraw_factor(factor=factor, by=user, why=form.cleaned_data["why"])
        except CaseIsClosed:
            form.add_error(None, _("This case is closed. Nothing can be added."))
        else:
            messages.success(request, _("It is saved."))
            return redirect("referrals:case_assessment", uid=one.uid)
    return render(request, "referrals/work_form.html", {
        "form": form,
        "title": _("Withdraw a line"),
        "intro": str(BY_CODE[factor.code].label),
        "caption": child_name(one),
        "button": _("Withdraw"),
        "back": reverse("referrals:case_assessment", args=[one.uid]),
    })  # fmt: skip


@require(Permission.CASE_WORK)
@require_safe
def case_act(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    """A red line was crossed: whom to call now, then the level, then the referral."""
    one, context = part_of_case(request, uid, Permission.CASE_WORK)
    context["unit"] = one.unit or directory.unit_for(one.school.municipality)
    context["token"] = uuid.uuid4()
    return render(request, "referrals/case_act.html", context)
