"""Where in a lesson a person stands: a bookmark, kept with the progress.

It is no event: what the audit tells is that a lesson was opened and that it was done.
"""

import datetime as dt
from dataclasses import dataclass

from django.db import transaction

from portal.models import User
from schools.models import StaffMember
from training.actions.progress import open_lesson
from training.models import ItemProgress, LearningItem


@dataclass(frozen=True)
class Bookmark:
    """The step that is open: its trail, and the minutes from it to the end."""

    trail: list[str]
    minutes_left: int


def stands_at(progress: ItemProgress | None, mark: Bookmark) -> bool:
    """Whether there is nothing to write: the same place, or a lesson long done."""
    if progress is None:
        return False
    return progress.done_at is not None or progress.place == mark.trail


@transaction.atomic
def keep_place(
    *, staff: StaffMember, item: LearningItem, mark: Bookmark, at: dt.datetime, by: User
) -> ItemProgress:
    """The place may move back; what was seen stays seen."""
    known = ItemProgress.objects.select_for_update().filter(staff=staff, item=item)
    progress = known.first() or open_lesson(staff=staff, item=item, at=at, by=by)
    if stands_at(progress, mark):
        return progress
    progress.place = mark.trail
    progress.minutes_left = mark.minutes_left
    if mark.trail[-1] not in progress.seen:
        progress.seen = [*progress.seen, mark.trail[-1]]
    progress.save(update_fields=["place", "seen", "minutes_left"])
    return progress
