"""The refreshers that are offered to a person today."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db.models import OuterRef, Subquery

from portal.models import User
from training.models import ModuleCompletion, Refresher
from training.outline import Node, Outline
from training.refresher_days import due, earliest, lapses_on
from training.standing import Standing


@dataclass(frozen=True)
class Offer:
    """One module's refresher, offered up to its `last_day`."""

    module: Node
    item: Any
    day_offset: int
    last_day: dt.date


def offers(
    user: User, outline: Outline, standing: Standing, on: dt.date
) -> list[Offer]:
    """What lapses soonest comes first. One query; only modules that have a quiz."""
    modules = {
        standing.of(node).pk: node
        for node in outline.nodes
        if standing.of(node) and standing.quiz(node)
    }
    found = []
    for row in _last_completions(user, on).values():
        offset = due(row.completed_on, on, [row.answered] if row.answered else [])
        if offset and row.item_id in modules:
            node = modules[row.item_id]
            last_day = lapses_on(row.completed_on, offset) - dt.timedelta(days=1)
            found.append(Offer(node, standing.of(node), offset, last_day))
    return sorted(found, key=lambda offer: (offer.last_day, offer.item.pk))


def _last_completions(user: User, on: dt.date) -> dict[int, Any]:
    """By module, with the last refresher answered (the days only go up, so whether the
    one of today is answered can be told from it alone)."""
    handed_in = Refresher.objects.filter(
        completion=OuterRef("pk"), submitted_at__isnull=False
    ).order_by("-day_offset")
    rows = (
        ModuleCompletion.objects.filter(
            staff__user=user, completed_on__gte=earliest(on)
        )
        .annotate(answered=Subquery(handed_in.values("day_offset")[:1]))
        .order_by("completed_on", "id")
    )
    return {row.item_id: row for row in rows}
