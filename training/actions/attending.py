"""Who is there: marked by the facilitator, signed in by code, written on paper."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID, uuid4

from django.db import transaction

from portal import audit
from portal.audit.reading import times_since
from portal.models import User
from schools import directory
from schools.models import StaffMember
from training.actions.sessions import (
    Conclusions,
    NotYourSession,
    WrongState,
    busy,
    locked,
    settle_one,
)
from training.counted import ROLES
from training.models import Attendance, TrainingSession, WalkIn
from training.session_codes import fits
from training.session_rules import doors_open, enough


State = TrainingSession.State
REFUSED = "session.refused"
MOST_TRIES, WITHIN = 8, dt.timedelta(minutes=10)


@dataclass
class Refused(Exception):
    """An attendance that cannot be: `why` is own, overlap, roster, code, closed,
    tries, known; `staff` names whom it is about."""

    why: str
    staff: StaffMember | None = None


@dataclass(frozen=True)
class Mark:
    state: str
    minutes: int = 0  # of a part of the time


def roster(session: TrainingSession) -> list[StaffMember]:
    """The school's teachers on that day, by name; never the facilitator."""
    posts = directory.roster(session.starts_at.date(), ROLES)
    posts = posts.filter(school=session.school_id)
    people = StaffMember.objects.filter(pk__in=posts.values("staff"))
    people = people.exclude(pk=session.facilitator_id)
    return list(people.order_by("last_name", "first_name", "pk"))


@transaction.atomic
def mark_people(
    *,
    session: TrainingSession,
    marks: Mapping[int, Mark],
    method: Attendance.Method,
    by: User,
) -> int:
    """Mark people of the roster, by the id of the member of staff. A sign-in by code
    keeps its time and method, whatever is marked over it. All or none."""
    session = locked(session, by=by)
    if session.state != State.HELD:
        raise WrongState
    people = {person.pk: person for person in roster(session)}
    before = {row.staff_id: row for row in session.attendances.all()}
    changed = 0
    for pk, mark in sorted(marks.items()):
        if pk == session.facilitator_id:
            raise Refused("own")
        if pk not in people:
            raise Refused("roster")
        row = before.get(pk) or Attendance(
            session=session, staff=people[pk], method=method
        )
        changed += _mark(session, row, mark, by)
    if changed:
        detail = {"people": changed, "method": method.value}
        audit.record("session.marked", by=by, obj=session, detail=detail)
    return changed


@transaction.atomic
def sign_in(
    *,
    session: TrainingSession,
    staff: StaffMember,
    code: str,
    client_id: UUID,
    at: dt.datetime,
    by: User,
) -> Attendance | WalkIn:
    """The person types the code from the screen. Who is not on the roster is noted
    apart. The same person twice is one."""
    if staff.user_id != by.pk:
        raise Refused("own")
    session = TrainingSession.objects.select_for_update().get(pk=session.pk)
    StaffMember.objects.select_for_update().get(pk=staff.pk)
    if too_many_tries(by, at):
        raise Refused("tries")
    if session.facilitator_id == staff.pk:
        raise Refused("own")
    if session.state != State.HELD or not doors_open(
        session.starts_at, session.ends_at, at
    ):
        raise Refused("closed")
    if not fits(session.uid, code, at):
        raise Refused("code")
    if busy(staff, session.starts_at, session.ends_at, but=session):
        raise Refused("overlap")
    row = _sign(session, staff, client_id, at, by)
    audit.record("session.signed", by=by, obj=session)
    return row


def sessions_by_code(code: str, at: dt.datetime) -> list[TrainingSession]:
    """The sessions under way whose screen shows the code: one, as a rule."""
    running = TrainingSession.objects.filter(state=State.HELD)
    running = running.filter(
        starts_at__lte=at + dt.timedelta(hours=1),
        ends_at__gte=at - dt.timedelta(hours=1),
    )
    return [session for session in running if fits(session.uid, code, at)]


def too_many_tries(user: User, at: dt.datetime) -> bool:
    return times_since(user, REFUSED, at - WITHIN) >= MOST_TRIES


@transaction.atomic
def note_refusal(*, session: TrainingSession | None, why: str, by: User) -> None:
    """What was refused stays written, after the refusal has undone the rest."""
    audit.record(REFUSED, by=by, obj=session, detail={"why": why})


@transaction.atomic
def add_walk_in(
    *, session: TrainingSession, name: str, method: Attendance.Method, by: User
) -> WalkIn:
    """A name on the sheet that is not on the roster: counted as a head, trained only
    when somebody else has said who it is."""
    session = locked(session, by=by)
    if session.state != State.HELD:
        raise WrongState
    known = session.walk_ins.filter(name=name, staff=None).first()
    if known:
        return known
    row = WalkIn.objects.create(session=session, name=name, method=method, marked_by=by)
    audit.record("session.walk_in", by=by, obj=session)
    return row


@transaction.atomic
def settle_walk_in(
    *,
    walk_in: WalkIn,
    staff: StaffMember | None,
    reason: str,
    conclusions: Conclusions | None,
    at: dt.datetime,
    on: dt.date,
    by: User,
) -> WalkIn:
    """Say who it was (then it is an attendance like any other), or refuse with a
    reason. Never the facilitator, never the person."""
    session = TrainingSession.objects.select_for_update().get(pk=walk_in.session_id)
    row = WalkIn.objects.select_for_update().get(pk=walk_in.pk)
    if session.facilitator.user_id == by.pk or (staff and staff.user_id == by.pk):
        raise NotYourSession
    if row.state != WalkIn.State.OPEN:
        raise WrongState
    row.settled_by, row.settled_at, row.reason = by, at, reason
    row.state = WalkIn.State.ACCEPTED if staff else WalkIn.State.REFUSED
    if staff:
        _accept(session, row, staff, by)
    row.save()
    audit.record("session.walk_in_settled", by=by, obj=row, detail={"state": row.state})
    if staff and session.state == State.CLOSED and conclusions:
        settle_one(staff, conclusions, at=at, on=on, by=by)
    return row


# --- Parts of the steps --------------------------------------------------------------
def _mark(session: TrainingSession, row: Attendance, mark: Mark, by: User) -> bool:
    minutes = _minutes(session, mark)
    if row.pk and (row.state, row.minutes) == (mark.state, minutes):
        return False
    if minutes:
        staff = StaffMember.objects.select_for_update().get(pk=row.staff_id)
        if busy(staff, session.starts_at, session.ends_at, but=session):
            raise Refused("overlap", staff)
    row.state, row.minutes, row.marked_by = mark.state, minutes, by
    row.save()
    return True


def _minutes(session: TrainingSession, mark: Mark) -> int:
    if mark.state == Attendance.State.PRESENT:
        return session.minutes
    if mark.state == Attendance.State.PARTIAL:
        return max(1, min(mark.minutes, session.minutes))
    return 0


def _sign(
    session: TrainingSession,
    staff: StaffMember,
    client_id: UUID,
    at: dt.datetime,
    by: User,
) -> Attendance | WalkIn:
    expected = staff.pk in {person.pk for person in roster(session)}
    client_id = _of_this_session(client_id)
    if not expected:
        guest, _new = WalkIn.objects.get_or_create(
            session=session,
            staff=staff,
            defaults={
                "name": staff.full_name(),
                "method": Attendance.Method.CODE,
                "signed_at": at,
                "marked_by": by,
                "client_id": client_id,
            },
        )
        return guest
    row = Attendance.objects.filter(session=session, staff=staff).first()
    if row is None:
        return Attendance.objects.create(
            session=session,
            staff=staff,
            state=Attendance.State.PRESENT,
            minutes=session.minutes,
            method=Attendance.Method.CODE,
            signed_at=at,
            marked_by=by,
            client_id=client_id,
        )
    if row.signed_at is None:
        row.signed_at = at
        row.save(update_fields=["signed_at"])
    return row


def _of_this_session(client_id: UUID) -> UUID:
    """A form of the morning sent again with the afternoon's code brings the number of
    the morning's row: then another is made. Who is in twice is known by the person."""
    used = (Attendance, WalkIn)
    known = any(model.objects.filter(client_id=client_id).exists() for model in used)
    return uuid4() if known else client_id


def _accept(
    session: TrainingSession, row: WalkIn, staff: StaffMember, by: User
) -> None:
    StaffMember.objects.select_for_update().get(pk=staff.pk)
    if staff.pk == session.facilitator_id:
        raise Refused("own", staff)
    twice = WalkIn.objects.filter(session=session, staff=staff).exclude(pk=row.pk)
    if (
        twice.exists()
        or Attendance.objects.filter(session=session, staff=staff).exists()
    ):
        raise Refused("known", staff)
    if busy(staff, session.starts_at, session.ends_at, but=session):
        raise Refused("overlap", staff)
    row.staff = staff
    Attendance.objects.create(
        session=session,
        staff=staff,
        state=Attendance.State.PRESENT,
        minutes=session.minutes,
        method=row.method,
        signed_at=row.signed_at,
        marked_by=by,
        counts=session.state == State.CLOSED
        and enough(session.minutes, session.minutes),
    )
