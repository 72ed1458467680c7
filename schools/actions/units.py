"""Keeping the telephone and address of a protection unit right."""

import datetime as dt
from typing import TYPE_CHECKING

from django.db import transaction

from portal import audit
from schools.models import ProtectionUnit


if TYPE_CHECKING:
    from portal.models import User


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
) -> ProtectionUnit:
    """Save a unit, new or known; the audit names which fields changed, not what to."""
    given = {
        "name": name,
        "telephone": telephone,
        "address": address,
        "email": email,
        "has_account": has_account,
        "protocol_signed_on": protocol_signed_on,
    }
    changed = [key for key, value in given.items() if getattr(unit, key) != value]
    for key, value in given.items():
        setattr(unit, key, value)
    unit.save()
    audit.record("unit.changed", by=by, obj=unit, detail={"fields": changed})
    return unit
