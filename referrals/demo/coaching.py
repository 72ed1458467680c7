"""One child who is coached: a plan with two wishes of its own, four talks, and the
small steps that they made."""

import datetime as dt
from uuid import uuid4

from portal.clock import today
from portal.demo import Demo
from referrals.actions.planning import save_plan, start_plan
from referrals.actions.talking import add_session
from referrals.demo.cast import account_of, pupil_of
from referrals.models import Case, CoachingSession
from schools.demo.story import PROTECTOR


CHILD = "not_accepted"
PLAN = {
    "child_view": "Thotë se do ta provojë, por jo para gjithë klasës.",
    "assent": "yes",
    "parent": "yes",
    "best_interest": "Që të flasë pa frikë dhe të ketë me kë të rrijë në pushim.",
    "who_knows": "Mësuesja kujdestare dhe mësuesi i gjuhës.",
    "safe_contact": "Në pushimin e gjatë, te biblioteka.",
    "child_told": "Çfarë themi mbetet mes nesh, përveç kur dikush është në rrezik.",
}
GOALS = (
    {
        "wish": "Dua të lexoj me zë para një grupi të vogël",
        "low": "Nuk lexoj fare me zë",
        "high": "Lexoj para klasës",
        "now_at": -2,
        "want_at": 1,
    },
    {
        "wish": "Dua të luaj me të tjerët në pushim",
        "low": "Rri vetëm",
        "high": "Luaj çdo ditë me dikë",
        "now_at": -1,
        "want_at": 1,
    },
)
# How many working days ago, what was done, what the child said, where each goal stands.
TALKS = (
    (9, "Vizatuam njerëzit me të cilët flet lehtë.", "Me gjyshen nuk më ngec fjala.", (-2, -1)),
    (7, "Lexoi tri rreshta me zë, vetëm me mua.", "Nuk ishte aq keq.", (-1, -1)),
    (3, "Lexoi me një shok; pastaj luajtën bashkë.", "Ai më priti sa ta thosha.", (0, 0)),
)  # fmt: skip


def tell(demo: Demo) -> None:
    """The plan, the talks, and one to which the child did not come."""
    demo.step(demo.workday(10, "12:30"), _begin)
    for days, done, words, values in TALKS:
        demo.step(
            demo.workday(days, "10:40"),
            lambda done=done, words=words, values=values: _talk(done, words, values),  # type: ignore[misc]
        )
    demo.step(demo.workday(5, "10:40"), _wait_in_vain)


def _case() -> Case:
    return Case.objects.get(pupil=pupil_of(CHILD), closed_at=None)


def _begin() -> None:
    by = account_of(PROTECTOR)
    review = today() + dt.timedelta(weeks=5)
    draft = save_plan(
        case=_case(),
        by=by,
        version=0,
        values=PLAN | {"review_on": review},
        goals=GOALS,
    )
    start_plan(plan=draft, by=by, version=draft.version)


def _talk(done: str, words: str, values: tuple[int, ...]) -> None:
    add_session(
        case=_case(),
        by=account_of(PROTECTOR),
        token=uuid4(),
        on=today(),
        minutes=20,
        done=done,
        child_words=words,
        next_step="Lexojmë sërish, pak më gjatë.",
        next_on=today() + dt.timedelta(days=14),
        values=dict(enumerate(values, start=1)),
    )


def _wait_in_vain() -> None:
    add_session(
        case=_case(),
        by=account_of(PROTECTOR),
        token=uuid4(),
        on=today(),
        outcome=CoachingSession.Outcome.MISSED,
    )
