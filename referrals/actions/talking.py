"""A coaching session: one line after a talk, and the next day."""

from collections.abc import Mapping
from datetime import date, datetime, time
from typing import TYPE_CHECKING
from uuid import UUID, uuid4

from django.db import transaction

from portal import audit
from portal.clock import now
from referrals.actions.files import keep_next, locked_open
from referrals.deadlines import TIRANE
from referrals.models import (
    Case,
    CoachingActivity,
    CoachingPlan,
    CoachingSession,
    ScaleReading,
)


if TYPE_CHECKING:
    from portal.models import User

MIDDAY = time(12, 0)


class NothingSaid(Exception):
    """A talk that took place says in a line what was done."""


@transaction.atomic
def add_session(
    *,
    case: Case,
    by: "User",
    token: UUID,
    on: date,
    outcome: str = CoachingSession.Outcome.HELD,
    minutes: int | None = None,
    done: str = "",
    activity: CoachingActivity | None = None,
    child_words: str = "",
    next_step: str = "",
    next_on: date | None = None,
    values: Mapping[int, int] | None = None,
    at: datetime | None = None,
) -> CoachingSession:
    """Write a session down; sent twice, kept once; other words are
    another. A missed one is no contact.

    `values`: goal number to -2…+2, for the goals that were talked about.
    """
    row = locked_open(case)
    sent_before = CoachingSession.objects.filter(case=row, token=token).first()
    said = (outcome, done, child_words)
    if sent_before:
        one = sent_before
        if (one.outcome, one.done, one.child_words) == said:
            return one
        token = uuid4()  # one went back and wrote more: never swallowed
    held = outcome == CoachingSession.Outcome.HELD
    if held and not done.strip():
        raise NothingSaid
    moment = _moment(on, at or now())
    plan = CoachingPlan.objects.running().filter(case=row).first()
    session = CoachingSession.objects.create(
        case=row,
        plan=plan,
        outcome=outcome,
        on=on,
        minutes=minutes if held else None,
        done=done,
        activity=activity.translation_key if activity else None,
        activity_title=activity.title if activity else "",
        child_words=child_words,
        next_step=next_step,
        next_on=next_on,
        token=token,
        at=moment,
        by=by,
        school=row.school,
        unit=row.unit,
        key_uid=row.key_uid,
    )
    if plan and held:
        _place(session, plan, values or {})
    talked_at = moment if held else None
    keep_next(row, talked_at=talked_at, next_step=next_step, next_on=next_on)
    audit.record(
        "session.added",
        by=by,
        obj=session,
        subjects=[row.subject],
        detail={"outcome": session.outcome},
    )
    return session


def _moment(on: date, moment: datetime) -> datetime:
    """Now, for a talk of today; midday of an earlier day."""
    if on == moment.astimezone(TIRANE).date():
        return moment
    return datetime.combine(on, MIDDAY, tzinfo=TIRANE)


def _place(
    session: CoachingSession, plan: CoachingPlan, values: Mapping[int, int]
) -> None:
    for goal in plan.goals.filter(number__in=list(values)):
        ScaleReading.objects.create(
            goal=goal,
            session=session,
            on=session.on,
            value=values[goal.number],
            school=session.school,
            unit=session.unit,
            key_uid=session.key_uid,
        )
