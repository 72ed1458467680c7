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
from training.actions.sessions import WrongState, locked
from training.counted import ROLES
from training.models import Attendance, TrainingSession, WalkIn
from training.session_codes import fits
from training.session_people import busy
from training.session_rules import doors_open


State = TrainingSession.State
REFUSED, WRONG_CODE = "session.refused", "session.wrong_code"
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
    posts = directory.roster(session.day, ROLES)
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
    apart. The same person twice is one. Who was marked absent stays so, with the time
    of the sign-in beside: the facilitator, who sees the room, puts it right."""
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
    audit.record("session.signed", by=by, obj=session, detail={"state": row.state})
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
    """Only wrong codes count: who is refused for another reason guesses nothing."""
    return times_since(user, WRONG_CODE, at - WITHIN) >= MOST_TRIES


@transaction.atomic
def note_refusal(*, session: TrainingSession | None, why: str, by: User) -> None:
    """What was refused stays written, after the refusal has undone the rest."""
    verb = WRONG_CODE if why == "code" else REFUSED
    audit.record(verb, by=by, obj=session, detail={"why": why})


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
