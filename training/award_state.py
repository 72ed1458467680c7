"""What an award is worth on a day. Pure: no clock, no rows."""

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum


class State(StrEnum):
    VALID = "valid"
    EXPIRED = "expired"
    SUPERSEDED = "superseded"
    REVOKED = "revoked"


@dataclass(frozen=True)
class Standing:
    """The state and the day since when (valid: until when, None: for good)."""

    state: State
    day: dt.date | None


def state_on(
    on: dt.date,
    *,
    ends_on: dt.date | None,
    revoked_on: dt.date | None,
    superseded_on: dt.date | None,
) -> Standing:
    """Taken back beats renewed, renewed beats run out. `ends_on` is the first day on
    which the award is no longer valid."""
    if revoked_on:
        return Standing(State.REVOKED, revoked_on)
    if superseded_on:
        return Standing(State.SUPERSEDED, superseded_on)
    if ends_on and ends_on <= on:
        return Standing(State.EXPIRED, ends_on)
    return Standing(State.VALID, ends_on)
