"""Playing a scenario: begin, choose, reach an end. An end reached once is done."""

import datetime as dt

from django.db import transaction

from portal import audit
from portal.models import User
from schools.models import StaffMember
from training.actions.progress import current_version, open_lesson
from training.models import ItemProgress, LearningItem, ScenarioRun
from training.scenario_graph import Graph


class NotYours(Exception):
    """The run belongs to somebody else."""


class NotAChoice(Exception):
    """The choice is not one of the scene where the person stands."""


@transaction.atomic
def start_run(
    *, staff: StaffMember, item: LearningItem, at: dt.datetime, by: User
) -> ScenarioRun:
    """A new run from the first scene; one still open is left where it was."""
    StaffMember.objects.select_for_update().get(pk=staff.pk)
    ScenarioRun.objects.filter(staff=staff, item=item, closed_at=None).update(
        closed_at=at
    )
    open_lesson(staff=staff, item=item, at=at, by=by)
    run = ScenarioRun.objects.create(
        staff=staff, item=item, version=current_version(item), started_at=at
    )
    audit.record("scenario.started", by=by, obj=run)
    return run


@transaction.atomic
def choose(
    *,
    run: ScenarioRun,
    graph: Graph,
    scene: str,
    choice: str,
    at: dt.datetime,
    by: User,
) -> ScenarioRun:
    """Take a choice in the scene that was on the screen. Sent twice, or from a
    page left open, it is no choice. A step of the path is no event; an end is."""
    run = ScenarioRun.objects.select_for_update().get(pk=run.pk)
    if run.staff.user_id != by.pk:
        raise NotYours
    taken, here = graph.walk(run.path)
    chosen = here.choice(choice)
    if run.closed_at is not None or here.key != scene or chosen is None:
        raise NotAChoice
    path = [[step.scene.key, step.choice.key] for step in taken]
    run.path = [*path, [here.key, chosen.key]]
    if graph.by_key[chosen.target].is_end:
        run.end, run.closed_at = chosen.target, at
    run.save(update_fields=["path", "end", "closed_at"])
    if run.end:
        mark_done(run, at)
        audit.record("scenario.ended", by=by, obj=run)
    return run


def mark_done(run: ScenarioRun, at: dt.datetime) -> None:
    """Done stays done, with its first date."""
    ItemProgress.objects.filter(
        staff=run.staff, item=run.item, state=ItemProgress.State.OPENED
    ).update(
        state=ItemProgress.State.DONE, version=run.version, done_at=at, minutes_left=0
    )
