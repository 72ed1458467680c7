"""A session from plan to closing: only its facilitator moves it."""

import datetime as dt
from dataclasses import dataclass
from uuid import UUID, uuid4

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from portal import audit
from portal.models import User
from schools.models import Post, School, StaffMember
from training.actions.completing import Conclusions, settle_one
from training.actions.progress import current_version
from training.drawing import BankTooSmall
from training.models import (
    LearningItem,
    ModuleCompletion,
    Quiz,
    QuizAttempt,
    TrainingSession,
)
from training.paper import Paper, draw_paper
from training.session_people import busy, is_empty, people_there, signed_in
from training.session_rules import EARLY, enough, is_late


State = TrainingSession.State


class NotYourSession(Exception):
    """Only the facilitator opens, marks and closes a session."""


class WrongState(Exception):
    """The session is not where this step begins."""


class TooEarly(Exception):
    """A session does not begin before its time."""


class AlreadyThen(Exception):
    """The facilitator leads or attends another session at that time."""


class LateWithoutReason(Exception):
    """Closed more than seven days after it began: a reason is needed."""


class NobodyThere(Exception):
    """A session with nobody is cancelled, not closed."""


class SomebodyThere(Exception):
    """A session at which somebody was is closed, not cancelled."""


@dataclass
class HeadcountDiffers(Exception):
    """The heads counted are not the people marked."""

    heads: int
    marked: int


@dataclass(frozen=True)
class Plan:
    """What a facilitator decides beforehand."""

    starts_at: dt.datetime
    minutes: int
    venue: str
    language: str

    @property
    def ends_at(self) -> dt.datetime:
        return self.starts_at + dt.timedelta(minutes=self.minutes)


@transaction.atomic
def plan_session(
    *,
    module: LearningItem,
    quiz: LearningItem | None,
    school: School,
    facilitator: StaffMember,
    plan: Plan,
    expected: int,
    by: User,
) -> TrainingSession:
    """Fix a session; the test that is printed for it is drawn now and frozen."""
    if facilitator.user_id != by.pk:
        raise NotYourSession
    StaffMember.objects.select_for_update().get(pk=facilitator.pk)
    current_version(module)
    if busy(facilitator, plan.starts_at, plan.ends_at):
        raise AlreadyThen
    uid = uuid4()
    paper, pass_mark = _test(quiz, uid)
    session = TrainingSession.objects.create(
        uid=uid,
        module=module,
        school=school,
        facilitator=facilitator,
        capacity=capacity_of(facilitator, timezone.localdate(plan.starts_at)),
        starts_at=plan.starts_at,
        ends_at=plan.ends_at,
        minutes=plan.minutes,
        venue=plan.venue,
        language=plan.language,
        expected=expected,
        paper_test=paper,
        pass_mark=pass_mark,
    )
    audit.record("session.planned", by=by, obj=session)
    return session


@transaction.atomic
def hold_session(
    *, session: TrainingSession, at: dt.datetime, by: User
) -> TrainingSession:
    """It begins (or took place): from now on people can be marked and sign in."""
    session = locked(session, by=by)
    _expect(session, State.PLANNED)
    if at < session.starts_at - EARLY:
        raise TooEarly
    session.state, session.held_at = State.HELD, at
    session.save(update_fields=["state", "held_at"])
    audit.record("session.held", by=by, obj=session)
    return session


@transaction.atomic
def cancel_session(
    *, session: TrainingSession, reason: str, by: User
) -> TrainingSession:
    """A planned one; one under way only while nobody is in it: begun by mistake. Its
    beginning is then undone, and stands in the audit alone."""
    session = locked(session, by=by)
    if session.state != State.HELD:
        _expect(session, State.PLANNED)
    elif not is_empty(session):
        raise SomebodyThere
    detail = {"from": session.state}
    session.state, session.cancel_reason = State.CANCELLED, reason
    session.held_at = None
    session.save(update_fields=["state", "cancel_reason", "held_at"])
    audit.record("session.cancelled", by=by, obj=session, detail=detail)
    return session


@transaction.atomic
def close_session(
    *,
    session: TrainingSession,
    headcount: int,
    late_reason: str = "",
    conclusions: Conclusions | None,
    at: dt.datetime,
    on: dt.date,
    by: User,
) -> TrainingSession:
    """The human control: as many heads as people marked, or it stays open. From here
    on attendance counts, the post-test opens, and nothing is marked any more."""
    session = locked(session, by=by)
    _expect(session, State.HELD)
    marked = people_there(session)
    if not marked:
        raise NobodyThere
    if headcount != marked:
        raise HeadcountDiffers(headcount, marked)
    late = is_late(session.starts_at, at)
    if late and not late_reason.strip():
        raise LateWithoutReason
    session.state, session.closed_at, session.headcount = State.CLOSED, at, headcount
    session.is_late, session.late_reason = late, late_reason.strip() if late else ""
    session.oversigned = signed_in(session) > headcount
    session.save()
    _count(session)
    settled = _settle_known(session, conclusions, at, on, by) if conclusions else 0
    audit.record(
        "session.closed",
        by=by,
        obj=session,
        detail={
            "heads": headcount,
            "late": late,
            "oversigned": session.oversigned,
            "settled": settled,
        },
    )
    return session


# --- What others ask of a session ----------------------------------------------------
def locked(session: TrainingSession, *, by: User) -> TrainingSession:
    """The row for this transaction; for its facilitator only."""
    found = (
        TrainingSession.objects.select_for_update(of=("self",))
        .select_related("facilitator", "school", "module")
        .get(pk=session.pk)
    )
    if found.facilitator.user_id != by.pk:
        raise NotYourSession
    return found


def capacity_of(staff: StaffMember, day: dt.date) -> TrainingSession.Capacity:
    """What the person is by profession, by the posts held that day."""
    held = set(
        Post.objects.held_on(day)
        .granted()
        .filter(staff=staff)
        .values_list("profession", flat=True)
    )
    for one in (
        TrainingSession.Capacity.PSYCHOLOGIST,
        TrainingSession.Capacity.SOCIAL_WORKER,
    ):
        if one.value in held:
            return one
    return TrainingSession.Capacity.OTHER


# --- Parts of the steps --------------------------------------------------------------
def _expect(session: TrainingSession, state: TrainingSession.State) -> None:
    if session.state != state:
        raise WrongState


def _test(quiz: LearningItem | None, uid: UUID) -> tuple[Paper, int | None]:
    if quiz is None:
        return [], None
    source = Quiz.objects.filter(
        translation_key=quiz.translation_key, live=True
    ).first()
    if source is None:
        return [], None
    try:
        return draw_paper(source, seed=str(uid)), source.pass_mark
    except BankTooSmall:
        return [], None


def _count(session: TrainingSession) -> None:
    for row in session.attendances.there():
        if enough(row.minutes, session.minutes):
            row.counts = True
            row.save(update_fields=["counts"])


def _settle_known(
    session: TrainingSession,
    conclusions: Conclusions,
    at: dt.datetime,
    on: dt.date,
    by: User,
) -> int:
    """Those for whom the session was all that lacked: they have passed already."""
    counted = session.attendances.filter(counts=True)
    done = Q(
        staff__in=ModuleCompletion.objects.filter(item=session.module).values("staff")
    )
    if conclusions.module.quiz:
        passed = QuizAttempt.objects.filter(item=conclusions.module.quiz, passed=True)
        done |= Q(staff__in=passed.values("staff"))
    settled = 0
    for row in counted.filter(done).select_related("staff"):
        settled += settle_one(
            staff=row.staff, conclusions=conclusions, at=at, on=on, by=by
        )
    return settled
