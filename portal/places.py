"""What the ground asks of places, through the door that the floor above opened."""

from portal.access import Place
from portal.hooks import FoundPlace, PlaceSource, registered
from portal.roles import PlaceKind


NATION = FoundPlace(PlaceKind.NATION, 0, "", "")


def find_place(kind: PlaceKind, code: str) -> FoundPlace | None:
    """The place of that kind with that code; the nation has no code."""
    if kind == PlaceKind.NATION:
        return None if code else NATION
    found = (source.find(kind, code) for source in registered(PlaceSource))
    return next((place for place in found if place), None)


def describe(place: Place) -> FoundPlace | None:
    """The words for a place that somebody holds."""
    if place.kind == PlaceKind.NATION:
        return NATION
    found = (s.describe(place.kind, place.id) for s in registered(PlaceSource))
    return next((words for words in found if words), None)


def codes(outer: Place, kind: PlaceKind) -> list[str]:
    """The codes of the places of that kind that a post there answers for."""
    pair = (outer.kind, outer.id)
    return [code for s in registered(PlaceSource) for code in s.codes(pair, kind)]


def covers(outer: Place, inner: Place) -> bool:
    """Whether a post at the outer place answers for the inner one."""
    if outer == inner or outer.kind == PlaceKind.NATION:
        return True
    pair = (outer.kind, outer.id), (inner.kind, inner.id)
    return any(source.covers(*pair) for source in registered(PlaceSource))
