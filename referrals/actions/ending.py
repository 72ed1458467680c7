"""Endings that others sign: asked for, signed, refused; the last signature ends it.

Lost contact and abroad need the sender's supervisor and the head of the unit; a
heightened or acute case its supervisor. Source: issue B, "Endings".
"""

from datetime import date, datetime
from typing import TYPE_CHECKING

from django.db import transaction

from portal import audit
from portal.access import grants
from portal.clock import now
from portal.permissions import Permission
from portal.roles import PlaceKind
from referrals.actions.cases import CaseIsReferred, NoReason, close_case
from referrals.actions.files import locked_open
from referrals.actions.moving import MoveNotOpen, locked, transition
from referrals.models import Case, EndingRequest, Referral
from referrals.news import tell_of_ending
from referrals.parties import parties_of
from referrals.states import TWO_SIGNATURES
from referrals.workflow import IN_WORK, THE_UNIT, Party
from schools.models import ProtectionUnit, School
from schools.scoping import schools_in_reach


if TYPE_CHECKING:
    from portal.models import User


class NothingSeen(Exception):
    """When a child is lost, somebody says when and where it was last seen."""


class AlreadyAsked(Exception):
    """An ending of this case waits for its signatures."""


class NotYoursToSign(Exception):
    """It waits for somebody else, or for nobody any more."""


class NobodyCalled(Exception):
    """Where the unit has no account, its head agrees by telephone, before signing."""


@transaction.atomic
def ask_ending(
    *,
    case: Case,
    by: "User",
    outcome: str,
    why: str,
    child_view: str,
    seen_on: date | None = None,
    seen_where: str = "",
    told: str = "",
    referral: Referral | None = None,
    at: datetime | None = None,
) -> EndingRequest:
    """Ask for an ending of the case, or of a referral by the unit that works on it."""
    row, unit = _asked_of(case, referral, by)
    if not (why.strip() and child_view.strip()):
        raise NoReason
    lost = outcome in TWO_SIGNATURES
    if lost and not (seen_on and seen_where.strip() and told.strip()):
        raise NothingSeen
    if EndingRequest.objects.waiting().filter(case=row).exists():
        raise AlreadyAsked
    moment = at or now()
    asked = EndingRequest(
        case=row, referral=referral, school=row.school, unit=unit, key_uid=row.key_uid,
        outcome=outcome, why=why, child_view=child_view, seen_on=seen_on,
        seen_where=seen_where, told=told, asked_at=moment, asked_by=by,
        needs_unit_head=lost and unit is not None and unit.has_account,
    )  # fmt: skip
    if asked.needs_unit_head and _is_head(by, asked):
        asked.unit_head_at, asked.unit_head_by = moment, by
    asked.save()
    _flag(asked, waits=True)
    _write(asked, "ending.asked", by)
    tell_of_ending(asked, by=by)
    return asked


def _asked_of(
    case: Case, referral: Referral | None, by: "User"
) -> tuple[Case, ProtectionUnit | None]:
    row = locked_open(case)
    if referral is None:
        if Referral.objects.live().filter(case=row).exists():
            raise CaseIsReferred
        near = ProtectionUnit.objects.filter(municipality=row.school.municipality_id)
        return row, row.unit or near.first()
    current = locked(referral, None)
    if current.state not in IN_WORK or not frozenset(THE_UNIT) & parties_of(
        by, current
    ):
        raise MoveNotOpen("close")
    return row, current.unit


@transaction.atomic
def sign_ending(
    *,
    ending: EndingRequest,
    by: "User",
    head_agreed: str = "",
    head_called_at: datetime | None = None,
    at: datetime | None = None,
) -> EndingRequest:
    """Agree; when everybody has, the case or the referral ends. Nobody signs twice.

    `head_agreed`: who agreed at a unit without an account, by telephone, and what was
    said; the supervisor writes it down (docs/decisions/0014).
    """
    row, moment = _locked(ending), at or now()
    signed = {row.supervisor_by_id, row.unit_head_by_id}
    if by.pk in signed:
        raise NotYoursToSign
    if row.supervisor_at is None and _is_supervisor(by, row):
        row.supervisor_at, row.supervisor_by = moment, by
        if row.needs_call:
            _note_call(row, head_agreed, head_called_at, moment)
    elif row.needs_unit_head and row.unit_head_at is None and _is_head(by, row):
        row.unit_head_at, row.unit_head_by = moment, by
    else:
        raise NotYoursToSign
    if row.is_signed:
        row.completed_at = moment
    row.save()
    _write(row, "ending.signed", by)
    if row.completed_at:
        _end(row, by, moment)
    return row


def _note_call(
    row: EndingRequest, agreed: str, called_at: datetime | None, moment: datetime
) -> None:
    if not agreed.strip() or called_at is None or called_at > moment:
        raise NobodyCalled
    row.head_agreed, row.head_called_at = agreed, called_at


@transaction.atomic
def refuse_ending(
    *, ending: EndingRequest, by: "User", reason: str, at: datetime | None = None
) -> EndingRequest:
    """Not agree, and say why; the work goes on."""
    row = _locked(ending)
    if not (_is_supervisor(by, row) or (row.needs_unit_head and _is_head(by, row))):
        raise NotYoursToSign
    if not reason.strip():
        raise NoReason
    row.refused_at, row.refused_by, row.refused_why = at or now(), by, reason
    row.save()
    _flag(row, waits=False)
    _write(row, "ending.refused", by)
    tell_of_ending(row, by=by)
    return row


def _locked(ending: EndingRequest) -> EndingRequest:
    rows = EndingRequest.objects.select_for_update(of=("self",))
    row = rows.select_related("case__pupil", "referral", "school", "unit").get(
        pk=ending.pk
    )
    if not row.is_waiting:
        raise NotYoursToSign
    return row


def _is_supervisor(by: "User", row: EndingRequest) -> bool:
    reach = schools_in_reach(by, Permission.CASE_SIGN)
    held = grants(by).has(Permission.CASE_SIGN) and by != row.asked_by
    return held and School.objects.filter(reach, pk=row.school_id).exists()


def _is_head(by: "User", row: EndingRequest) -> bool:
    held = grants(by).place_ids(Permission.REFERRAL_DECLINE, PlaceKind.UNIT)
    return row.unit_id in held


def _end(row: EndingRequest, by: "User", moment: datetime) -> None:
    _flag(row, waits=False)
    if row.referral is None:
        close_case(
            case=row.case,
            by=by,
            ending=row.outcome,
            why=row.why,
            child_view=row.child_view,
            signed=True,
            at=moment,
        )
        return
    transition(
        referral=row.referral,
        verb="close",
        by=by,
        changes={"outcome": row.outcome, "child_view": row.child_view},
        text=row.why,
        standing_for=frozenset({Party.UNIT}),
        at=moment,
    )


def _flag(row: EndingRequest, *, waits: bool) -> None:
    """Opens the file to those who sign, and shuts it again."""
    of = Referral if row.referral_id else Case
    key = row.referral_id or row.case_id
    of.objects.filter(pk=key).update(waits_for_signature=waits)


def _write(row: EndingRequest, verb: str, by: "User") -> None:
    audit.record(
        verb,
        by=by,
        obj=row,
        subjects=[row.case.subject],
        detail={
            "outcome": row.outcome,
            "of": "referral" if row.referral_id else "case",
        },
    )


__all__ = [
    "AlreadyAsked",
    "NobodyCalled",
    "NotYoursToSign",
    "NothingSeen",
    "ask_ending",
    "refuse_ending",
    "sign_ending",
]
