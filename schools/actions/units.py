"""Keeping the telephone and address of a protection unit right."""

import datetime as dt
from typing import TYPE_CHECKING

from django.db import transaction

from portal import audit
from portal.versions import fingerprint
from schools.models import ProtectionUnit


if TYPE_CHECKING:
    from portal.models import User

WRITTEN = (
    "name",
    "telephone",
    "address",
    "email",
    "has_account",
    "protocol_signed_on",
)


class UnitChanged(Exception):
    """Somebody else changed the unit since it was read."""

    def __init__(self, current: ProtectionUnit) -> None:
        self.current = current
        super().__init__()


@transaction.atomic
def change_unit(
    *,
    unit: ProtectionUnit,
    name: str,
    telephone: str,
    address: str,
    email: str,
    has_account: bool,
    protocol_signed_on: dt.date | None,
    by: "User | None",
    seen: str = "",
) -> ProtectionUnit:
    """Save a unit, new or known; the audit names which fields changed, not what to.

    `seen` is the fingerprint of what the writer had before them.
    """
    known = ProtectionUnit.objects.select_for_update(of=("self",)).filter(
        municipality=unit.municipality_id
    )
    row = known.first() or ProtectionUnit(municipality=unit.municipality)
    if seen and seen != fingerprint(row, WRITTEN):
        raise UnitChanged(row)
    given = {
        "name": name,
        "telephone": telephone,
        "address": address,
        "email": email,
        "has_account": has_account,
        "protocol_signed_on": protocol_signed_on,
    }
    changed = [key for key, value in given.items() if getattr(row, key) != value]
    for key, value in given.items():
        setattr(row, key, value)
    row.save()
    audit.record("unit.changed", by=by, obj=row, detail={"fields": changed})
    return row
