"""Entering absences by hand: choose class and day, then a line for each pupil."""

import uuid
from typing import TYPE_CHECKING, cast

from django.contrib import messages
from django.db import transaction
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods

from portal import audit
from portal.access import require
from portal.clock import today
from portal.permissions import Permission
from schools.actions.entering import NotASchoolDay, enter_day, pupils_of
from schools.forms.entering import ChooseClassForm, RegisterForm
from schools.importing.cells import to_date
from schools.models import Absence, ClassGroup
from schools.school_days import start_year_of
from schools.scoping import in_reach


if TYPE_CHECKING:
    from portal.models import User


@require(Permission.ABSENCE_ENTER)
@require_http_methods(["GET", "HEAD", "POST"])
def register_choose(request: HttpRequest) -> HttpResponse:
    """Which class and which day; the day of today is filled in."""
    user = cast("User", request.user)
    form = ChooseClassForm(
        request.POST or None, groups=_groups(user), initial={"day": today()}
    )
    if form.is_valid():
        told = form.cleaned_data
        return redirect(
            "schools:register_day", uid=told["group"].uid, day=told["day"].isoformat()
        )
    return render(request, "schools/register_choose.html", {"form": form})


@require(Permission.ABSENCE_ENTER)
@require_http_methods(["GET", "HEAD", "POST"])
@transaction.atomic
def register_day(request: HttpRequest, uid: uuid.UUID, day: str) -> HttpResponse:
    """One class, one day: present unless told otherwise."""
    user = cast("User", request.user)
    group = _groups(user).filter(uid=uid).first()
    when = to_date(day)
    if group is None or when is None:
        audit.record_denied(
            by=user, verb=Permission.ABSENCE_ENTER.value, asked="schools.classgroup"
        )
        raise Http404
    pupils = pupils_of(group, user)
    rows = Absence.objects.filter(pupil__in=[p.pk for p in pupils], date=when)
    stored = dict(rows.values_list("pupil_id", "kind"))
    form = RegisterForm(request.POST or None, pupils=pupils, stored=stored)
    audit.record_view("roll.viewed", by=user, subjects=[pupil.uid for pupil in pupils])
    if request.method == "POST" and form.is_valid():
        try:
            enter_day(group=group, day=when, today=today(), kinds=form.kinds(), by=user)
        except NotASchoolDay:
            form.add_error(None, gettext("The school is not in session on that day."))
        else:
            messages.success(request, gettext("The register of the day is kept."))
            return redirect("schools:register_choose")
    return render(
        request,
        "schools/register_day.html",
        {"form": form, "group": group, "day": when},
    )


def _groups(user: "User") -> QuerySet[ClassGroup]:
    """This year's classes of the schools in reach."""
    return (
        ClassGroup.objects.filter(
            in_reach(user, Permission.ABSENCE_ENTER),
            year__start_year=start_year_of(today()),
        )
        .select_related("school")
        .order_by("school__name", "grade", "name", "pk")
    )
