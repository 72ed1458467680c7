"""Clocks of the case side: pure rules over values, no database and no clock.

A limit counts hours, calendar days or working days. Hours and calendar days never
pause. Working days run from the day after the start and end at the close of office.
"""

from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from referrals.states import Urgency


TIRANE = ZoneInfo("Europe/Tirane")
CLOSE_OF_OFFICE = time(16, 0)
SATURDAY = 5


class ClockUnit(StrEnum):
    HOURS = "hours"
    DAYS = "days"
    WORKING_DAYS = "working_days"


class Step(StrEnum):
    """What somebody must have done when the clock ends."""

    TRIAGE = "triage"
    RECEIPT = "receipt"
    ANSWER = "answer"
    REPLY = "reply"
    ASSESSMENT = "assessment"
    GROUP = "group"
    REVIEW = "review"
    LEVEL = "level"
    CONTEST = "contest"
    DECISION = "decision"
    PLACE_RECEIPT = "place_receipt"
    PLACE = "place"
    FIRST_DAY = "first_day"


STEPS: dict[Step, Promise] = {
    Step.TRIAGE: _("A protector reads and decides on a concern"),
    Step.RECEIPT: _("The unit confirms that it received the referral"),
    Step.ANSWER: _("The unit accepts, redirects or declines"),
    Step.REPLY: _("The school answers the unit’s question"),
    Step.ASSESSMENT: _("The unit begins to assess"),
    Step.GROUP: _("The unit calls the case group"),
    Step.REVIEW: _("The unit reviews the protection plan"),
    Step.LEVEL: _("The protector renews the level of the case"),
    Step.CONTEST: _("The school may still contest a refusal"),
    Step.DECISION: _("The supervisor decides on a contested refusal"),
    Step.PLACE_RECEIPT: _("The school confirms that it was asked for a place"),
    Step.PLACE: _("The school finds a place for the child"),
    Step.FIRST_DAY: _("The child comes to school"),
}


@dataclass(frozen=True)
class Limit:
    amount: int
    unit: ClockUnit


def is_working_day(day: date, holidays: AbstractSet[date]) -> bool:
    return day.weekday() < SATURDAY and day not in holidays


def add_working_days(day: date, amount: int, holidays: AbstractSet[date]) -> date:
    """The amount-th working day after `day`, which itself never counts."""
    left = amount
    while left:
        day += timedelta(days=1)
        if is_working_day(day, holidays):
            left -= 1
    return day


def due_at(start: datetime, limit: Limit, holidays: AbstractSet[date]) -> datetime:
    """When the limit that began at `start` (an aware moment) ends."""
    if limit.unit == ClockUnit.HOURS:
        return start + timedelta(hours=limit.amount)
    day = start.astimezone(TIRANE).date()
    if limit.unit == ClockUnit.DAYS:
        last = day + timedelta(days=limit.amount)
    else:
        last = add_working_days(day, limit.amount, holidays)
    return end_of_office(last)


def end_of_office(day: date) -> datetime:
    return datetime.combine(day, CLOSE_OF_OFFICE, tzinfo=TIRANE)


def is_overdue(due: datetime | None, now: datetime) -> bool:
    return due is not None and now > due


class Rung(StrEnum):
    """The ladder: who is told next, and only number, municipality and hours late."""

    DUTY = "duty"
    UNIT_HEAD = "unit_head"
    SUPERVISOR = "supervisor"
    AGENCY = "agency"


RUNGS: dict[Rung, Promise] = {
    Rung.DUTY: _("Duty worker of the unit"),
    Rung.UNIT_HEAD: _("Head of the unit"),
    Rung.SUPERVISOR: _("Supervisor of the sender"),
    Rung.AGENCY: _("State agency and education office"),
}

# Hours late at which the next rung is told.
LADDER: dict[Urgency, tuple[tuple[int, Rung], ...]] = {
    Urgency.ACUTE: ((0, Rung.UNIT_HEAD), (2, Rung.SUPERVISOR), (6, Rung.AGENCY)),
    Urgency.HEIGHTENED: ((0, Rung.UNIT_HEAD), (24, Rung.SUPERVISOR), (72, Rung.AGENCY)),
    Urgency.STANDARD: ((0, Rung.UNIT_HEAD), (48, Rung.SUPERVISOR), (120, Rung.AGENCY)),
}


def rungs_reached(due: datetime, now: datetime, urgency: Urgency) -> tuple[Rung, ...]:
    """Every rung from the bottom that a clock that ended at `due` has climbed to."""
    late = now - due
    return tuple(
        name for hours, name in LADDER[urgency] if late >= timedelta(hours=hours)
    )


def rung(due: datetime | None, now: datetime, urgency: Urgency) -> Rung:
    """How far up the ladder a clock that ended at `due` has climbed."""
    reached = Rung.DUTY
    if due is None or not is_overdue(due, now):
        return reached
    late = now - due
    for hours, name in LADDER[urgency]:
        if late >= timedelta(hours=hours):
            reached = name
    return reached


W, H, D = ClockUnit.WORKING_DAYS, ClockUnit.HOURS, ClockUnit.DAYS

# Proposals, not law: rows of the settings table replace them once counsel has read the
# decrees. Acute clocks count hours, so that no weekend and no summer pauses them.
PROPOSED: tuple[tuple[Step, Urgency, int, ClockUnit], ...] = (
    (Step.TRIAGE, Urgency.ACUTE, 1, H),
    (Step.TRIAGE, Urgency.STANDARD, 1, W),
    (Step.RECEIPT, Urgency.ACUTE, 2, H),
    (Step.RECEIPT, Urgency.HEIGHTENED, 1, W),
    (Step.RECEIPT, Urgency.STANDARD, 2, W),
    (Step.ANSWER, Urgency.ACUTE, 24, H),
    (Step.ANSWER, Urgency.HEIGHTENED, 2, W),
    (Step.ANSWER, Urgency.STANDARD, 5, W),
    (Step.REPLY, Urgency.ACUTE, 24, H),
    (Step.REPLY, Urgency.HEIGHTENED, 1, W),
    (Step.REPLY, Urgency.STANDARD, 1, W),
    (Step.ASSESSMENT, Urgency.ACUTE, 72, H),
    (Step.ASSESSMENT, Urgency.HEIGHTENED, 5, W),
    (Step.ASSESSMENT, Urgency.STANDARD, 10, W),
    (Step.GROUP, Urgency.ACUTE, 120, H),
    (Step.GROUP, Urgency.HEIGHTENED, 10, W),
    (Step.REVIEW, Urgency.ACUTE, 30, D),
    (Step.REVIEW, Urgency.HEIGHTENED, 60, D),
    (Step.REVIEW, Urgency.STANDARD, 90, D),
    (Step.LEVEL, Urgency.ACUTE, 7, D),
    (Step.LEVEL, Urgency.HEIGHTENED, 30, D),
    (Step.LEVEL, Urgency.STANDARD, 90, D),
    (Step.CONTEST, Urgency.ACUTE, 120, H),
    (Step.CONTEST, Urgency.HEIGHTENED, 5, W),
    (Step.CONTEST, Urgency.STANDARD, 5, W),
    (Step.DECISION, Urgency.ACUTE, 24, H),
    (Step.DECISION, Urgency.HEIGHTENED, 2, W),
    (Step.DECISION, Urgency.STANDARD, 5, W),
    (Step.PLACE_RECEIPT, Urgency.STANDARD, 2, W),
    (Step.PLACE, Urgency.STANDARD, 5, W),
    (Step.FIRST_DAY, Urgency.STANDARD, 5, W),
)
