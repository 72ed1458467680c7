"""A coaching plan: written as a draft, started, looked at again, ended."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid4

from django.db import transaction

from portal import audit
from portal.clock import now
from referrals.actions.files import locked_open
from referrals.coaching import (
    Held,
    Lack,
    PlanOutcome,
    PlanState,
    is_review_day,
    lacking,
)
from referrals.deadlines import TIRANE
from referrals.models import Case, CoachingPlan, Goal, PlanReview, ScaleReading


if TYPE_CHECKING:
    from portal.models import User

GOAL_FIELDS = ["wish", "low", "high", "now_at", "want_at"]


class PlanChanged(Exception):
    """Somebody saved the plan since the page was built; `current` is theirs."""

    def __init__(self, current: CoachingPlan) -> None:
        super().__init__()
        self.current = current


class PlanNotOpen(Exception):
    """A plan that runs is no draft any more; one that ended is not touched."""


class PlanLacks(Exception):
    """What is missing before it can start."""

    def __init__(self, lacks: Sequence[Lack]) -> None:
        super().__init__()
        self.lacks = list(lacks)


class NoReview(Exception):
    """A review says what changes, places every goal, and sets the next in six weeks."""


class NoEnding(Exception):
    """An ending says why, and what the child thinks of it."""


@transaction.atomic
def save_plan(
    *,
    case: Case,
    by: "User",
    version: int,
    values: Mapping[str, Any],
    goals: Sequence[Mapping[str, Any]],
    at: datetime | None = None,
) -> CoachingPlan:
    """Keep the draft; `version` 0 begins one. Goals are in their order, three at most.

    Each goal is `{wish, low, high, now_at, want_at}`. Nobody's text is overwritten.
    """
    row = locked_open(case)
    plan = CoachingPlan.objects.unfinished().filter(case=row).first()
    if plan and not plan.is_draft:
        raise PlanNotOpen
    if plan and plan.version != version:
        raise PlanChanged(plan)
    if plan is None:
        plan = CoachingPlan(
            case=row, created_at=at or now(), created_by=by, version=0, **_child(row)
        )
    for name, value in values.items():
        setattr(plan, name, value)
    plan.version += 1
    plan.save()
    _keep_goals(plan, goals)
    audit.record(
        "plan.saved",
        by=by,
        obj=plan,
        subjects=[row.subject],
        detail={"version": plan.version, "goals": len(goals)},
    )
    return plan


def _child(row: Case) -> dict[str, Any]:
    return {"school": row.school, "unit": row.unit, "key_uid": row.key_uid}


def _keep_goals(plan: CoachingPlan, goals: Sequence[Mapping[str, Any]]) -> None:
    """A draft's goals as they stand now; one that was taken out is gone."""
    earlier = {goal.number: goal for goal in plan.goals.all()}
    for number, given in enumerate(goals, start=1):
        goal = earlier.pop(number, None) or Goal(
            plan=plan, number=number, **_child(plan.case)
        )
        for name in GOAL_FIELDS:
            setattr(goal, name, given[name])
        goal.save()
    for goal in earlier.values():
        goal.delete()


@transaction.atomic
def start_plan(
    *, plan: CoachingPlan, by: "User", version: int, at: datetime | None = None
) -> CoachingPlan:
    """The plan begins, when everything that it needs is there."""
    row, case = _locked(plan)
    if not row.is_draft:
        raise PlanNotOpen
    if row.version != version:
        raise PlanChanged(row)
    moment = at or now()
    start = moment.astimezone(TIRANE).date()
    lacks = lacking(held_by(row), start)
    if lacks:
        raise PlanLacks(lacks)
    row.state, row.started_at, row.since = PlanState.ACTIVE, moment, start
    row.version += 1
    row.save(update_fields=["state", "started_at", "since", "version"])
    audit.record("plan.started", by=by, obj=row, subjects=[case.subject])
    return row


def held_by(plan: CoachingPlan) -> Held:
    """What the draft has of what a start needs; a goal half written counts as none."""
    goals = list(plan.goals.all())
    whole = all(goal.wish and goal.low and goal.high for goal in goals)
    return Held(
        goals=len(goals) if whole else 0,
        assent=plan.assent,
        assent_why=plan.assent_why,
        child_view=plan.child_view,
        parent=plan.parent,
        best_interest=plan.best_interest,
        review_on=plan.review_on,
    )


@transaction.atomic
def review_plan(
    *,
    plan: CoachingPlan,
    by: "User",
    token: UUID,
    changes: str,
    next_on: date,
    values: Mapping[int, int],
    child_words: str = "",
    at: datetime | None = None,
) -> PlanReview:
    """Look back with the child. `values`: goal number to -2…+2. Sent twice, kept once."""
    row, case = _locked(plan)
    sent_before = PlanReview.objects.filter(plan=row, token=token).first()
    if sent_before:
        if (sent_before.changes, sent_before.child_words) == (changes, child_words):
            return sent_before
        token = uuid4()  # one went back and wrote more: never swallowed
    if not row.is_active:
        raise PlanNotOpen
    moment = at or now()
    on = moment.astimezone(TIRANE).date()
    goals = list(row.goals.all())
    placed = {goal.number for goal in goals} == set(values)
    if not changes.strip() or not placed or not is_review_day(next_on, on):
        raise NoReview
    review = PlanReview.objects.create(
        plan=row,
        on=on,
        changes=changes,
        child_words=child_words,
        next_on=next_on,
        token=token,
        at=moment,
        by=by,
        **_child(case),
    )
    for goal in goals:
        ScaleReading.objects.create(
            goal=goal, review=review, on=on, value=values[goal.number], **_child(case)
        )
    row.since, row.review_on = on, next_on
    row.version += 1
    row.save(update_fields=["since", "review_on", "version"])
    audit.record("plan.reviewed", by=by, obj=row, subjects=[case.subject])
    return review


@transaction.atomic
def end_plan(
    *,
    plan: CoachingPlan,
    by: "User",
    outcome: str,
    why: str,
    child_view: str,
    at: datetime | None = None,
) -> CoachingPlan:
    """End it: the outcome, why, and what the child thinks of it."""
    row, case = _locked(plan)
    if not row.is_active:
        raise PlanNotOpen
    if not why.strip() or not child_view.strip():
        raise NoEnding
    row.state, row.outcome = PlanState.ENDED, PlanOutcome(outcome).value
    row.ended_at, row.ended_by = at or now(), by
    row.ended_why, row.ended_view = why, child_view
    row.version += 1
    row.save()
    audit.record(
        "plan.ended",
        by=by,
        obj=row,
        subjects=[case.subject],
        detail={"outcome": row.outcome},
    )
    return row


def _locked(plan: CoachingPlan) -> tuple[CoachingPlan, Case]:
    """The plan as it is now, its case locked before it."""
    case = locked_open(plan.case)
    return CoachingPlan.objects.select_for_update(of=("self",)).get(pk=plan.pk), case
