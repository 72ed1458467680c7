"""The way of a placement as one table: a unit asks a school to take a child in.

Pure data, read by `actions/placing.py::move_placement` alone. Late is computed from
the clock and from the days of the checks; it is no state.
"""

from calendar import monthrange
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from referrals.deadlines import Step
from referrals.states import Words
from referrals.workflow import TEXT_OF_MOVE, Need


class PlacementState(StrEnum):
    REQUESTED = "requested"
    RECEIVED = "received"
    PLACE_FOUND = "place_found"
    ATTENDING = "attending"
    COMPLETED = "completed"
    NOT_POSSIBLE = "not_possible"


PLACEMENT_STATES = {
    PlacementState.REQUESTED: Words(_("Asked, not yet received"), "yellow"),
    PlacementState.RECEIVED: Words(_("Received, a place is sought"), "blue"),
    PlacementState.PLACE_FOUND: Words(_("Place found"), "teal"),
    PlacementState.ATTENDING: Words(_("The child attends"), "green"),
    PlacementState.COMPLETED: Words(_("Completed"), "grey"),
    PlacementState.NOT_POSSIBLE: Words(_("Not possible"), "red"),
}
PLACEMENT_ENDED = frozenset({PlacementState.COMPLETED, PlacementState.NOT_POSSIBLE})

# Months after the first day at school on which somebody asks how it goes.
CHECK_MONTHS = (1, 3, 6, 12)


class PlacementParty(StrEnum):
    """In what capacity a person stands before a placement."""

    SCHOOL = "school"
    UNIT = "unit"


@dataclass(frozen=True)
class PlacementMove:
    verb: str
    label: Promise  # on the button
    done: Promise  # in the history
    sources: tuple[PlacementState, ...]
    target: PlacementState
    parties: tuple[PlacementParty, ...]
    needs: tuple[Need, ...] = ()
    starts: Step | None = None  # the school's clock that begins; None: none runs


OPEN_STATES = tuple(s for s in PlacementState if s not in PLACEMENT_ENDED)
THE_SCHOOL = (PlacementParty.SCHOOL,)

PLACEMENT_MOVES: tuple[PlacementMove, ...] = (
    PlacementMove(
        "receive",
        _("Received"),
        _("Received by the school"),
        (PlacementState.REQUESTED,),
        PlacementState.RECEIVED,
        THE_SCHOOL,
        starts=Step.PLACE,
    ),
    PlacementMove(
        "find_place",
        _("A place is found"),
        _("Place found"),
        (PlacementState.RECEIVED,),
        PlacementState.PLACE_FOUND,
        THE_SCHOOL,
        (
            Need("class_group", _("The class")),
            Need("place_on", _("The day from which there is a place")),
        ),
        starts=Step.FIRST_DAY,
    ),
    PlacementMove(
        "first_day",
        _("The child came"),
        _("First day at school"),
        (PlacementState.PLACE_FOUND,),
        PlacementState.ATTENDING,
        THE_SCHOOL,
        (Need("first_day_on", _("The first day at school")),),
    ),
    PlacementMove(
        "complete",
        _("Complete"),
        _("Placement completed"),
        (PlacementState.ATTENDING,),
        PlacementState.COMPLETED,
        (PlacementParty.SCHOOL, PlacementParty.UNIT),
        (Need(TEXT_OF_MOVE, _("How the child is at the end")),),
    ),
    PlacementMove(
        "not_possible",
        _("Not possible"),
        _("The placement is not possible"),
        OPEN_STATES,
        PlacementState.NOT_POSSIBLE,
        THE_SCHOOL,
        (
            Need(TEXT_OF_MOVE, _("Why it is not possible")),
            Need("school_did", _("What the school did")),
        ),
    ),
)
PLACEMENT_BY_VERB = {move.verb: move for move in PLACEMENT_MOVES}

# What is no move of the table but stands in the history of a placement.
PLACEMENT_EVENTS: dict[str, Promise] = {
    "ask": _("The unit asked for a place"),
    "message": _("Message"),
    "check": _("Follow-up"),
    "for_class": _("What the child needs in class was written"),
    "coach": _("Individual support begun"),
    **{move.verb: move.done for move in PLACEMENT_MOVES},
}


def may_place(
    move: PlacementMove, state: PlacementState, parties: frozenset[PlacementParty]
) -> bool:
    """Whether a person in these capacities may make this move from this state."""
    return state in move.sources and bool(parties & frozenset(move.parties))


def open_placement_moves(
    state: PlacementState, parties: frozenset[PlacementParty]
) -> tuple[PlacementMove, ...]:
    """What a person may do next, in the order of the table."""
    return tuple(move for move in PLACEMENT_MOVES if may_place(move, state, parties))


def placement_lacks(
    move: PlacementMove, values: Mapping[str, object]
) -> tuple[Need, ...]:
    """What the move still lacks."""
    return tuple(need for need in move.needs if not need.holds(values))


def check_days(first_day: date) -> dict[int, date]:
    """The day of each check, by its months; the last day where a month is short."""
    return {months: _months_later(first_day, months) for months in CHECK_MONTHS}


def _months_later(day: date, months: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
