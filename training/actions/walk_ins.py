"""Who was there and is not on the school's roster: noted, taken out, settled."""

import datetime as dt

from django.db import transaction

from portal import audit
from portal.models import User
from schools.models import StaffMember
from training.actions.attending import Refused
from training.actions.completing import Conclusions, settle_one
from training.actions.sessions import NotYourSession, WrongState, locked
from training.models import Attendance, TrainingSession, WalkIn
from training.session_people import busy
from training.session_rules import enough


State = TrainingSession.State


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
def withdraw_walk_in(*, walk_in: WalkIn, by: User) -> None:
    """The facilitator takes out a name that was typed wrongly, before the closing. The
    row goes, for nobody of that name was there; that it went is in the audit. What a
    person signed by code is that person's word and stays for the head."""
    session = locked(walk_in.session, by=by)
    row = WalkIn.objects.select_for_update().get(pk=walk_in.pk)
    is_open = session.state == State.HELD and row.state == WalkIn.State.OPEN
    if not is_open or row.signed_at is not None:
        raise WrongState
    detail = {"walk_in": str(row.uid)}
    row.delete()
    audit.record("session.walk_in_withdrawn", by=by, obj=session, detail=detail)


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
        settle_one(staff=staff, conclusions=conclusions, at=at, on=on, by=by)
    return row


# --- Parts of the steps --------------------------------------------------------------
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
