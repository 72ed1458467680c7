"""The one door through which a referral changes state."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction

from portal import audit
from portal.clock import now
from referrals.clocks import clock
from referrals.deadlines import Step, end_of_office
from referrals.models import Case, Referral, ReferralEvent, ReferralMessage
from referrals.news import tell_at_once, tell_the_other_side, tell_unit_at_once
from referrals.parties import may_log_calls, parties_of, role_here
from referrals.states import ENDED, State, Urgency
from referrals.workflow import (
    BY_VERB,
    TEXT_OF_MOVE,
    Move,
    Need,
    Party,
    barred,
    begins_again,
    may,
    missing,
)


if TYPE_CHECKING:
    from portal.models import User

STAMPS = {
    "submit": "submitted_at",
    "receive": "received_at",
    "accept": "accepted_at",
    "close": "closed_at",
    "contest": "contested_at",
}
# Of an acute referral these are told at once, not with the day's word.
URGENT_NEWS = frozenset({"submit", "decline", "redirect", "ask", "contest"})
# And after these its unit is, whose clock counts hours.
COMES_TO_A_UNIT = frozenset({"submit", "redirect", "send_back", "reopen", "answer"})
# What a move must be given anew: the unit that it leaves is not the one it goes to.
FRESH = {"redirect": ("unit",), "review": ("review_on",), "close": ("child_view",)}
SAID = {
    "ask": ReferralMessage.Kind.QUESTION,
    "answer": ReferralMessage.Kind.ANSWER,
    "close": ReferralMessage.Kind.WORD,
}
CHANNEL = ReferralEvent.Channel


class MoveNotOpen(Exception):
    """The table does not let this person make this move from this state."""


class SameUnit(MoveNotOpen):
    """A unit does not send a referral on to itself."""


class MoveLacksData(Exception):
    """The move needs fields that hold nothing."""

    def __init__(self, needs: Iterable[Need]) -> None:
        self.needs = tuple(needs)
        super().__init__(", ".join(need.name for need in self.needs))


class ReferralChanged(Exception):
    """Somebody else changed the referral since it was read."""

    def __init__(self, current: Referral) -> None:
        self.current = current
        super().__init__()


def locked(referral: Referral, version: int | None) -> Referral:
    """The row as it stands now, locked; refuses what was read before a change."""
    row = (
        Referral.objects.select_for_update(of=("self",))
        .select_related("case__pupil", "unit", "school")
        .get(pk=referral.pk)
    )
    if version is not None and row.version != version:
        raise ReferralChanged(row)
    return row


@transaction.atomic
def transition(
    *,
    referral: Referral,
    verb: str,
    by: "User | None",
    version: int | None = None,
    changes: Mapping[str, object] | None = None,
    text: str = "",
    channel: str = CHANNEL.PORTAL,
    standing_for: frozenset[Party] | None = None,
    at: datetime | None = None,
) -> ReferralEvent:
    """Make one move of the table: check, change, set the clock, write it down.

    `standing_for`: the capacity of those who signed, when the last signature makes
    the move (`actions/ending.py`).
    """
    move = BY_VERB[verb]
    if begins_again(move):  # before the referral, as whoever closes the case does
        Case.objects.select_for_update(of=("self",)).get(pk=referral.case_id)
    row = locked(referral, version)
    moment = at or now()
    before = State(row.state)
    parties = standing_for or parties_of(by, row)
    _check(move, row, parties, channel=channel, at=moment)
    _apply(move, row, changes or {}, text)
    _set_clocks(move, row, moment)
    row.save()
    if row.case.unit_id != row.unit_id and row.submitted_at:
        row.case.unit = row.unit
        row.case.save(update_fields=["unit"])
        row.attachments.update(unit=row.unit)
    event = _write_down(move, row, before, by=by, text=text, channel=channel, at=moment)
    audit.record(
        f"referral.{verb}",
        by=by,
        obj=row,
        subjects=[row.case.subject],
        detail={"from": before.value, "to": row.state, "channel": channel},
    )
    tell_the_other_side(referral=row, verb=verb, by=by)
    if row.urgency == Urgency.ACUTE and verb in COMES_TO_A_UNIT:
        tell_unit_at_once(row, by=by)
    if row.urgency == Urgency.ACUTE and verb in URGENT_NEWS:
        tell_at_once(row, by=by)
    return event


def barred_moves(row: Referral, at: datetime) -> frozenset[str]:
    """The moves that this referral has used up or missed by now."""
    return barred(
        contested=row.contested_at is not None,
        contest_until=row.contest_until,
        at=at,
        case_open=row.case.is_open,
    )


def _check(
    move: Move,
    row: Referral,
    parties: frozenset[Party],
    *,
    channel: str,
    at: datetime,
) -> None:
    phone = channel == CHANNEL.PHONE
    if phone and not (may_log_calls(row) and move.by_phone):
        raise MoveNotOpen(move.verb)
    used = barred_moves(row, at)
    if not may(move, State(row.state), parties, phone=phone, but=used):
        raise MoveNotOpen(move.verb)
    if row.state in ENDED and move.target not in ENDED:
        others = Referral.objects.live().filter(case=row.case_id)
        if others.exists():  # the case has sent another one since
            raise MoveNotOpen(move.verb)


def _apply(move: Move, row: Referral, changes: Mapping[str, object], text: str) -> None:
    held = {need.name: getattr(row, need.name, "") for need in move.needs}
    depends = {n.when[0]: getattr(row, n.when[0], "") for n in move.needs if n.when}
    for fresh in FRESH.get(move.verb, ()):
        held[fresh] = None
    lacking = missing(move, {**depends, **held, **changes, TEXT_OF_MOVE: text})
    if lacking:
        raise MoveLacksData(lacking)
    if move.verb == "redirect" and changes["unit"] == row.unit:
        raise SameUnit(move.verb)
    for name, value in changes.items():
        setattr(row, name, value)
    row.state = move.target.value
    row.version += 1


def _set_clocks(move: Move, row: Referral, moment: datetime) -> None:
    if move.verb in STAMPS:
        setattr(row, STAMPS[move.verb], moment)
    if not move.keeps_clock:
        late = move.verb == "redirect" and row.due_at and row.due_at < moment
        if not late:  # sending it on hides no lateness
            starts = move.starts
            row.due_at = clock(starts, row.urgency, moment) if starts else None
            if starts == Step.REVIEW and row.due_at and row.review_on:
                said = end_of_office(row.review_on)
                row.due_at = min(row.due_at, said) if said > moment else row.due_at
        row.due_step = move.starts.value if move.starts and row.due_at else ""
    asked = row.state == State.NEEDS_INFORMATION
    row.reply_due_at = clock(Step.REPLY, row.urgency, moment) if asked else None
    if move.verb == "decline":
        row.contest_until = clock(Step.CONTEST, row.urgency, moment)
    elif move.verb == "send_back":
        row.decline_code = ""
    elif move.verb == "reopen":
        row.closed_at, row.outcome, row.child_view = None, "", ""


def _write_down(
    move: Move,
    row: Referral,
    before: State,
    *,
    by: "User | None",
    text: str,
    channel: str,
    at: datetime,
) -> ReferralEvent:
    said = SAID.get(move.verb)
    place = {"school": row.school, "unit": row.unit, "key_uid": row.key_uid}
    event = ReferralEvent.objects.create(
        **place,
        referral=row,
        verb=move.verb,
        from_state=before.value,
        to_state=row.state,
        channel=channel,
        text="" if said else text,
        due_at=row.reply_due_at or row.due_at,
        at=at,
        by=by,
        role=role_here(by, row),
    )
    if said:
        ReferralMessage.objects.create(
            **place, referral=row, event=event, kind=said, text=text, at=at, by=by
        )
    return event
