"""The coaching of one child: the plan, its review and end, the talks."""

import uuid
from typing import Any, cast

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from portal import audit
from portal.access import grants, require
from portal.clock import today
from portal.models import User
from portal.permissions import Permission
from referrals.actions.files import CaseIsClosed
from referrals.actions.talking import add_session
from referrals.coaching import (
    ASSENTS,
    PARENT_AGREEMENTS,
    PLAN_OUTCOMES,
    PLAN_STATES,
    REVIEW_DUE,
    USUAL_TALK,
    Assent,
    ParentAgreement,
    PlanOutcome,
    PlanState,
)
from referrals.forms.sessions import SessionForm
from referrals.models import Case, CoachingPlan
from referrals.naming import child_name, class_and_school
from referrals.progress import coaching_of, goals_in_work
from referrals.views.cases import reach_case


def opened(request: HttpRequest, uid: uuid.UUID, right: Permission) -> Case:
    """The case within reach, and the reading of its coaching written down."""
    one = reach_case(request, uid, right)
    user = cast("User", request.user)
    audit.record_view("plan.viewed", by=user, subjects=[one.subject], obj=one)
    return one


def heading(one: Case) -> dict[str, Any]:
    return {"case": one, "name": child_name(one), "place": class_and_school(one)}


@require(Permission.CASE_VIEW)
@require_safe
def case_coaching(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    """The plan, how the goals moved, the last talks."""
    one = opened(request, uid, Permission.CASE_VIEW)
    found = coaching_of(one)
    held = grants(cast("User", request.user))
    context = {
        **heading(one),
        "coaching": found,
        "plan": found.plan,
        "words": plan_words(found.plan),
        "may_work": one.is_open and held.has(Permission.CASE_WORK),
        "today": today(),
    }
    return render(request, "referrals/coaching.html", context)


def plan_words(plan: CoachingPlan | None) -> dict[str, Any]:
    """How the plan stands, in the words of its tables."""
    if plan is None:
        return {}
    due = plan.review_due(today())
    state = REVIEW_DUE if due else PLAN_STATES[PlanState(plan.state)]
    return {
        "state": state,
        "assent": ASSENTS[Assent(plan.assent)].label if plan.assent else "",
        "parent": PARENT_AGREEMENTS[ParentAgreement(plan.parent)].label
        if plan.parent
        else "",
        "outcome": PLAN_OUTCOMES[PlanOutcome(plan.outcome)] if plan.outcome else None,
    }


@require(Permission.CASE_WORK)
@require_http_methods(["GET", "HEAD", "POST"])
@transaction.atomic
def coaching_session(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    """Write a talk down: one line, the next day, save."""
    one = opened(request, uid, Permission.CASE_WORK)
    initial = {
        "token": uuid.uuid4(),
        "on": today(),
        "minutes": USUAL_TALK,
        "activity": request.GET.get("activity", ""),
    }
    form = SessionForm(
        request.POST or None,
        initial=initial,
        goals=goals_in_work(one),
        language=get_language() or "",
    )
    if request.method == "POST" and form.is_valid():
        try:
            add_session(
                case=one,
                by=cast("User", request.user),
                values=form.places(),
                **form.values(),
            )
        except CaseIsClosed:
            form.add_error(None, _("This case is closed. Nothing can be added."))
        else:
            messages.success(request, _("It is saved."))
            return redirect("referrals:case", uid=one.uid)
    context = {**heading(one), "form": form}
    return render(request, "referrals/coaching_session.html", context)
