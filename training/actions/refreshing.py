"""A refresher begun and handed in. Nothing else follows from it."""

import datetime as dt
from collections.abc import Mapping

from django.db import transaction

from portal import audit
from portal.models import User
from schools.models import StaffMember
from training.actions.progress import last_completion
from training.actions.quizzes import AlreadySubmitted, NotYours
from training.marking import Result, mark
from training.models import LearningItem, ModuleCompletion, Quiz, Refresher
from training.paper import draw_few, questions
from training.refresher_days import due


MOST, LEAST = 5, 3  # questions; LEAST where the bank has no more
NO_PASS_MARK = 0  # a refresher is neither passed nor failed


class NotDue(Exception):
    """No refresher of that module is offered to that person today."""


@transaction.atomic
def begin_refresher(
    *,
    staff: StaffMember,
    module: LearningItem,
    quiz: LearningItem,
    language: str,
    at: dt.datetime,
    on: dt.date,
    by: User,
) -> Refresher:
    """A paper from the bank of the module's own quiz, or the one still open. Raises
    NotDue, Quiz.DoesNotExist, BankTooSmall."""
    StaffMember.objects.select_for_update().get(pk=staff.pk)
    if staff.user_id != by.pk:
        raise NotYours
    completion, offset = _due(staff, module, on)
    known = Refresher.objects.filter(completion=completion, day_offset=offset).first()
    if known:
        return known
    source = Quiz.objects.get(translation_key=quiz.translation_key, live=True)
    refresher = Refresher.objects.create(
        staff=staff,
        item=module,
        completion=completion,
        day_offset=offset,
        items_snapshot=draw_few(
            source,
            most=MOST,
            least=LEAST,
            seed=f"{completion.uid}/{offset}",
            seen=_seen(staff, module),
        ),
        language=language,
        started_at=at,
    )
    audit.record("refresher.started", by=by, obj=refresher)
    return refresher


@transaction.atomic
def submit_refresher(
    *,
    refresher: Refresher,
    answers: Mapping[str, list[str]],
    language: str,
    at: dt.datetime,
    by: User,
) -> Result:
    """Mark from the frozen paper, once. One begun in time may be handed in later."""
    row = (
        Refresher.objects.select_for_update(of=("self",))
        .select_related("staff")
        .get(pk=refresher.pk)
    )
    if row.staff.user_id != by.pk:
        raise NotYours
    if row.submitted_at is not None:
        raise AlreadySubmitted
    result = refresher_result(row, answers)
    row.answers, row.language = dict(answers), language
    row.submitted_at, row.score = at, result.percent
    row.save(update_fields=["answers", "language", "submitted_at", "score"])
    audit.record("refresher.submitted", by=by, obj=row)
    return result


def refresher_result(refresher: Refresher, answers: Mapping[str, list[str]]) -> Result:
    return mark(questions(refresher.items_snapshot), answers, pass_mark=NO_PASS_MARK)


def _due(
    staff: StaffMember, module: LearningItem, on: dt.date
) -> tuple[ModuleCompletion, int]:
    completion = last_completion(staff, module)
    if completion is None:
        raise NotDue
    answered = Refresher.objects.filter(
        completion=completion, submitted_at__isnull=False
    ).values_list("day_offset", flat=True)
    offset = due(completion.completed_on, on, [*answered])
    if offset is None:
        raise NotDue
    return completion, offset


def _seen(staff: StaffMember, module: LearningItem) -> set[str]:
    """What earlier refreshers asked: the next one asks something else first."""
    asked = Refresher.objects.filter(staff=staff, item=module)
    return {
        entry["key"]
        for snapshot in asked.values_list("items_snapshot", flat=True)
        for entry in snapshot
    }
