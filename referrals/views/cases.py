"""The caseload, and the page of one case."""

import uuid
from datetime import date
from typing import Any, cast

from django.contrib import messages
from django.db import transaction
from django.db.models import F, FilteredRelation, OuterRef, Q, QuerySet, Subquery
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods, require_safe

from portal import audit
from portal.access import get_visible_or_404, grants, require
from portal.addresses import address
from portal.clock import now, today
from portal.listing import CodeFilter, Column
from portal.listing_state import page_number
from portal.models import User
from portal.permissions import Permission
from referrals.actions.cases import (
    CaseIsReferred,
    EndingNeedsSignatures,
    add_note,
    close_case,
    set_level,
)
from referrals.actions.files import CaseIsClosed
from referrals.assessments import floors_of, standing_lines
from referrals.case_sections import sections_of
from referrals.forms.assessing import LevelForm
from referrals.forms.cases import CloseCaseForm, NoteForm
from referrals.models import Case, CaseAction, CoachingPlan
from referrals.naming import child_name, class_and_school
from referrals.naming_lists import NamedListing, school_filters
from referrals.states import ENDED, LEVELS, STATES, Level, State, choices
from referrals.timeline import happenings
from referrals.timeline_html import lines_html
from schools.models import Enrolment


SHOW = [
    ("open", gettext_lazy("Open")),
    ("due", gettext_lazy("Next step due today or before")),
    ("lapsed", gettext_lazy("Level to renew")),
    ("review", gettext_lazy("Coaching plan to review")),
    ("tasks", gettext_lazy("A task overdue")),
    ("adult", gettext_lazy("Soon eighteen")),
    ("closed", gettext_lazy("Closed")),
]


def _narrow(rows: QuerySet[Case], code: str) -> QuerySet[Case]:
    if code == "closed":
        return rows.exclude(closed_at=None)
    day = today()
    narrower: dict[str, Q] = {
        "due": Q(next_on__lte=day),
        "lapsed": Q(level_lapses_on__lt=day),
        "review": Q(pk__in=CoachingPlan.objects.review_due(day).values("case")),
        "tasks": Q(pk__in=CaseAction.objects.overdue(day).values("case")),
        "adult": Q(pk__in=Case.objects.turning_eighteen(day).values("pk")),
    }
    return rows.filter(narrower.get(code, Q()), closed_at=None)


def _columns() -> list[Column]:
    return [
        Column(
            "child",
            gettext_lazy("Child"),
            child_name,
            link=lambda case: address("referrals:case", case.uid),
        ),
        Column("place", gettext_lazy("Class and school"), class_and_school),
        Column(
            "level",
            gettext_lazy("Level"),
            lambda case: LEVELS[Level(case.level)].label if case.level else "",
            tag=lambda case: LEVELS[Level(case.level)].colour if case.level else "",
        ),
        Column("next", gettext_lazy("Next step"), "next_on", sort="next_on"),
        Column(
            "last",
            gettext_lazy("Last contact"),
            "last_contact_at",
            sort="last_contact_at",
        ),
        Column("opened", gettext_lazy("Opened"), "opened_at", sort="opened_at"),
        Column("reference", gettext_lazy("Reference"), "reference"),
    ]


@require(Permission.CASE_VIEW)
@require_safe
def cases(request: HttpRequest) -> HttpResponse:
    """The cases of the own schools."""
    user = cast("User", request.user)
    rows = Case.objects.visible_to(user, Permission.CASE_VIEW).only(
        "uid", "reference", "child_name", "key_uid", "level", "next_on",
        "last_contact_at", "opened_at", "school__name", "pupil__uid",
        "pupil__first_name", "pupil__last_name", "pupil__school",
        "pupil__class_group__name",
    )  # fmt: skip
    listing = NamedListing(
        request,
        rows.select_related("pupil__class_group", "school"),
        _columns(),
        name="cases",
        label=_("Cases"),
        counted=lambda n: ngettext("%(count)s case", "%(count)s cases", n),
        filters=[
            CodeFilter("show", _("Show"), SHOW, _narrow, "radios", "open"),
            *school_filters(user, Permission.CASE_VIEW),
            CodeFilter(
                "level",
                _("Level"),
                choices(LEVELS),
                lambda rows, code: rows.filter(level=code),
            ),
        ],
        default_sort="-opened",
    )
    audit.record_view("case.listed", by=user, subjects=listing.subjects())
    return render(request, "referrals/cases.html", {"listing": listing})


def reach_case(request: HttpRequest, uid: uuid.UUID, right: Permission) -> Case:
    """The case within reach, with all that its pages show; one query."""
    there = Enrolment.objects.filter(
        pupil=OuterRef("pupil"), school=OuterRef("pupil__school")
    ).order_by("-starts_on")
    rows = Case.objects.select_related(
        "pupil__class_group", "school__municipality", "owner__staff", "unit"
    ).annotate(
        # at most one a case: the constraint `referral_one_live_per_case`
        live=FilteredRelation("referrals", condition=~Q(referrals__state__in=ENDED)),
        live_uid=F("live__uid"),
        live_reference=F("live__reference"),
        live_state=F("live__state"),
        live_due=F("live__due_at"),
        there_since=Subquery(there.values("starts_on")[:1]),
    )
    found: Case = get_visible_or_404(rows, cast("User", request.user), right, uid=uid)
    return found


@require(Permission.CASE_VIEW, Permission.CASE_SIGN)
@require_safe
def case(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    """One child: last contact and next step first, then the whole timeline."""
    user = cast("User", request.user)
    views = grants(user).has(Permission.CASE_VIEW)
    right = Permission.CASE_VIEW if views else Permission.CASE_SIGN
    one = reach_case(request, uid, right)
    audit.record_view("case.viewed", by=user, subjects=[one.subject], obj=one)
    happened = happenings(one, user, page_number(request.GET.get("page", "")))
    state = getattr(one, "live_state", None)
    context = {
        "case": one,
        "name": child_name(one),
        "place": class_and_school(one),
        "level": LEVELS[Level(one.level)] if one.level else None,
        "lapsed": bool(one.level_lapses_on and one.level_lapses_on < today()),
        "live": STATES[State(state)] if state else None,
        "next_step": one.next_step,
        "moved_on": _moved_on(one) if one.is_open else None,
        "happenings": happened,
        "history": lines_html(happened.lines),
        "sections": sections_of(one, user),
        "may_work": one.is_open and grants(user).has(Permission.CASE_WORK),
        "token": uuid.uuid4(),
        "now": now(),
        "today": today(),
    }
    return render(request, "referrals/case.html", context)


def _moved_on(one: Case) -> date | None:
    """The first day of the child at another school."""
    if one.pupil is None or one.pupil.school_id in (None, one.school_id):
        return None
    since: date | None = getattr(one, "there_since", None)
    return since


@require(Permission.CASE_WORK)
@require_http_methods(["GET", "HEAD", "POST"])
@transaction.atomic
def case_note(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    """A line after a talk, and the next step."""
    one = reach_case(request, uid, Permission.CASE_WORK)
    initial = {"token": uuid.uuid4(), **one.planned_from(today())}
    form = NoteForm(request.POST or None, initial=initial)
    return _work(request, one, form, "referrals/case_note.html", add_note)


@require(Permission.CASE_WORK)
@require_http_methods(["GET", "HEAD", "POST"])
@transaction.atomic
def case_level(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    """A person chooses the level, with a reason."""
    one = reach_case(request, uid, Permission.CASE_WORK)
    found = floors_of(one, standing_lines(one, today()), today())
    initial = {"level": one.level}
    form = LevelForm(request.POST or None, initial=initial, floors=found)
    return _work(request, one, form, "referrals/case_level.html", set_level)


@require(Permission.CASE_WORK)
@require_http_methods(["GET", "HEAD", "POST"])
@transaction.atomic
def case_close(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    """End the work of the school, with the child's interest in a sentence."""
    one = reach_case(request, uid, Permission.CASE_WORK)
    form = CloseCaseForm(request.POST or None)
    return _work(request, one, form, "referrals/case_close.html", close_case)


def _work(
    request: HttpRequest, one: Case, form: Any, template: str, action: Any
) -> HttpResponse:
    """The shape that the three share: ask, act, say what stands in the way."""
    user = cast("User", request.user)
    audit.record_view("case.viewed", by=user, subjects=[one.subject], obj=one)
    if request.method == "POST" and form.is_valid():
        try:
            action(case=one, by=user, **form.cleaned_data)
        except CaseIsClosed:
            form.add_error(None, _("This case is closed. Nothing can be added."))
        except CaseIsReferred:
            form.add_error(
                None, _("A unit still works on a referral. Close that one first.")
            )
        except EndingNeedsSignatures:
            form.add_error(
                None,
                _(
                    "A heightened or acute case ends when the supervisor has signed: choose"
                    " “Ask for an ending that others sign” on the case’s page."
                ),
            )
        else:
            messages.success(request, _("It is saved."))
            return redirect("referrals:case", uid=one.uid)
    return render(
        request, template, {"form": form, "case": one, "name": child_name(one)}
    )
