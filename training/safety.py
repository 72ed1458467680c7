"""Which changes for safety's sake a person has yet to read.

A card is for who finished before the change: the part itself, or its whole module (a
session counts, where no part was opened). Who finishes later has met the new words.
"""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db.models import Exists, OuterRef
from django.utils.translation import get_language

from portal.models import User
from training.models import Change, ItemVersion, Kind, LearningItem, SafetyReading
from training.outline import Node, Outline
from training.standing import Standing


@dataclass(frozen=True)
class Card:
    """What changed in one published version, in the reader's language if said there."""

    node: Node
    item: Any
    version: ItemVersion
    note: str


def cards(user: User, outline: Outline, standing: Standing) -> list[Card]:
    """The oldest change first. No query where nothing changed that one has finished;
    else one, two in another language than the source."""
    nodes = {
        standing.of(node).pk: node
        for node in outline.nodes
        if _changed_since_finished(node, standing)
    }
    if not nodes:
        return []
    read = SafetyReading.objects.filter(version=OuterRef("pk"), staff__user=user)
    rows = (
        ItemVersion.objects.filter(
            ~Exists(read),
            item__in=nodes,
            locale=settings.LANGUAGE_CODE,
            change=Change.SAFETY,
        )
        .defer("snapshot")
        .order_by("published_at", "pk")
    )
    due = [
        (nodes[row.item_id], row)
        for row in rows
        if _finished_before(row.published_at, nodes[row.item_id], standing)
    ]
    said = _translated([row for _node, row in due])
    return [
        Card(
            node, standing.of(node), row, said.get((row.item_id, row.number), row.note)
        )
        for node, row in due
    ]


def updated_since(item: Any, moment: dt.datetime | None) -> bool:
    """Whether new learners get other words than who finished at that moment."""
    return bool(moment and item and item.changed_at and item.changed_at > moment)


def unread(user: User, keys: list[str], since: dt.datetime) -> bool:
    """Whether a safety change of these items, published since, is not yet read."""
    read = SafetyReading.objects.filter(version=OuterRef("pk"), staff__user=user)
    return bool(safety_changes(keys, since).filter(~Exists(read)).exists())


def safety_changes(keys: list[str], since: dt.datetime) -> Any:
    """Safety versions of the items with these translation keys, published since."""
    items = LearningItem.objects.filter(translation_key__in=keys)
    return ItemVersion.objects.filter(
        item__in=items,
        locale=settings.LANGUAGE_CODE,
        change=Change.SAFETY,
        published_at__gt=since,
    )


def _changed_since_finished(node: Node, standing: Standing) -> bool:
    item = standing.of(node)
    changed_at = item.changed_at if item else None
    return bool(changed_at and _finished_before(changed_at, node, standing))


def _finished_before(moment: dt.datetime, node: Node, standing: Standing) -> bool:
    module = node if node.kind == Kind.MODULE else node.parent
    done = [standing.of(node).done_at]
    if module and module.kind == Kind.MODULE and standing.of(module):
        done.append(standing.of(module).first_completed_at)
    return any(at and at < moment for at in done)


def _translated(rows: list[ItemVersion]) -> dict[tuple[int, int], str]:
    language = get_language() or settings.LANGUAGE_CODE
    if not rows or language == settings.LANGUAGE_CODE:
        return {}
    found = ItemVersion.objects.filter(
        item__in={row.item_id for row in rows}, locale=language
    ).exclude(note="")
    return {(v.item_id, v.number): v.note for v in found.defer("snapshot")}
