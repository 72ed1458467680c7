"""The summer contact of a case, and the cases that still have none."""

import uuid
from typing import cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from portal import audit
from portal.access import require
from portal.clock import today
from portal.models import User
from portal.permissions import Permission
from referrals.actions.summers import name_summer_contact
from referrals.forms.casefile import SummerForm
from referrals.models import Case, SummerContact
from referrals.naming import child_name, class_and_school, open_names
from referrals.states import LEVELS, Level
from referrals.views.case_parts import part_of_case, too_late
from schools.school_days import start_year_of


@require(Permission.CASE_VIEW)
@require_http_methods(["GET", "HEAD", "POST"])
def case_summer(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    """Who keeps an eye on the child this summer; an earlier answer is kept."""
    one, context = part_of_case(request, uid)
    form = SummerForm(request.POST or None)
    if request.method == "POST" and context["may_work"] and form.is_valid():
        name_summer_contact(
            case=one,
            by=cast("User", request.user),
            on=today(),
            **form.cleaned_data,
        )
        messages.success(request, _("It is saved."))
        return redirect("referrals:case_summer", uid=one.uid)
    named = SummerContact.objects.filter(case=one, start_year=start_year_of(today()))
    context |= {"form": form, "contact": named.order_by("-at", "-pk").first()}
    context["gone"] = too_late(request, context, form)
    return render(request, "referrals/casefile/summer.html", context)


@require(Permission.CASE_WORK)
@require_safe
def summers(request: HttpRequest) -> HttpResponse:
    """Heightened and acute cases that still lack a summer contact."""
    user = cast("User", request.user)
    mine = Case.objects.visible_to(user, Permission.CASE_WORK)
    rows = list(
        mine.without_summer_contact(today())
        .select_related("pupil__class_group", "school")
        .order_by("school__name", "reference")
    )
    audit.record_view("case.listed", by=user, subjects=[one.subject for one in rows])
    open_names(rows)
    lines = [
        {
            "case": one,
            "name": child_name(one),
            "place": class_and_school(one),
            "level": LEVELS[Level(one.level)],
        }
        for one in rows
    ]
    return render(request, "referrals/casefile/summers.html", {"lines": lines})
