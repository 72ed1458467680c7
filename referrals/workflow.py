"""The whole life of a referral as one table: who moves it, from where, with what.

Pure data. `actions/moving.py::transition` is the only reader that moves a row;
`docs/referral-lifecycle.md` is printed from it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from referrals.deadlines import Step
from referrals.states import ENDED, State


class Party(StrEnum):
    """In what capacity a person moves a referral."""

    SENDER = "sender"
    UNIT = "unit"
    UNIT_HEAD = "unit_head"
    SUPERVISOR = "supervisor"


PARTIES: dict[Party, Promise] = {
    Party.SENDER: _("Protector who sends"),
    Party.UNIT: _("Worker of the child protection unit"),
    Party.UNIT_HEAD: _("Head of the child protection unit"),
    Party.SUPERVISOR: _("Supervisor of the sender"),
}


@dataclass(frozen=True)
class Need:
    """A field that must hold something, always or when another field says so."""

    name: str
    label: Promise
    when: tuple[str, str] | None = None

    def holds(self, values: Mapping[str, object]) -> bool:
        if self.when and str(values.get(self.when[0]) or "") != self.when[1]:
            return True
        value = values.get(self.name)
        return bool(value.strip() if isinstance(value, str) else value)


@dataclass(frozen=True)
class Move:
    verb: str
    label: Promise  # on the button
    done: Promise  # in the history
    sources: tuple[State, ...]
    target: State
    parties: tuple[Party, ...]
    needs: tuple[Need, ...] = ()
    starts: Step | None = None  # the unit's clock that begins; None: none runs
    keeps_clock: bool = False  # the unit's clock that runs keeps running
    by_phone: bool = True  # a sender may log it for a unit without an account


BEFORE_RECEIPT = (State.SUBMITTED, State.REDIRECTED)
UNANSWERED = (State.RECEIVED, State.NEEDS_INFORMATION, State.REOPENED)
IN_WORK = (State.ACCEPTED, State.ASSESSING, State.GROUP_CALLED, State.PLAN_ACTIVE)
THE_UNIT = (Party.UNIT, Party.UNIT_HEAD)

TEXT_OF_MOVE = "text"

SUBMIT_NEEDS = (
    Need("what_seen", _("What was seen and heard")),
    Need("urgency", _("How urgent it is")),
    Need("child_told", _("Whether the child was told")),
    Need("child_told_why", _("Why the child was not told"), ("child_told", "no")),
    Need("parent_told", _("Whether a parent was told")),
    Need("parent_reason", _("Why no parent was told"), ("parent_told", "no")),
    Need("residence_confirmed", _("Where the child lives is confirmed")),
    Need("best_interest", _("Why this is in the child’s interest")),
    Need("call_outcome", _("The telephone call to the unit"), ("urgency", "acute")),
)

MOVES: tuple[Move, ...] = (
    Move(
        "submit",
        _("Send to the unit"),
        _("Sent to the unit"),
        (State.DRAFT,),
        State.SUBMITTED,
        (Party.SENDER,),
        SUBMIT_NEEDS,
        starts=Step.RECEIPT,
        by_phone=False,
    ),
    Move(
        "withdraw",
        _("Withdraw"),
        _("Withdrawn"),
        (State.DRAFT, *BEFORE_RECEIPT),
        State.WITHDRAWN,
        (Party.SENDER,),
        (Need(TEXT_OF_MOVE, _("The reason")),),
        by_phone=False,
    ),
    Move(
        "receive",
        _("Received"),
        _("Received by the unit"),
        BEFORE_RECEIPT,
        State.RECEIVED,
        THE_UNIT,
        starts=Step.ANSWER,
    ),
    Move(
        "ask",
        _("Ask the school"),
        _("Question of the unit"),
        (State.RECEIVED, State.REOPENED),
        State.NEEDS_INFORMATION,
        THE_UNIT,
        (Need(TEXT_OF_MOVE, _("The question")),),
        keeps_clock=True,
    ),
    Move(
        "answer",
        _("Answer the unit"),
        _("Answer of the school"),
        (State.NEEDS_INFORMATION,),
        State.RECEIVED,
        (Party.SENDER,),
        (Need(TEXT_OF_MOVE, _("The answer")),),
        keeps_clock=True,
        by_phone=False,
    ),
    Move(
        "accept",
        _("Accept"),
        _("Accepted by the unit"),
        UNANSWERED,
        State.ACCEPTED,
        THE_UNIT,
        (
            Need("worker", _("The worker who takes it")),
            Need("first_contact_on", _("The date of the first contact")),
        ),
        starts=Step.ASSESSMENT,
    ),
    Move(
        "redirect",
        _("Send on to another unit"),
        _("Sent on to another unit"),
        (*BEFORE_RECEIPT, *UNANSWERED),
        State.REDIRECTED,
        THE_UNIT,
        (
            Need("unit", _("The other unit")),
            Need(TEXT_OF_MOVE, _("The reason, and why it is in the child’s interest")),
        ),
        starts=Step.RECEIPT,
    ),
    Move(
        "decline",
        _("Do not accept"),
        _("Not accepted"),
        UNANSWERED,
        State.NOT_ACCEPTED,
        (Party.UNIT_HEAD,),
        (
            Need("decline_code", _("The reason")),
            Need(TEXT_OF_MOVE, _("Advice, and what would change the decision")),
        ),
    ),
    Move(
        "contest",
        _("Contest the refusal"),
        _("Refusal contested"),
        (State.NOT_ACCEPTED,),
        State.CONTESTED,
        (Party.SENDER,),
        (Need(TEXT_OF_MOVE, _("What the unit should look at again")),),
        starts=Step.DECISION,
        by_phone=False,
    ),
    Move(
        "uphold",
        _("Uphold the refusal"),
        _("Refusal upheld"),
        (State.CONTESTED,),
        State.NOT_ACCEPTED,
        (Party.SUPERVISOR,),
        (Need(TEXT_OF_MOVE, _("The reason, and what helps the child now")),),
        by_phone=False,
    ),
    Move(
        "send_back",
        _("Send it back to the unit"),
        _("Sent back to the unit"),
        (State.CONTESTED,),
        State.REOPENED,
        (Party.SUPERVISOR,),
        (Need(TEXT_OF_MOVE, _("The reason")),),
        starts=Step.ANSWER,
        by_phone=False,
    ),
    Move(
        "assess",
        _("Begin to assess"),
        _("Assessment begun"),
        (State.ACCEPTED,),
        State.ASSESSING,
        THE_UNIT,
        (Need("visit_on", _("The date of the visit")),),
        starts=Step.GROUP,
    ),
    Move(
        "call_group",
        _("Call the case group"),
        _("Case group called"),
        (State.ASSESSING,),
        State.GROUP_CALLED,
        THE_UNIT,
        (Need("group_on", _("The date of the meeting")),),
    ),
    Move(
        "start_plan",
        _("Start the protection plan"),
        _("Protection plan started"),
        (State.ASSESSING, State.GROUP_CALLED),
        State.PLAN_ACTIVE,
        THE_UNIT,
        (
            Need("review_on", _("The date of the review")),
            Need(TEXT_OF_MOVE, _("The measures, and what the school does")),
        ),
        starts=Step.REVIEW,
    ),
    Move(
        "review",
        _("Review the protection plan"),
        _("Protection plan reviewed"),
        (State.PLAN_ACTIVE,),
        State.PLAN_ACTIVE,
        THE_UNIT,
        (
            Need("review_on", _("The date of the next review")),
            Need(TEXT_OF_MOVE, _("What the review found")),
        ),
        starts=Step.REVIEW,
    ),
    Move(
        "close",
        _("Close"),
        _("Closed by the unit"),
        IN_WORK,
        State.CLOSED,
        THE_UNIT,
        (
            Need("outcome", _("How it ended")),
            Need(TEXT_OF_MOVE, _("Word to the school, and the child’s interest")),
            Need("child_view", _("The child’s view, or why it was not asked")),
        ),
    ),
    Move(
        "reopen",
        _("Reopen"),
        _("Opened again"),
        (State.CLOSED,),
        State.REOPENED,
        (Party.SENDER, *THE_UNIT),
        (Need(TEXT_OF_MOVE, _("The reason")),),
        starts=Step.ANSWER,
        by_phone=False,
    ),
)

BY_VERB: dict[str, Move] = {move.verb: move for move in MOVES}

# Steps that are written down and move nothing.
NOTED: dict[str, Promise] = {
    "call": _("Call with the unit"),
    "message": _("Message"),
    "addendum": _("Added to what was sent"),
}


def said_of(verb: str) -> Promise:
    """How the history names a step."""
    move = BY_VERB.get(verb)
    return move.done if move else NOTED.get(verb, NOTED["call"])


def barred(
    *,
    contested: bool,
    contest_until: datetime | None,
    at: datetime,
    case_open: bool = True,
) -> frozenset[str]:
    """The moves that the table has and this referral has used up or missed.

    A refusal is contested once, and only until its clock has run out. Source:
    research/casework.md (b), row 3d. Nothing that ended begins again in a case that the
    school has closed: nobody there could answer, and the child may have another one.
    """
    used = set() if case_open else {move.verb for move in MOVES if begins_again(move)}
    late = contest_until is None or at > contest_until
    return frozenset(used | {"contest"} if contested or late else used)


def begins_again(move: Move) -> bool:
    """Whether a unit works again after it on what had ended."""
    return move.target not in ENDED and any(one in ENDED for one in move.sources)


def may(
    move: Move,
    state: State,
    parties: frozenset[Party],
    *,
    phone: bool,
    but: frozenset[str] = frozenset(),
) -> bool:
    """Whether a person in these capacities may make this move from this state.

    `phone`: the unit has no account, so the sender logs what the unit said. `but`:
    the moves that `barred` names.
    """
    if state not in move.sources or move.verb in but:
        return False
    if parties & frozenset(move.parties):
        return True
    return phone and move.by_phone and Party.SENDER in parties


def open_moves(
    state: State,
    parties: frozenset[Party],
    *,
    phone: bool = False,
    but: frozenset[str] = frozenset(),
) -> tuple[Move, ...]:
    """What a person may do next, in the order of the table."""
    return tuple(
        move for move in MOVES if may(move, state, parties, phone=phone, but=but)
    )


def missing(move: Move, values: Mapping[str, object]) -> tuple[Need, ...]:
    """What the move still lacks."""
    return tuple(need for need in move.needs if not need.holds(values))
