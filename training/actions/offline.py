"""What was done without network: steps opened and scenes played on the phone count as
if they had been here, then the same rules as ever decide. The date is that of the
arrival, for a phone's clock proves nothing."""

import datetime as dt
from collections.abc import Collection
from uuid import UUID

from django.db import transaction

from portal import audit
from portal.models import User
from schools.models import StaffMember
from training.actions.places import Bookmark, keep_place
from training.actions.progress import (
    NotOpened,
    came,
    current_version,
    finish_lesson,
    open_lesson,
)
from training.actions.scenarios import NotAChoice, NotYours, mark_done
from training.models import ItemProgress, LearningItem, ScenarioRun
from training.scenario_graph import Graph, Path
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
    offline: bool,
) -> ItemProgress:
    """`seen`: ids of the steps opened on the phone; those the lesson no longer has
    are left out. With those opened before they must be all of them. Sent twice, the
    second changes nothing: done stays done. Not `offline`: said on the lesson's own
    page, after some steps were read on the phone; that page was opened then, and only
    an outbox brings a lesson never opened here. Raises as `finish_lesson`."""
    if not (offline or ItemProgress.objects.filter(staff=staff, item=item).exists()):
        raise NotOpened
    for index, step in enumerate(course.ids):
        if step in seen:
            keep_place(
                staff=staff,
                item=item,
                mark=Bookmark(course.trail(index), course.minutes_from(index)),
                at=at,
                by=by,
            )
    return finish_lesson(
        staff=staff, item=item, steps=course.ids, at=at, by=by, offline=offline
    )


@transaction.atomic
def play_offline(
    *,
    token: UUID,
    staff: StaffMember,
    item: LearningItem,
    graph: Graph,
    path: Path,
    at: dt.datetime,
    by: User,
) -> ScenarioRun:
    """A whole run, from the first scene to an end; the answer's number becomes the
    run's, so that the second of two equal answers finds the first. A run begun online
    stays where it is. Raises NotAChoice when the path leads to no end any more."""
    StaffMember.objects.select_for_update().get(pk=staff.pk)
    known = ScenarioRun.objects.filter(uid=token).first()
    if known:
        if known.staff_id != staff.pk:
            raise NotYours
        return known
    taken, end = graph.walk(path)
    if len(taken) != len(path) or not end.is_end:
        raise NotAChoice
    open_lesson(staff=staff, item=item, at=at, by=by)
    run = ScenarioRun.objects.create(
        uid=token,
        staff=staff,
        item=item,
        version=current_version(item),
        path=[list(pair) for pair in path],
        started_at=at,
        closed_at=at,
        end=end.key,
    )
    mark_done(run, at)
    audit.record("scenario.ended", by=by, obj=run, detail=came(offline=True))
    return run
