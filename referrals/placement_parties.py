"""In what capacity a person stands before one placement."""

from typing import TYPE_CHECKING

from portal.access import Grant, grants
from portal.permissions import Permission
from portal.roles import PlaceKind
from referrals.models import Placement
from referrals.placement_steps import PlacementParty


if TYPE_CHECKING:
    from portal.models import User


def _asks(user: "User", placement: Placement) -> list[Grant]:
    held = grants(user).having(Permission.PLACEMENT_ASK)
    return [
        g
        for g in held
        if (g.place.kind, g.place.id) == (PlaceKind.UNIT, placement.unit_id)
    ]


def _works(user: "User", placement: Placement) -> list[Grant]:
    held = grants(user).having(Permission.PLACEMENT_WORK)
    return [
        g
        for g in held
        if (g.place.kind, g.place.id) == (PlaceKind.SCHOOL, placement.school_id)
    ]


def placement_parties(user: "User", placement: Placement) -> frozenset[PlacementParty]:
    """What the person is to this placement."""
    found = set()
    if _works(user, placement):
        found.add(PlacementParty.SCHOOL)
    if _asks(user, placement):
        found.add(PlacementParty.UNIT)
    return frozenset(found)


def placement_role(user: "User", placement: Placement) -> str:
    """The role through which the person acts on it, for the history."""
    held = [*_works(user, placement), *_asks(user, placement)]
    return held[0].role.key if held else ""
