"""Until when an award is valid, whatever its rule."""

import datetime as dt

from django.utils import timezone

from training.expiry import Rule, after_change
from training.models import Award
from training.safety import safety_changes


def ends_of(award: Award) -> dt.date | None:
    """The first day on which it is not valid. Under the safety rule nothing is written
    on the row: the first safety change of what it covers says it, read each time."""
    if award.expiry_rule != Rule.SAFETY:
        return award.valid_until
    changes = safety_changes(award.covers, award.issued_at).order_by("published_at")
    first = changes.values_list("published_at", flat=True).first()
    return after_change(timezone.localtime(first).date()) if first else None
