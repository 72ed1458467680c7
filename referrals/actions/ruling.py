"""A new limit from a day on. The past keeps the limit that it had."""

from datetime import date
from typing import TYPE_CHECKING

from django.db import transaction

from portal import audit
from portal.clock import today
from referrals.models import ClockRule


if TYPE_CHECKING:
    from portal.models import User


class RuleNotToCome(Exception):
    """A limit begins on a day to come: no clock that runs is changed under a desk."""


class RuleStands(Exception):
    """A limit of this step and urgency begins on that day already."""


@transaction.atomic
def add_clock_rule(
    *,
    by: "User",
    step: str,
    urgency: str,
    amount: int,
    unit: str,
    valid_from: date,
    legal_source: str = "",
) -> ClockRule:
    """Append a row. Without a legal source the limit is a proposal, not law."""
    if valid_from <= today():
        raise RuleNotToCome
    given = {"step": step, "urgency": urgency, "valid_from": valid_from}
    limit = {"amount": amount, "unit": unit, "legal_source": legal_source.strip()}
    rule, made = ClockRule.objects.get_or_create(**given, defaults=limit)
    if not made:
        raise RuleStands
    said = {"step": step, "urgency": urgency, "amount": amount, "unit": unit}
    audit.record("clock.added", by=by, detail={**said, "from": valid_from.isoformat()})
    return rule
