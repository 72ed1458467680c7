"""Writing a coaching plan, looking at it again, ending it."""

import uuid
from typing import Any, cast

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from portal.access import grants, require
from portal.clock import today
from portal.models import User
from portal.permissions import Permission
from portal.versions import both_texts
from referrals.actions.drafting import start_draft
from referrals.actions.files import CaseIsClosed
from referrals.actions.planning import (
    NoReview,
    PlanChanged,
    PlanLacks,
    PlanNotOpen,
    end_plan,
    review_plan,
    save_plan,
    start_plan,
)
from referrals.coaching import LACKS, PlanOutcome, last_review_day
from referrals.forms.plans import EndPlanForm, PlanForm, ReviewForm
from referrals.models import Case, CoachingPlan
from referrals.progress import plan_of
from referrals.views.coaching import heading, opened


@require(Permission.CASE_WORK)
@require_http_methods(["GET", "HEAD", "POST"])
@transaction.atomic
def coaching_plan(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    """The draft: save it with anything missing; start it when nothing is."""
    one = opened(request, uid, Permission.CASE_WORK)
    plan, goals = plan_of(one)
    if plan and plan.is_active and request.method != "POST":
        return redirect("referrals:case_coaching", uid=one.uid)
    draft = plan if plan and plan.is_draft else None
    if request.method != "POST":
        form = PlanForm.of(draft, [g.goal for g in goals] if draft else [])
        return _plan_page(request, one, form)
    form = PlanForm(request.POST)
    if not form.is_valid():
        return _plan_page(request, one, form)
    return _save(request, one, form)


def _save(request: HttpRequest, one: Case, form: PlanForm) -> HttpResponse:
    user = cast("User", request.user)
    try:
        plan = save_plan(
            case=one,
            by=user,
            version=form.cleaned_data["version"],
            values=form.values(),
            goals=form.goals(),
        )
        if request.POST.get("next") == "start":
            start_plan(plan=plan, by=user, version=plan.version)
    except PlanChanged as clash:
        clashes = both_texts(form, clash.current, CoachingPlan.WRITTEN)
        again = {**form.cleaned_data, "version": clash.current.version}
        return _plan_page(request, one, PlanForm(initial=again), clashes=clashes)
    except PlanLacks as found:
        again = {**form.cleaned_data, "version": plan.version}
        return _plan_page(request, one, PlanForm(initial=again), lacks=found.lacks)
    except PlanNotOpen:
        form.add_error(None, _("The plan runs already. Nothing was changed."))
        return _plan_page(request, one, form)
    except CaseIsClosed:
        form.add_error(None, _("This case is closed. Nothing can be added."))
        return _plan_page(request, one, form)
    messages.success(request, _("It is saved."))
    return redirect("referrals:case_coaching", uid=one.uid)


def _plan_page(
    request: HttpRequest,
    one: Case,
    form: PlanForm,
    *,
    lacks: Any = (),
    clashes: Any = (),
) -> HttpResponse:
    context = {
        **heading(one),
        "form": form,
        "lacks": [LACKS[lack] for lack in lacks],
        "clashes": clashes,
    }
    return render(request, "referrals/coaching_plan.html", context)


@require(Permission.CASE_WORK)
@require_http_methods(["GET", "HEAD", "POST"])
@transaction.atomic
def coaching_review(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    """Place each goal with the child, and set the next look."""
    one = opened(request, uid, Permission.CASE_WORK)
    plan, goals = plan_of(one)
    if plan is None or (request.method != "POST" and not plan.is_active):
        return redirect("referrals:case_coaching", uid=one.uid)
    form = ReviewForm(
        request.POST or None,
        goals=[g.goal for g in goals],
        initial={"token": uuid.uuid4(), "next_on": last_review_day(today())},
    )
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            review_plan(
                plan=plan,
                by=cast("User", request.user),
                token=given["token"],
                changes=given["changes"],
                child_words=given["child_words"],
                next_on=given["next_on"],
                values=form.places(),
            )
        except (PlanNotOpen, NoReview, CaseIsClosed):
            form.add_error(None, _("The plan has ended. Nothing was changed."))
        else:
            messages.success(request, _("It is saved."))
            return redirect("referrals:case_coaching", uid=one.uid)
    context = {**heading(one), "form": form}
    return render(request, "referrals/coaching_review.html", context)


@require(Permission.CASE_WORK)
@require_http_methods(["GET", "HEAD", "POST"])
@transaction.atomic
def coaching_end(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    """The outcome and the child's view; more help needed leads to the referral."""
    one = opened(request, uid, Permission.CASE_WORK)
    plan, _goals = plan_of(one)
    if plan is None or (request.method != "POST" and not plan.is_active):
        return redirect("referrals:case_coaching", uid=one.uid)
    form = EndPlanForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        user = cast("User", request.user)
        try:
            ended = end_plan(plan=plan, by=user, **form.cleaned_data)
        except (PlanNotOpen, CaseIsClosed):
            form.add_error(None, _("The plan has ended. Nothing was changed."))
        else:
            messages.success(request, _("It is saved."))
            return _after_end(one, ended, user)
    context = {**heading(one), "form": form}
    return render(request, "referrals/coaching_end.html", context)


def _after_end(one: Case, ended: CoachingPlan, user: User) -> HttpResponse:
    """More help needed leads to the referral."""
    escalated = ended.outcome == PlanOutcome.ESCALATED
    if escalated and grants(user).has(Permission.REFERRAL_SEND):
        draft = start_draft(case=one, by=user, token=uuid.uuid4())
        page = "referral_edit" if draft.is_draft else "referral"
        return redirect(f"referrals:{page}", uid=draft.uid)
    return redirect("referrals:case_coaching", uid=one.uid)
