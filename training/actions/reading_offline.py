"""A lesson that was read without network: its steps count as opened, then the same
rules as ever decide whether it is done."""

import datetime as dt
from collections.abc import Collection

from django.db import transaction

from portal.models import User
from schools.models import StaffMember
from training.actions.places import Bookmark, keep_place
from training.actions.progress import finish_lesson
from training.models import ItemProgress, LearningItem
from training.steps import Course


@transaction.atomic
def finish_offline(
    *,
    staff: StaffMember,
    item: LearningItem,
    course: Course,
    seen: Collection[str],
    at: dt.datetime,
    by: User,
) -> ItemProgress:
    """`seen`: ids of the steps opened on the phone; those the lesson no longer has
    are left out. Sent twice, the second changes nothing: done stays done. The date is
    that of the arrival: a phone's clock proves nothing. Raises as `finish_lesson`."""
    for index, step in enumerate(course.ids):
        if step in seen:
            keep_place(
                staff=staff,
                item=item,
                mark=Bookmark(course.trail(index), course.minutes_from(index)),
                at=at,
                by=by,
            )
    return finish_lesson(staff=staff, item=item, last_step=course.last, at=at, by=by)
