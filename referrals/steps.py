"""The steps of one referral as a reader sees them, newest first; one query."""

import json
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise

from portal.crypto import preload_keys
from portal.roles import ROLES
from referrals.models import Referral, ReferralEvent
from referrals.states import STATES, State
from referrals.workflow import said_of


@dataclass(frozen=True)
class StepTaken:
    """One line of the exchange."""

    event: ReferralEvent
    title: str | Promise
    state: str | Promise
    colour: str
    who: str
    role: str | Promise
    text: str


def steps_of(referral: Referral) -> list[StepTaken]:
    """Every step with its words, who made it, and the clock that it set."""
    preload_keys([referral.key_uid])
    rows = ReferralEvent.objects.filter(referral=referral).select_related(
        "by", "message"
    )
    return [_step(event) for event in rows.order_by("-at", "-id")]


def _step(event: ReferralEvent) -> StepTaken:
    words = STATES[State(event.to_state)]
    message = getattr(event, "message", None)
    role = ROLES.get(event.role)
    return StepTaken(
        event=event,
        title=said_of(event.verb),
        state=words.label,
        colour=words.colour,
        who=event.by.name if event.by else "",
        role=role.label if role else "",
        text=message.text if message else event.text,
    )


def snapshot_of(referral: Referral) -> dict[str, Any]:
    """What was sent, as it was sent."""
    frozen: dict[str, Any] = json.loads(referral.snapshot) if referral.snapshot else {}
    return frozen
