"""The post-test on paper: its score typed in by the facilitator, once."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from django.db import transaction

from portal import audit
from portal.models import User
from training.actions.completing import Conclusions, settle_one
from training.actions.sessions import WrongState, locked
from training.models import Attendance, PaperTest, TrainingSession
from training.session_rules import paper_passed


class ScoreTooHigh(Exception):
    """More right answers than questions."""


@dataclass(frozen=True)
class Score:
    right: int
    critical_right: bool


@transaction.atomic
def enter_scores(
    *,
    session: TrainingSession,
    scores: Mapping[int, Score],
    conclusions: Conclusions | None,
    at: dt.datetime,
    on: dt.date,
    by: User,
) -> list[PaperTest]:
    """Scores by the id of the member of staff, for those who took part in a closed
    session. What is written stays; who passes has completed the module."""
    session = locked(session, by=by)
    if session.state != TrainingSession.State.CLOSED or not session.has_paper_test:
        raise WrongState
    of = session.questions
    done = set(session.paper_tests.values_list("staff", flat=True))
    took_part = Attendance.objects.filter(session=session, counts=True)
    written = []
    for row in took_part.exclude(staff__in=done).select_related("staff"):
        score = scores.get(row.staff_id)
        if score is None:
            continue
        if score.right > of:
            raise ScoreTooHigh
        written.append(_write(session, row, score, at=at, by=by))
    for test in written:
        if test.passed and conclusions:
            settle_one(staff=test.staff, conclusions=conclusions, at=at, on=on, by=by)
    if written:
        audit.record(
            "session.scores",
            by=by,
            obj=session,
            detail={
                "people": len(written),
                "passed": sum(test.passed for test in written),
            },
        )
    return written


def _write(
    session: TrainingSession,
    row: Attendance,
    score: Score,
    *,
    at: dt.datetime,
    by: User,
) -> PaperTest:
    of = session.questions
    return PaperTest.objects.create(
        session=session,
        staff=row.staff,
        right=score.right,
        of=of,
        critical_right=score.critical_right,
        passed=paper_passed(
            right=score.right,
            of=of,
            critical_right=score.critical_right,
            pass_mark=session.pass_mark or 100,
        ),
        entered_by=by,
        entered_at=at,
    )
