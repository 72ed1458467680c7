"""The rules of a coaching plan: pure, over dates and values.

A plan is looked at again within six weeks, each time; a goal is placed on a scale from
-2 to +2 whose ends are said in the child's words.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from referrals.states import Words


LOWEST, HIGHEST = -2, 2
MOST_GOALS = 3
LONGEST_WEEKS = 6
LONGEST = timedelta(weeks=LONGEST_WEEKS)
SHORTEST_TALK, LONGEST_TALK = 5, 120  # minutes that the database accepts
USUAL_TALK = 20


class PlanState(StrEnum):
    DRAFT = "draft"
    ACTIVE = "active"
    ENDED = "ended"


class PlanOutcome(StrEnum):
    MET = "met"
    PARTLY = "partly"
    STOPPED = "stopped"
    ESCALATED = "escalated"


class Assent(StrEnum):
    YES = "yes"
    NO = "no"
    NOT_ASKED = "not_asked"


class ParentAgreement(StrEnum):
    YES = "yes"
    NO = "no"
    DANGER = "danger"
    UNREACHABLE = "unreachable"
    CHILD_ASKED = "child_asked"


PLAN_STATES = {
    PlanState.DRAFT: Words(_("Draft"), "grey"),
    PlanState.ACTIVE: Words(_("Running"), "green"),
    PlanState.ENDED: Words(_("Ended"), "grey"),
}
REVIEW_DUE = Words(_("Review due"), "orange")

PLAN_OUTCOMES = {
    PlanOutcome.MET: Words(_("The goals are met"), "green"),
    PlanOutcome.PARTLY: Words(_("The goals are met in part"), "teal"),
    PlanOutcome.STOPPED: Words(_("Stopped before the goals were met"), "grey"),
    PlanOutcome.ESCALATED: Words(_("More help is needed: referred"), "red"),
}

ASSENTS = {
    Assent.YES: Words(_("Yes, the child wants it")),
    Assent.NO: Words(_("No, the child does not want it")),
    Assent.NOT_ASKED: Words(_("Not asked yet")),
}

PARENT_AGREEMENTS = {
    ParentAgreement.YES: Words(_("Yes, a parent agrees")),
    ParentAgreement.NO: Words(_("A parent does not agree")),
    ParentAgreement.DANGER: Words(_("Not asked: it could put the child in danger")),
    ParentAgreement.UNREACHABLE: Words(_("Not asked: no parent could be reached")),
    ParentAgreement.CHILD_ASKED: Words(_("Not asked: the child asked us not to")),
}


def last_review_day(start: date) -> date:
    """The latest day for the review of what began, or was reviewed, on `start`."""
    return start + LONGEST


def is_review_day(day: date, start: date) -> bool:
    """Whether a review may be set for that day: after the start, within six weeks."""
    return start < day <= last_review_day(start)


def is_review_due(review_on: date | None, on: date) -> bool:
    return review_on is not None and review_on <= on


def on_scale(value: int) -> bool:
    return LOWEST <= value <= HIGHEST


@dataclass(frozen=True)
class Held:
    """What a plan holds when somebody wants to start it."""

    goals: int
    assent: str
    assent_why: str
    child_view: str
    parent: str
    best_interest: str
    review_on: date | None


class Lack(StrEnum):
    GOAL = "goal"
    ASSENT = "assent"
    ASSENT_WHY = "assent_why"
    UNWILLING = "unwilling"
    CHILD_VIEW = "child_view"
    PARENT = "parent"
    BEST_INTEREST = "best_interest"
    REVIEW = "review_on"


LACKS: Mapping[Lack, Promise] = {
    Lack.GOAL: _("Write one to three goals, each with what −2 and +2 mean."),
    Lack.ASSENT: _("Say whether the child wants this."),
    Lack.ASSENT_WHY: _("The child was not asked: say why."),
    Lack.UNWILLING: _(
        "The child said no, so nothing begins. Keep the draft and talk again; if the"
        " child is in danger, refer: that needs no consent."
    ),
    Lack.CHILD_VIEW: _("Write what the child thinks of it, or why that is not known."),
    Lack.PARENT: _("Say whether a parent agrees, or why none was asked."),
    Lack.BEST_INTEREST: _("Say in a sentence why this is in the child’s interest."),
    Lack.REVIEW: _("Set a day for the review, within six weeks of the start."),
}


def lacking(held: Held, start: date) -> list[Lack]:
    """What stands in the way of starting the plan on that day; empty: nothing."""
    soon = held.review_on is not None and is_review_day(held.review_on, start)
    asked = held.assent != Assent.NOT_ASKED or bool(held.assent_why.strip())
    needs = {
        Lack.GOAL: 1 <= held.goals <= MOST_GOALS,
        Lack.ASSENT: bool(held.assent),
        Lack.UNWILLING: held.assent != Assent.NO,
        Lack.ASSENT_WHY: asked,
        Lack.CHILD_VIEW: bool(held.child_view.strip()),
        Lack.PARENT: bool(held.parent),
        Lack.BEST_INTEREST: bool(held.best_interest.strip()),
        Lack.REVIEW: soon,
    }
    return [lack for lack, met in needs.items() if not met]
