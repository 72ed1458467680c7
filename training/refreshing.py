"""The refreshers that are offered to a person today."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from training.models import Kind
from training.outline import Node, Outline
from training.refresher_days import due, lapses_on
from training.standing import Standing


@dataclass(frozen=True)
class Offer:
    """One module's refresher, offered up to its `last_day`."""

    module: Node
    item: Any
    day_offset: int
    last_day: dt.date


def offers(outline: Outline, standing: Standing, on: dt.date) -> list[Offer]:
    """What lapses soonest comes first. No query; only modules that have a quiz."""
    modules = (node for node in outline.nodes if node.kind == Kind.MODULE)
    found = [_offer(node, standing, on) for node in modules if standing.quiz(node)]
    return sorted(
        (offer for offer in found if offer),
        key=lambda offer: (offer.last_day, offer.item.pk),
    )


def _offer(module: Node, standing: Standing, on: dt.date) -> Offer | None:
    """The last one answered tells whether today's is: the days only go up."""
    item = standing.of(module)
    if item is None or item.completed_on is None:
        return None
    offset = due(item.completed_on, on, [item.refreshed] if item.refreshed else [])
    if offset is None:
        return None
    last_day = lapses_on(item.completed_on, offset) - dt.timedelta(days=1)
    return Offer(module, item, offset, last_day)
