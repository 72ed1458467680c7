"""The agencies of a municipality, by the names that its table gives them."""

from portal.text import fold
from referrals.models import ItemAgency, Seat
from schools.models import Post, ProtectionUnit


def agencies_of(unit: ProtectionUnit) -> list[str]:
    """Those with a seat at the table, those invited before, those named before."""
    table = Post.objects.filter(
        role="table_member", municipality=unit.municipality_id
    ).values_list("agency", flat=True)
    seats = Seat.objects.filter(meeting__unit=unit).exclude(agency="")
    named = ItemAgency.objects.filter(unit=unit)
    found = table.order_by().union(
        seats.order_by().values_list("agency", flat=True),
        named.order_by().values_list("agency", flat=True),
    )
    return sorted(found)


def agency_name(unit: ProtectionUnit, typed: str) -> str:
    """The name under which the agency is known, or what was typed, tidied."""
    tidy = " ".join(typed.split())[:60]
    known = {fold(name): name for name in agencies_of(unit)}
    return known.get(fold(tidy), tidy)
