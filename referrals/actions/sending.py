"""The sender's moves: submit, withdraw, answer, reopen, and the call log."""

import json
from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction

from portal import audit
from portal.clock import now
from referrals.actions.moving import (
    CHANNEL,
    MoveNotOpen,
    locked,
    transition,
)
from referrals.models import Referral, ReferralEvent
from referrals.parties import may_log_calls, parties_of, role_here
from referrals.snapshots import freeze
from referrals.states import State
from referrals.workflow import Party


if TYPE_CHECKING:
    from portal.models import User


class NoUnit(Exception):
    """No child protection unit is known for where the child lives."""


@transaction.atomic
def submit_referral(
    *,
    referral: Referral,
    by: "User | None",
    version: int | None = None,
    at: datetime | None = None,
) -> Referral:
    """Send it: freeze what is sent, start the clock, once and never twice."""
    row = locked(referral, None)
    if row.submitted_at is not None:
        return row
    if row.unit is None:
        raise NoUnit
    moment = at or now()
    transition(
        referral=row,
        verb="submit",
        by=by,
        version=version,
        changes={"snapshot": json.dumps(freeze(row, moment), ensure_ascii=False)},
        at=moment,
    )
    return locked(referral, None)


def withdraw(
    *,
    referral: Referral,
    by: "User | None",
    reason: str,
    version: int | None = None,
    at: datetime | None = None,
) -> ReferralEvent:
    """Take it back before the unit has received it; the reason stays."""
    return transition(
        referral=referral, verb="withdraw", by=by, version=version, text=reason, at=at
    )


def answer_question(
    *,
    referral: Referral,
    by: "User | None",
    answer: str,
    version: int | None = None,
    at: datetime | None = None,
) -> ReferralEvent:
    """Answer what the unit asked; its clock kept running meanwhile."""
    return transition(
        referral=referral, verb="answer", by=by, version=version, text=answer, at=at
    )


def reopen(
    *,
    referral: Referral,
    by: "User | None",
    reason: str,
    version: int | None = None,
    at: datetime | None = None,
) -> ReferralEvent:
    """Bring a closed referral back before the unit."""
    return transition(
        referral=referral, verb="reopen", by=by, version=version, text=reason, at=at
    )


def contest(
    *,
    referral: Referral,
    by: "User | None",
    reason: str,
    version: int | None = None,
    at: datetime | None = None,
) -> ReferralEvent:
    """Ask the supervisor, once, to look at a refusal again."""
    return transition(
        referral=referral, verb="contest", by=by, version=version, text=reason, at=at
    )


@transaction.atomic
def log_call(
    *, referral: Referral, by: "User | None", text: str, at: datetime | None = None
) -> ReferralEvent:
    """Write down a call with a unit that has no account; a step is a move of its own."""
    row = locked(referral, None)
    sender = Party.SENDER in parties_of(by, row)
    if not (sender and may_log_calls(row)) or row.state == State.DRAFT:
        raise MoveNotOpen("call")
    event = ReferralEvent.objects.create(
        referral=row,
        school=row.school,
        unit=row.unit,
        key_uid=row.key_uid,
        verb="call",
        from_state=row.state,
        to_state=row.state,
        channel=CHANNEL.PHONE,
        text=text,
        at=at or now(),
        by=by,
        role=role_here(by, row),
    )
    audit.record("referral.call", by=by, obj=row, subjects=[row.case.subject])
    return event
