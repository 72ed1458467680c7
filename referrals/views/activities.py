"""The library of coaching activities, and the child's own page to print."""

import uuid
from typing import Any, cast

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from portal import audit
from portal.access import require
from portal.clock import today
from portal.listing import CodeFilter, Column, Listing
from portal.models import User
from portal.permissions import Permission
from referrals.child_pages import BANDS, PARTS, band_of
from referrals.models import Case, CoachingActivity
from referrals.models.activities import BANDS as AGES
from referrals.naming import child_name
from referrals.progress import plan_of
from referrals.views.cases import reach_case


AGE_CHOICES = [("6-10", "6–10"), ("11-14", "11–14"), ("15-18", "15–18")]


def _of_age(rows: QuerySet[CoachingActivity], code: str) -> QuerySet[CoachingActivity]:
    youngest, oldest = AGES[code]
    return rows.filter(youngest__lte=oldest, oldest__gte=youngest)


def _columns() -> list[Column]:
    return [
        Column(
            "title",
            gettext_lazy("Activity"),
            "title",
            sort="title",
            link=lambda one: reverse("referrals:activity", args=[one.translation_key]),
        ),
        Column(
            "purpose",
            gettext_lazy("Purpose"),
            lambda one: one.get_purpose_display(),
            sort="purpose",
        ),
        Column(
            "ages",
            gettext_lazy("Ages"),
            lambda one: f"{one.youngest}–{one.oldest}",
            sort="youngest",
        ),
        Column(
            "minutes", gettext_lazy("Minutes"), "minutes", sort="minutes", numeric=True
        ),
    ]


@require(Permission.CASE_VIEW)
@require_safe
def activities(request: HttpRequest) -> HttpResponse:
    """What one can do with a child in one talk; no child is in it."""
    listing = Listing(
        request,
        CoachingActivity.objects.readable(get_language() or ""),
        _columns(),
        name="activities",
        label=_("Coaching activities"),
        counted=lambda n: ngettext("%(count)s activity", "%(count)s activities", n),
        filters=[
            CodeFilter("age", _("Age of the child"), AGE_CHOICES, _of_age),
            CodeFilter(
                "purpose",
                _("Purpose"),
                list(CoachingActivity.Purpose.choices),
                lambda rows, code: rows.filter(purpose=code),
            ),
        ],
        default_sort="title",
        files=False,
    )
    return render(request, "referrals/activities.html", {"listing": listing})


@require(Permission.CASE_VIEW)
@require_safe
def activity(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """One activity in the reader's language, to print."""
    rows = CoachingActivity.objects.readable(get_language() or "")
    one = rows.filter(translation_key=key).first()
    if one is None:
        raise Http404
    return render(request, "referrals/activity.html", {"activity": one})


@require(Permission.CASE_WORK)
@require_safe
def child_page(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    """The child's page: own words, age-graded, only the parts that may go home."""
    one = reach_case(request, uid, Permission.CASE_WORK)
    user = cast("User", request.user)
    audit.record_view("plan.printed", by=user, subjects=[one.subject], obj=one)
    plan, goals = plan_of(one)
    band = request.GET.get("age", "")
    if band not in BANDS:
        band = band_of(one.pupil.birth_date if one.pupil else None, today())
    asked = [part for part in request.GET.getlist("part") if part in PARTS]
    parts = asked or list(PARTS)
    context = {
        "case": one,
        "name": child_name(one),
        "plan": plan,
        "wishes": [found.goal.wish for found in goals],
        "words": BANDS[band],
        "band": band,
        "ages": AGE_CHOICES,
        "parts": parts,
        "choices": list(PARTS.items()),
        "helper": _helper(one),
    }
    return render(request, "referrals/child_page.html", context)


def _helper(one: Case) -> str:
    """The grown-up at school whose case it is."""
    found: Any = one.owner
    return found.staff.full_name if found else ""
