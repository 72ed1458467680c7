"""Words on a referral that move nothing: messages both ways, and later facts.

The snapshot of what was sent stays frozen; what is learnt afterwards is appended.
"""

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction

from portal import audit
from portal.clock import now
from referrals.actions.moving import MoveNotOpen, locked
from referrals.models import Referral, ReferralEvent
from referrals.news import tell_the_other_side
from referrals.parties import parties_of, role_here
from referrals.states import State
from referrals.workflow import THE_UNIT, Party


if TYPE_CHECKING:
    from portal.models import User

NEVER = frozenset({State.DRAFT, State.WITHDRAWN})
BOTH_SIDES = frozenset({Party.SENDER, *THE_UNIT})


class NoWords(Exception):
    """A message says something."""


@transaction.atomic
def send_message(
    *, referral: Referral, by: "User | None", text: str, at: datetime | None = None
) -> ReferralEvent:
    """A word to the other side; both sides see who wrote it and when."""
    return _note(referral, "message", BOTH_SIDES, by=by, text=text, at=at)


@transaction.atomic
def add_facts(
    *, referral: Referral, by: "User | None", text: str, at: datetime | None = None
) -> ReferralEvent:
    """The school adds what it learnt after sending; the unit is told."""
    only = frozenset({Party.SENDER})
    return _note(referral, "addendum", only, by=by, text=text, at=at)


def _note(
    referral: Referral,
    verb: str,
    allowed: frozenset[Party],
    *,
    by: "User | None",
    text: str,
    at: datetime | None,
) -> ReferralEvent:
    row = locked(referral, None)
    if row.state in NEVER or not allowed & parties_of(by, row):
        raise MoveNotOpen(verb)
    if not text.strip():
        raise NoWords
    event = ReferralEvent.objects.create(
        referral=row,
        school=row.school,
        unit=row.unit,
        key_uid=row.key_uid,
        verb=verb,
        from_state=row.state,
        to_state=row.state,
        text=text,
        at=at or now(),
        by=by,
        role=role_here(by, row),
    )
    audit.record(f"referral.{verb}", by=by, obj=row, subjects=[row.case.subject])
    tell_the_other_side(referral=row, verb=_side(by, row, verb), by=by)
    return event


def _side(by: "User | None", row: Referral, verb: str) -> str:
    """The verb under which `news` knows whose turn it is to hear."""
    sender = Party.SENDER in parties_of(by, row)
    return "addendum" if sender else verb
