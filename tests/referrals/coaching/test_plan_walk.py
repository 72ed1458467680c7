"""Any steps of a plan in any order: it is a draft, runs, ends; nothing else happens."""

import datetime as dt
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

import pytest
from django.db import transaction
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from portal.audit.models import AuditEvent
from referrals.actions.planning import (
    NoReview,
    PlanLacks,
    PlanNotOpen,
    end_plan,
    review_plan,
    save_plan,
    start_plan,
)
from referrals.models import Case, CoachingPlan, PlanReview
from tests.factories.coaching import GOAL, whole_plan
from tests.factories.referrals import World, a_case, world


pytestmark = pytest.mark.django_db
START = dt.datetime(2027, 1, 11, 9, 0, tzinfo=dt.UTC)
NEXT = {None: "save", "draft": "start", "active": "review"}
# What is tried ("next": what leads on), the days that pass before it, the number of
# goals, the days until the review that it sets.
STEP = st.tuples(
    st.sampled_from(["next", "next", "next", "save", "start", "review", "end"]),
    st.integers(0, 25),
    st.sampled_from([1, 2, 3, 0]),
    st.integers(1, 42) | st.sampled_from([-3, 0, 43, 60]),
)


@dataclass
class Told:
    """The plain-Python oracle of the case's plan; `None`: there is none unfinished."""

    state: str | None = None
    goals: int = 0
    review_on: dt.date | None = None
    reviews: int = 0
    events: int = 0


def refusal(told: Told, verb: str, on: dt.date, ahead: int) -> type[Exception] | None:
    """Why the step is refused, or None."""
    if verb == "save":
        return PlanNotOpen if told.state == "active" else None
    if verb == "start" and told.state == "draft":
        day = told.review_on
        soon = day is not None and on < day <= on + dt.timedelta(days=42)
        return None if 1 <= told.goals <= 3 and soon else PlanLacks
    if verb == "review" and told.state == "active":
        return None if 1 <= ahead <= 42 else NoReview
    if verb == "end" and told.state == "active":
        return None
    return PlanNotOpen


def do(case: Case, w: World, verb: str, at: dt.datetime, step: Any) -> None:
    goals, ahead = step
    day = at.date() + dt.timedelta(days=ahead)
    plan = CoachingPlan.objects.filter(case=case).order_by("-pk").first()
    version = plan.version if plan and plan.state != "ended" else 0
    if verb == "save":
        save_plan(
            case=case,
            by=w.protector,
            version=version,
            values=whole_plan(review_on=day),
            goals=[GOAL] * goals,
            at=at,
        )
    elif verb == "start":
        start_plan(plan=plan, by=w.protector, version=version, at=at)
    elif verb == "review":
        review_plan(
            plan=plan,
            by=w.protector,
            token=uuid4(),
            changes="Vazhdojmë",
            next_on=day,
            values={goal.number: 2 for goal in plan.goals.all()},
            at=at,
        )
    else:
        end_plan(
            plan=plan,
            by=w.protector,
            outcome="met",
            why="U arrit",
            child_view="Jam mirë",
            at=at,
        )


def tell(told: Told, verb: str, on: dt.date, step: Any) -> None:
    """What the oracle holds after a step that was taken."""
    goals, ahead = step
    told.events += 1
    if verb in {"save", "review"}:
        told.review_on = on + dt.timedelta(days=ahead)
    if verb == "save":
        told.state, told.goals = "draft", goals
    elif verb == "review":
        told.reviews += 1
    else:
        told.state = "active" if verb == "start" else None


def check(case: Case, told: Told) -> None:
    rows = CoachingPlan.objects.filter(case=case)
    unfinished = rows.unfinished().first()
    assert (unfinished.state if unfinished else None) == told.state
    if unfinished:
        assert unfinished.goals.count() == told.goals
        assert unfinished.review_on == told.review_on
    for plan in rows.filter(state="active"):
        assert 1 <= (plan.review_on - plan.since).days <= 42
    assert PlanReview.objects.filter(plan__case=case).count() == told.reviews
    verbs = ["plan.saved", "plan.started", "plan.reviewed", "plan.ended"]
    assert AuditEvent.objects.filter(verb__in=verbs).count() == told.events


@pytest.fixture
def one_world(db) -> World:
    return world()


@settings(
    max_examples=30, deadline=None,
    phases=[Phase.reuse, Phase.generate],  # ten steps are short enough to read
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)  # fmt: skip
@given(steps=st.lists(STEP, max_size=10))
def test_no_step_leaves_the_rules(one_world, steps):
    with transaction.atomic():
        w, at, told = one_world, START, Told()
        case = a_case(w)
        for wish, days, *step in steps:
            at += dt.timedelta(days=days)
            verb = NEXT[told.state] if wish == "next" else wish
            if verb != "save" and not CoachingPlan.objects.filter(case=case).exists():
                continue
            refused = refusal(told, verb, at.date(), step[1])
            if refused:
                with pytest.raises(refused):
                    do(case, w, verb, at, step)
            else:
                do(case, w, verb, at, step)
                tell(told, verb, at.date(), step)
            check(case, told)
        transaction.set_rollback(True)
