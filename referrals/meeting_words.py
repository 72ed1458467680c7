"""How seats, tasks and cases of a meeting are said to whoever reads them."""

from collections.abc import Iterable
from itertools import groupby

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from referrals.models import MeetingTask, Seat


def seat_label(seat: Seat) -> str:
    """An agency by its name, a post by its school and holder; posts are loaded."""
    if seat.post is None:
        return seat.agency
    return f"{seat.post.place_name()} · {seat.post.staff.full_name()}"


def owner_label(task: MeetingTask) -> str:
    """Who has the task; school and unit are loaded."""
    if task.owner == MeetingTask.Owner.AGENCY:
        return task.agency
    if task.owner == MeetingTask.Owner.SCHOOL:
        return task.school.name
    return task.unit.name if task.unit else ""


def by_owner(tasks: Iterable[MeetingTask]) -> list[tuple[str, list[MeetingTask]]]:
    """The tasks of each owner, the agencies first; the earliest due on top."""
    ranked = sorted(
        tasks,
        key=lambda t: (
            t.owner != MeetingTask.Owner.AGENCY,
            owner_label(t),
            t.due_on,
            t.pk,
        ),
    )
    return [(who, list(rows)) for who, rows in groupby(ranked, key=owner_label)]


def task_state(task: MeetingTask, today: object) -> tuple[str | Promise, str]:
    """A word and its colour: done, dropped, late or to do."""
    if task.done_at:
        return _("Task done"), "green"
    if task.dropped_at:
        return _("Task dropped"), "grey"
    late = task.due_on < today  # type: ignore[operator]
    return (_("Late"), "red") if late else (_("To do"), "blue")
