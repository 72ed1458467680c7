"""The test before a module and the one after it: two parallel forms, once each.

Half of the people meet form A first, half form B; who has met one gets the other. So
neither an easy form nor a question remembered looks like something learnt.
"""

import datetime as dt
import hashlib
from uuid import UUID

from django.db import transaction

from portal import audit
from portal.models import User
from schools.models import StaffMember
from training.actions.progress import current_version
from training.actions.quizzes import by_client, require_lessons
from training.models import ItemProgress, LearningItem, Quiz, QuizAttempt
from training.paper import draw_paper
from training.taught import begun_for


OTHER = {"A": "B", "B": "A"}


class Taken(Exception):
    """A test before or after is taken once; a second time it measures nothing."""


class TooLate(Exception):
    """The test before a module is for who has done no lesson of it, and whom no session
    of it has begun to teach."""


@transaction.atomic
def start_before(
    *,
    staff: StaffMember,
    test: LearningItem,
    module: LearningItem,
    lessons: list[LearningItem],
    client_id: UUID,
    language: str,
    at: dt.datetime,
    by: User,
) -> QuizAttempt:
    """The first form of that person, or the test still open: one begun in time is gone
    on with."""
    known = _open(staff, test, client_id)
    if known:
        return known
    done = ItemProgress.objects.filter(
        staff=staff, item__in=lessons, state=ItemProgress.State.DONE
    )
    if done.exists() or begun_for(staff, module, at):
        raise TooLate
    return _start(
        QuizAttempt(staff=staff, item=test, form=first_form(staff, test)),
        client_id=client_id,
        language=language,
        at=at,
        by=by,
    )


@transaction.atomic
def start_after(
    *,
    staff: StaffMember,
    test: LearningItem,
    before: LearningItem | None,
    lessons: list[LearningItem],
    client_id: UUID,
    language: str,
    at: dt.datetime,
    by: User,
) -> QuizAttempt:
    """The form not met in the test before, which the gain will be counted from."""
    known = _open(staff, test, client_id)
    if known:
        return known
    require_lessons(staff, lessons)
    first = (
        QuizAttempt.objects.filter(staff=staff, item=before)
        .exclude(submitted_at=None)
        .first()
    )
    form = first.form if first else first_form(staff, before or test)
    return _start(
        QuizAttempt(staff=staff, item=test, form=OTHER[form], before=first),
        client_id=client_id,
        language=language,
        at=at,
        by=by,
    )


def first_form(staff: StaffMember, test: LearningItem) -> str:
    """A for half of the people, B for the others; always the same for one person."""
    digest = hashlib.sha256(f"{staff.uid}/{test.uid}".encode()).digest()
    return "AB"[digest[0] % 2]


def _open(
    staff: StaffMember, test: LearningItem, client_id: UUID
) -> QuizAttempt | None:
    """The attempt to go on with; a test handed in already is refused."""
    StaffMember.objects.select_for_update().get(pk=staff.pk)
    mine = QuizAttempt.objects.filter(staff=staff, item=test)
    known = mine.filter(submitted_at=None).first() or by_client(staff, client_id)
    if known is None and mine.exists():
        raise Taken
    return known


def _start(
    attempt: QuizAttempt,
    *,
    client_id: UUID,
    language: str,
    at: dt.datetime,
    by: User,
) -> QuizAttempt:
    key = attempt.item.translation_key
    source = Quiz.objects.get(translation_key=key, live=True)
    attempt.version = current_version(attempt.item)
    attempt.seed = f"form {attempt.form}"
    attempt.items_snapshot = draw_paper(source, seed=attempt.seed, form=attempt.form)
    attempt.pass_mark = source.pass_mark
    attempt.language, attempt.client_id = language, client_id
    attempt.started_at = at
    attempt.save(force_insert=True)
    audit.record("quiz.started", by=by, obj=attempt)
    return attempt
