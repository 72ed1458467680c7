"""An alias becomes a page of its own: what people did with the words goes with it."""

from collections.abc import Iterable, Iterator
from copy import copy
from itertools import islice
from typing import Any
from uuid import uuid4

from django.db import transaction

from portal import audit
from portal.models import User
from training.models import ItemProgress, LearningItem, ModuleCompletion


BATCH = 500  # rows written at once


@transaction.atomic
def carry_records(*, source: LearningItem, to: LearningItem, by: User | None) -> None:
    """Whoever had done the part that the alias repeated has done the new one: the rows
    are written again for it with their dates; those of the source stay as they are. An
    award is of the programme that it names, and is not carried."""
    progress = _progress(source, to)
    completions = _completions(source, to)
    audit.record(
        "content.detached",
        by=by,
        obj=to,
        detail={
            "source": str(source.uid),
            "progress": progress,
            "completions": completions,
        },
    )


def _progress(source: LearningItem, to: LearningItem) -> int:
    count = 0
    rows = ItemProgress.objects.filter(item=source).order_by("pk")
    for some in _some(rows.iterator(chunk_size=BATCH)):
        made = [_anew(row, to) for row in some]
        count += len(ItemProgress.objects.bulk_create(made))
    return count


def _completions(source: LearningItem, to: LearningItem) -> int:
    """Every first completion, then the renewals, each of which names an older row."""
    new: dict[int, ModuleCompletion] = {}  # by the number of the row it repeats
    count = 0
    rows = ModuleCompletion.objects.filter(item=source).order_by("staff", "pk")
    for row in rows.iterator(chunk_size=BATCH):
        made = _anew(row, to)
        made.renews = new.get(row.renews_id) if row.renews_id else None
        if made.renews is None:
            new.clear()  # another person's chain begins
        made.save(force_insert=True)
        new[row.pk] = made
        count += 1
    return count


def _anew(row: Any, to: LearningItem) -> Any:
    """The same row for another item."""
    made = copy(row)
    made.pk, made.uid = None, uuid4()
    made._state = copy(row._state)
    made._state.adding = True
    made.item, made.version = to, to.current
    return made


def _some(rows: Iterable[ItemProgress]) -> Iterator[list[ItemProgress]]:
    source = iter(rows)
    while found := list(islice(source, BATCH)):
        yield found
