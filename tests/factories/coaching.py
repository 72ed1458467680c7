"""Plans, sessions and reviews, made by the actions themselves."""

import datetime as dt
from typing import Any
from uuid import uuid4

from django.utils import timezone
from wagtail.models import Locale

from referrals.actions.planning import review_plan, save_plan, start_plan
from referrals.actions.talking import add_session
from referrals.models import (
    Case,
    CoachingActivity,
    CoachingPlan,
    CoachingSession,
    PlanReview,
)
from tests.factories.referrals import World, a_case


WISH = "Dua të vij në shkollë çdo ditë"
VIEW = "Thotë se do ta provojë nëse nuk e marrin vesh të tjerët"
DONE = "Vizatuam hartën e njerëzve që ndihmojnë"
GOAL = {
    "wish": WISH,
    "low": "Nuk vij fare",
    "high": "Vij çdo ditë",
    "now_at": -1,
    "want_at": 1,
}


def weeks_on(weeks: int) -> dt.date:
    return timezone.localdate() + dt.timedelta(weeks=weeks)


def whole_plan(**given: Any) -> dict[str, Any]:
    """Everything that a start needs."""
    return {
        "child_view": VIEW,
        "assent": "yes",
        "parent": "danger",
        "best_interest": "Që të mos mbetet pa shkollë",
        "who_knows": "Vetëm mësuesja kujdestare",
        "safe_contact": "Në pushimin e gjatë, te biblioteka",
        "child_told": "Se çfarë themi mbetet mes nesh, përveç kur është në rrezik",
        "review_on": weeks_on(4),
        **given,
    }


def a_draft_plan(
    w: World, *, case: Case | None = None, goals: int = 1, **given: Any
) -> CoachingPlan:
    return save_plan(
        case=case or a_case(w),
        by=w.protector,
        version=0,
        values=whole_plan(**given),
        goals=[GOAL] * goals,
    )


def a_plan(w: World, **given: Any) -> CoachingPlan:
    """A plan that runs."""
    draft = a_draft_plan(w, **given)
    return start_plan(plan=draft, by=w.protector, version=draft.version)


def a_session(w: World, case: Case, **given: Any) -> CoachingSession:
    values: dict[str, Any] = {
        "on": timezone.localdate(),
        "minutes": 20,
        "done": DONE,
        "next_step": "Flasim sërish",
        "next_on": weeks_on(1),
        "token": uuid4(),
    }
    return add_session(case=case, by=w.protector, **{**values, **given})


def a_review(w: World, plan: CoachingPlan, **given: Any) -> PlanReview:
    values: dict[str, Any] = {
        "token": uuid4(),
        "changes": "Takohemi dy herë në javë",
        "next_on": weeks_on(4),
        "values": {goal.number: 0 for goal in plan.goals.all()},
    }
    return review_plan(plan=plan, by=w.protector, **{**values, **given})


def an_activity(language: str = "sq", **given: Any) -> CoachingActivity:
    values: dict[str, Any] = {
        "title": "Harta e njerëzve",
        "purpose": "people",
        "youngest": 6,
        "oldest": 14,
        "minutes": 20,
        "aim": "Që fëmija të dijë kujt t'i drejtohet.",
        "materials": "Letër\nLapsa",
        "steps": "Vizatoni një rreth.\nShkruani emrat.",
        "watch": "Nëse fëmija hesht, pushoni.",
        "stop": "Nëse tregon se dikush e lëndon, ndaleni dhe referoni.",
        "avoid": "Mos pyesni për rrethanat.",
    }
    return CoachingActivity.objects.create(
        locale=Locale.objects.get(language_code=language), **{**values, **given}
    )
