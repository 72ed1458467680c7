"""What the coaching of one case holds, for its pages: few queries, whatever the length."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import F
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from portal.crypto import preload_keys
from portal.dates import day_text
from portal.scale_chart import scale_chart
from referrals.coaching import PlanState
from referrals.models import Case, CoachingPlan, CoachingSession, Goal, PlanReview


SHOWN_TALKS = 10


@dataclass
class GoalOverTime:
    """A goal and where it stood: (day, place), the start first."""

    goal: Goal
    places: list[tuple[date, int]] = field(default_factory=list)

    @property
    def now_at(self) -> int:
        return self.places[-1][1]

    @property
    def chart(self) -> SafeString:
        caption = _("Goal %(number)s: from −2 to +2, the dashed line is the wish")
        return scale_chart(
            [(day_text(day), place) for day, place in self.places],
            caption=caption % {"number": self.goal.number},
            column=_("Day"),
            wished=self.goal.want_at,
        )


@dataclass
class Coaching:
    """The unfinished plan, else the last one; its goals; the last talks."""

    plan: CoachingPlan | None
    goals: list[GoalOverTime]
    sessions: list[CoachingSession]
    reviews: list[PlanReview]


def plan_of(case: Case) -> tuple[CoachingPlan | None, list[GoalOverTime]]:
    """The plan with its goals and all readings: one query, two without a goal."""
    preload_keys([case.key_uid])
    rows = list(
        Goal.objects.filter(plan__case=case)
        .select_related("plan")
        .annotate(read_on=F("readings__on"), read=F("readings__value"))
        .order_by("number", F("readings__on").asc(nulls_first=True), "readings__pk")
    )
    latest = CoachingPlan.objects.filter(case=case).order_by("-pk")
    plan = max((row.plan for row in rows), key=lambda one: one.pk, default=None)
    if plan is None or not plan.is_active:
        plan = latest.first()
    goals: dict[int, GoalOverTime] = {}
    for row in rows:
        if plan is None or row.plan_id != plan.pk:
            continue
        one = goals.get(row.pk)
        if one is None:
            one = goals[row.pk] = GoalOverTime(row, [(plan.begun_on, row.now_at)])
        if row.read is not None:
            one.places.append((row.read_on, row.read))
    return plan, list(goals.values())


def goals_in_work(case: Case) -> list[Goal]:
    """The goals of the plan that runs now, opened: one query and the key."""
    preload_keys([case.key_uid])
    running = Goal.objects.filter(plan__case=case, plan__state=PlanState.ACTIVE)
    return list(running.order_by("number"))


def coaching_of(case: Case) -> Coaching:
    """Everything on the coaching page of a case: four queries and the key."""
    plan, goals = plan_of(case)
    sessions = CoachingSession.objects.filter(case=case).order_by("-at", "-pk")
    reviews: list[Any] = []
    if plan and not plan.is_draft:
        reviews = list(PlanReview.objects.filter(plan=plan).order_by("-at"))
    return Coaching(plan, goals, list(sessions[:SHOWN_TALKS]), reviews)
