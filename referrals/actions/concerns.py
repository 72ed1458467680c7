"""Concerns: sent once and sealed, read, decided on, corrected by appending."""

from datetime import date, datetime
from typing import TYPE_CHECKING
from uuid import UUID, uuid4

from django.db import IntegrityError, transaction

from portal import audit
from portal.clock import now
from portal.crypto import create_data_key
from referrals.actions.cases import open_case
from referrals.actions.concern_direct import report_to_unit
from referrals.clocks import triage_due
from referrals.concern_owners import give_turn, subject_of
from referrals.models import Case, Concern, ConcernCorrection
from referrals.news import tell_of_addition, tell_of_concern
from referrals.references import new_reference
from schools.actions.outreach import hold, release
from schools.models import Pupil, School, StaffMember


if TYPE_CHECKING:
    from portal.models import User


class AlreadyDecided(Exception):
    """Somebody has decided on this concern before."""


class NoReason(Exception):
    """A decision says why in a sentence."""


class NotAtThisSchool(Exception):
    """A concern about a member of staff is not worked at that school."""


class NoChild(Exception):
    """A concern is about a pupil, or names the child as known."""


@transaction.atomic
def send_concern(
    *,
    by: "User",
    school: School,
    token: UUID,
    basis: str,
    noticed_on: date,
    text: str,
    pupil: Pupil | None = None,
    child_name: str = "",
    child_about: str = "",
    child_words: str = "",
    noticed_where: str = "",
    body_zones: str = "",
    on_staff: bool = False,
    staff: StaffMember | None = None,
    staff_named: str = "",
    urgent: bool = False,
    call_outcome: str = "",
    at: datetime | None = None,
) -> Concern:
    """Pass a concern on. The same token and words sent twice are one concern.

    One about a member of staff (`on_staff`; `staff`, or `staff_named` as typed) has a
    key of its own and holds no contact with the home: the class teacher would read it.
    """
    if pupil is None and not child_name.strip():
        raise NoChild
    moment = at or now()
    here = Case.objects.open().filter(pupil=pupil, school=school)
    case = here.first() if pupil and not on_staff else None
    concern = Concern(
        reference=new_reference(),
        token=token,
        school=school,
        pupil=pupil,
        key_uid=case.key_uid if case else None,
        child_name="" if pupil else child_name,
        child_about="" if pupil else child_about,
        reporter=by,
        basis=basis,
        noticed_on=noticed_on,
        noticed_where=noticed_where,
        text=text,
        child_words=child_words,
        body_zones=body_zones,
        on_staff=on_staff,
        staff=staff if on_staff else None,
        staff_named=staff_named if on_staff and not staff else "",
        urgent=urgent,
        call_outcome=call_outcome if urgent else "",
        sent_at=moment,
        due_at=triage_due(urgent=urgent, start=moment),
    )
    concern.turn_due_at = concern.due_at
    give_turn(concern, moment)
    sent_before = _store_once(concern)
    if sent_before:
        return sent_before
    if pupil and not on_staff:
        hold(pupil=pupil, source=concern.uid, by=by)
    tell_of_concern(concern, by=by)
    audit.record(
        "concern.sent",
        by=by,
        obj=concern,
        subjects=[subject_of(concern)],
        detail={"urgent": urgent, "basis": basis},
    )
    return concern


def _store_once(concern: Concern) -> Concern | None:
    """Save it; when its token was used before, the concern of that time instead.

    Unless it says something else now (one went back and wrote more, or danger came):
    that is a concern of its own, never swallowed (docs/decisions/0016).
    """
    earlier = Concern.objects.filter(token=concern.token, reporter=concern.reporter)
    found = earlier.first()
    if found and _same_words(found, concern):
        return found
    if found:
        concern.token = uuid4()
    try:
        with transaction.atomic():
            concern.key_uid = concern.key_uid or create_data_key()
            concern.save()
    except IntegrityError:
        found = earlier.first()
        if found is None or found.token != concern.token:
            raise
        return found
    return None


SAID = (
    "pupil_id", "child_name", "urgent", "noticed_on", "noticed_where", "text",
    "child_words", "body_zones", "staff_id", "staff_named",
)  # fmt: skip


def _same_words(one: Concern, other: Concern) -> bool:
    return all(getattr(one, name) == getattr(other, name) for name in SAID)


@transaction.atomic
def read_concern(
    *, concern: Concern, by: "User | None", at: datetime | None = None
) -> Concern:
    """A person with the right has opened it: its sender may know that."""
    row = _locked(concern)
    if row.state != Concern.State.NEW:
        return row
    row.state = Concern.State.READ
    row.read_at, row.read_by = at or now(), by or row.reporter
    row.save(update_fields=["state", "read_at", "read_by"])
    audit.record("concern.read", by=by, obj=row, subjects=[subject_of(row)])
    return row


@transaction.atomic
def triage_concern(
    *,
    concern: Concern,
    by: "User",
    decision: str,
    reason: str,
    unit_call: str = "",
    at: datetime | None = None,
) -> Concern:
    """Decide: watch, coach or refer opens or joins the child's case; or no action.

    One about a member of staff opens no case at that school: to refer it is to give it
    to the unit as it is (`unit_call`: how the call went, for a unit without account).
    """
    row = _locked(concern)
    if row.triaged_at is not None:
        raise AlreadyDecided
    if not reason.strip():
        raise NoReason
    if row.on_staff and decision == Concern.State.COACH:
        raise NotAtThisSchool
    moment = at or now()
    row.state = Concern.State(decision)
    row.read_at, row.read_by = row.read_at or moment, row.read_by or by
    row.triaged_at, row.triaged_by, row.triage_reason = moment, by, reason
    if row.state != Concern.State.NO_ACTION and not row.on_staff:
        row.case = open_case(by=by, school=row.school, concern=row, at=moment)
    row.save(update_fields=[
        "state", "read_at", "read_by", "triaged_at", "triaged_by", "triage_reason",
        "case",
    ])  # fmt: skip
    if row.pupil:
        release(source=row.uid, by=by)
    if row.on_staff and row.state == Concern.State.REFER:
        report_to_unit(concern=row, by=by, call=unit_call, at=moment)
    audit.record(
        "concern.decided",
        by=by,
        obj=row,
        subjects=[subject_of(row)],
        detail={"decision": row.state},
    )
    return row


@transaction.atomic
def correct_concern(
    *, concern: Concern, by: "User", text: str, at: datetime | None = None
) -> ConcernCorrection:
    """Append what the sender puts right; the first text stays."""
    if not text.strip():
        raise NoReason
    correction = ConcernCorrection.objects.create(
        concern=concern,
        school=concern.school,
        unit=concern.unit,
        key_uid=concern.key_uid,
        text=text,
        at=at or now(),
        by=by,
    )
    tell_of_addition(concern, by=by)
    audit.record(
        "concern.corrected", by=by, obj=concern, subjects=[subject_of(concern)]
    )
    return correction


def _locked(concern: Concern) -> Concern:
    return (
        Concern.objects.select_for_update(of=("self",))
        .select_related("pupil", "school")
        .get(pk=concern.pk)
    )
