"""Starting and handing in a quiz."""

import datetime as dt
from collections.abc import Mapping
from uuid import UUID

from django.db import transaction
from django.db.models import Count, Max, Q, QuerySet

from portal import audit
from portal.models import User
from schools.models import StaffMember
from training.actions.progress import current_version
from training.marking import Result, mark
from training.models import ItemProgress, LearningItem, Quiz, QuizAttempt
from training.paper import draw_paper, questions


REMEMBERED = 10  # earlier papers whose questions a new one avoids where it can


class LessonsNotDone(Exception):
    """The quiz opens when the lessons before it are done."""


class TooSoon(Exception):
    """After a failed try one reads first; `opens_at` says until when."""

    def __init__(self, opens_at: dt.datetime) -> None:
        super().__init__("too soon")
        self.opens_at = opens_at


class AlreadySubmitted(Exception):
    """An attempt is handed in once."""


class NotYours(Exception):
    """The attempt belongs to somebody else."""


@transaction.atomic
def start_attempt(
    *,
    staff: StaffMember,
    quiz: LearningItem,
    lessons: list[LearningItem],
    client_id: UUID,
    seed: str,
    language: str,
    at: dt.datetime,
    by: User,
    since: dt.datetime | None = None,
) -> QuizAttempt:
    """A new paper, or the one still open. The same `client_id` twice is one. `since`:
    from when a pass counts, where it is to renew something."""
    StaffMember.objects.select_for_update().get(pk=staff.pk)
    before = QuizAttempt.objects.filter(staff=staff, item=quiz)
    known = before.filter(submitted_at=None).first() or by_client(staff, client_id)
    if known:
        return known
    require_lessons(staff, lessons)
    source = Quiz.objects.get(translation_key=quiz.translation_key, live=True)
    opens_at = opens_again(before, source.cool_down, since)
    if opens_at and at < opens_at:
        raise TooSoon(opens_at)
    papers = before.order_by("-started_at").values_list("items_snapshot", flat=True)
    seen = {entry["key"] for paper in papers[:REMEMBERED] for entry in paper}
    attempt = QuizAttempt.objects.create(
        staff=staff,
        item=quiz,
        version=current_version(quiz),
        seed=seed,
        items_snapshot=draw_paper(source, seed=seed, seen=seen),
        pass_mark=source.pass_mark,
        language=language,
        client_id=client_id,
        started_at=at,
    )
    audit.record("quiz.started", by=by, obj=attempt)
    return attempt


@transaction.atomic
def submit_attempt(
    *,
    attempt: QuizAttempt,
    answers: Mapping[str, list[str]],
    language: str,
    at: dt.datetime,
    by: User,
) -> Result:
    """Mark from the frozen paper. Only the person whose attempt it is."""
    attempt = QuizAttempt.objects.select_for_update().get(pk=attempt.pk)
    if attempt.staff.user_id != by.pk:
        raise NotYours
    if attempt.submitted_at is not None:
        raise AlreadySubmitted
    result = result_of(attempt, answers)
    attempt.answers = dict(answers)
    attempt.language = language
    attempt.submitted_at = at
    attempt.score, attempt.passed = result.percent, result.passed
    if attempt.before and attempt.before.score is not None:
        attempt.gain = result.percent - attempt.before.score
    attempt.save()
    audit.record(
        "quiz.submitted",
        by=by,
        obj=attempt,
        detail={"score": result.percent, "passed": result.passed},
    )
    return result


def result_of(attempt: QuizAttempt, answers: Mapping[str, list[str]]) -> Result:
    return mark(
        questions(attempt.items_snapshot),
        answers,
        pass_mark=attempt.pass_mark,
    )


def opens_again(
    before: QuerySet[QuizAttempt], minutes: int, since: dt.datetime | None
) -> dt.datetime | None:
    """When the next try opens after a failed one; none when it is open already. After
    a pass every try is practice, and practice waits for nothing; a pass from before
    `since` is of a completion that has lapsed or soon will, and ends no wait."""
    if not minutes:
        return None
    counts = Q(passed=True, submitted_at__gt=since) if since else Q(passed=True)
    found = before.exclude(submitted_at=None).aggregate(
        last=Max("submitted_at", filter=Q(passed=False)),
        passes=Count("pk", filter=counts),
    )
    if found["passes"] or found["last"] is None:
        return None
    last: dt.datetime = found["last"]
    return last + dt.timedelta(minutes=minutes)


def by_client(staff: StaffMember, client_id: UUID) -> QuizAttempt | None:
    known = QuizAttempt.objects.filter(client_id=client_id).first()
    if known and known.staff_id != staff.pk:
        raise NotYours
    return known


def require_lessons(staff: StaffMember, lessons: list[LearningItem]) -> None:
    done = ItemProgress.objects.filter(
        staff=staff, item__in=lessons, state=ItemProgress.State.DONE
    )
    if done.count() < len(lessons):
        raise LessonsNotDone
