"""Somebody says that they have read what changed."""

import datetime as dt

from django.db import transaction

from portal import audit
from portal.models import User
from schools.models import StaffMember
from training.models import ItemVersion, SafetyReading


@transaction.atomic
def read_change(
    *, staff: StaffMember, version: ItemVersion, at: dt.datetime, by: User
) -> SafetyReading:
    """A second time changes nothing: the first moment stays."""
    reading, new = SafetyReading.objects.get_or_create(
        staff=staff, version=version, defaults={"read_at": at}
    )
    if new:
        audit.record(
            "safety.read", by=by, obj=version.item, detail={"number": version.number}
        )
    return reading
