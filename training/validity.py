"""Until when an award is valid, whatever its rule."""

import datetime as dt
from collections.abc import Collection
from uuid import UUID

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


def ends_of_each(public_ids: Collection[str]) -> dict[str, dt.date | None]:
    """The same for several awards under the safety rule, by public number: two queries
    however many there are; awards under another rule are left out."""
    awards = list(
        Award.objects.filter(public_id__in=public_ids, expiry_rule=Rule.SAFETY)
    )
    covered = {key for award in awards for key in award.covers}
    since = min((award.issued_at for award in awards), default=None)
    if since is None:
        return {}
    changes = safety_changes(list(covered), since).order_by("published_at")
    dated = list(changes.values_list("item__translation_key", "published_at"))
    return {award.public_id: _end(award, dated) for award in awards}


def _end(award: Award, changes: list[tuple[UUID, dt.datetime]]) -> dt.date | None:
    ending = (
        at for key, at in changes if str(key) in award.covers and at > award.issued_at
    )
    first = next(ending, None)
    return after_change(timezone.localdate(first)) if first else None
