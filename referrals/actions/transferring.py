"""The file of a pupil who moved: the old protector decides, the new one receives.

Nothing of a case is told to the new school before the old protector offers it.
"""

import json
from collections.abc import Iterable
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.db import IntegrityError, transaction
from django.db.models import F, Q, QuerySet

from portal import audit
from portal.clock import now, today
from portal.crypto import create_data_key
from referrals.actions.cases import EndingNeedsSignatures
from referrals.models import (
    Case,
    CaseAction,
    Concern,
    HandOver,
    HandOverCase,
    Referral,
    Transfer,
)
from referrals.moving_files import chronology, move_rows
from referrals.news import tell_owner, tell_person, tell_school
from referrals.owners import own_post
from referrals.references import new_reference
from referrals.states import Outcome, needs_signature
from schools.actions.outreach import hold, release
from schools.models import Post, Pupil, School


if TYPE_CHECKING:
    from portal.models import User

OPEN = (Transfer.State.PROMPTED, Transfer.State.KEPT, Transfer.State.OFFERED)


class NoReason(Exception):
    """Each decision says why it is in the child's interest."""


class NotToDecide(Exception):
    """Somebody has decided before, or the pupil is back."""


class NeedsWholeFile(Exception):
    """A unit works on a referral: it goes with the whole file, not with a summary."""


class NeedsSummary(Exception):
    """A summary was chosen and none was written."""


class CaseHasReferral(Exception):
    """A unit still works on a referral: the case is offered, not closed."""


@transaction.atomic
def prompt_transfers(*, pupils: Iterable[int] | None = None, on: date) -> int:
    """Ask each old protector whose pupil is on another school's roll; idempotent.

    `pupils` are ids to look at (default all). One who came back, or moved on, makes
    the question void. A file kept until a day that has passed is asked about again.
    """
    open_cases = Case.objects.open().exclude(pupil=None)
    transfers = Transfer.objects.filter(state__in=OPEN)
    if pupils is not None:
        ids = list(pupils)
        open_cases, transfers = (
            open_cases.filter(pupil__in=ids),
            transfers.filter(pupil__in=ids),
        )
    _void(transfers)
    _ask_again(transfers, on)
    moved = open_cases.exclude(pupil__school=None).exclude(pupil__school=F("school"))
    asked = moved.exclude(transfers__state__in=OPEN)
    made = 0
    for case in asked.select_related("pupil__school", "school", "unit", "owner"):
        if case.pupil is None or case.pupil.school is None:
            continue
        transfer = _ask(case, case.pupil, case.pupil.school)
        if transfer is None:
            continue
        tell_owner(case=case, kind="transfer.prompted", obj=transfer.uid)
        audit.record(
            "transfer.prompted", by=None, obj=transfer, subjects=[case.subject]
        )
        made += 1
    return made


def _ask(case: Case, pupil: Pupil, to_school: School) -> Transfer | None:
    """The question itself; None where another run asked at the same moment."""
    try:
        with transaction.atomic():
            return Transfer.objects.create(
                case=case,
                pupil=pupil,
                to_school=to_school,
                school=case.school,
                unit=case.unit,
                key_uid=case.key_uid,
                prompted_at=now(),
            )
    except IntegrityError:
        return None


def _void(transfers: "QuerySet[Transfer]") -> None:
    """Those whose pupil is elsewhere than the question says, or whose case is closed."""
    stale = transfers.filter(
        ~Q(pupil__school=F("to_school")) | Q(case__closed_at__isnull=False)
    )
    for one in stale.select_related("case__pupil"):
        one.state, one.scope, one.keep_until = Transfer.State.VOID, "", None
        one.save(update_fields=["state", "scope", "keep_until"])
        audit.record("transfer.void", by=None, obj=one, subjects=[one.case.subject])


def _ask_again(transfers: "QuerySet[Transfer]", on: date) -> None:
    due = transfers.filter(state=Transfer.State.KEPT, keep_until__lt=on)
    for one in due.select_related("case__pupil", "case__school", "case__owner"):
        one.state, one.keep_until = Transfer.State.PROMPTED, None
        one.save(update_fields=["state", "keep_until"])
        tell_owner(case=one.case, kind="transfer.prompted", obj=one.uid)
        audit.record("transfer.prompted", by=None, obj=one, subjects=[one.case.subject])


@transaction.atomic
def offer_file(
    *, transfer: Transfer, by: "User", scope: str, interest: str, summary: str = ""
) -> Transfer:
    """Offer the whole file, or a summary, to the protectors of the new school."""
    row = _undecided(transfer, interest)
    if scope == Transfer.Scope.SUMMARY:
        if not summary.strip():
            raise NeedsSummary
        if Referral.objects.live().filter(case=row.case).exists():
            raise NeedsWholeFile
    row.state, row.scope = Transfer.State.OFFERED, Transfer.Scope(scope).value
    row.summary = summary if scope == Transfer.Scope.SUMMARY else ""
    _decide(row, by, interest)
    tell_school(row.to_school_id, row.case, kind="transfer.offered", obj=row.uid, by=by)
    audit.record(
        "transfer.offered",
        by=by,
        obj=row,
        subjects=[row.case.subject],
        detail={"scope": row.scope},
    )
    return row


@transaction.atomic
def take_back(*, transfer: Transfer, by: "User") -> Transfer:
    """The offer ends before a receipt: the old protector decides anew."""
    row = _locked(transfer)
    if row.state != Transfer.State.OFFERED:
        raise NotToDecide
    row.state, row.scope, row.summary = Transfer.State.PROMPTED, "", ""
    row.save(update_fields=["state", "scope", "summary"])
    audit.record("transfer.taken_back", by=by, obj=row, subjects=[row.case.subject])
    return row


@transaction.atomic
def keep_file(
    *, transfer: Transfer, by: "User", interest: str, keep_until: date
) -> Transfer:
    """The old school goes on with the case until that day; then it is asked again."""
    row = _undecided(transfer, interest)
    row.state, row.keep_until = Transfer.State.KEPT, keep_until
    _decide(row, by, interest)
    audit.record("transfer.kept", by=by, obj=row, subjects=[row.case.subject])
    return row


@transaction.atomic
def close_as_moved(
    *, transfer: Transfer, by: "User", interest: str, child_view: str
) -> Transfer:
    """The old school's work ends; the new school begins from its own eyes.

    Nobody receives anything, so a heightened or acute case does not end here: its
    supervisor signs (`EndingNeedsSignatures`, `actions/ending.py`).
    """
    row = _undecided(transfer, interest)
    if Referral.objects.live().filter(case=row.case).exists():
        raise CaseHasReferral
    if needs_signature(Outcome.MOVED, row.case.level):
        raise EndingNeedsSignatures
    if not child_view.strip():
        raise NoReason
    row.state, row.keep_until = Transfer.State.CLOSED, None
    _decide(row, by, interest)
    _close(row.case, by, interest, now(), child_view=child_view)
    audit.record("transfer.closed", by=by, obj=row, subjects=[row.case.subject])
    return row


@transaction.atomic
def receive_file(*, transfer: Transfer, by: "User") -> Case:
    """The new protector has it: the case is this school's from this moment.

    A whole file moves with its rows, its key and its live referral. Of a summary a new
    case begins, with a key of its own, and the old one ends as moved. The old school
    keeps the days and kinds of what happened, no text.
    """
    row = _locked(transfer)
    if row.state != Transfer.State.OFFERED or not row.case.is_open:
        raise NotToDecide
    moment, case = now(), row.case
    owner = own_post(by, row.to_school_id, today())
    row.chronology = json.dumps(
        [(day.isoformat(), kind) for day, kind in chronology(case)]
    )
    if row.scope == Transfer.Scope.WHOLE:
        _move(case, row, owner, by)
        new = case
    else:
        _close(case, by, row.interest, moment)
        new = _begin(row, owner, by, moment)
    row.state, row.new_case = Transfer.State.RECEIVED, new
    row.received_at, row.received_by = moment, by
    row.save(
        update_fields=["state", "new_case", "received_at", "received_by", "chronology"]
    )
    if row.decided_by:
        tell_person(to=row.decided_by, kind="transfer.received", obj=row.uid, by=by)
    audit.record("transfer.received", by=by, obj=row, subjects=[case.subject])
    return new


def _move(case: Case, row: Transfer, owner: Post | None, by: "User") -> None:
    """The rows change school, the undone actions their owner; the timeline says so."""
    former, moment = case.owner, now()
    move_rows(case, row.to_school)
    case.owner = owner
    case.save(update_fields=["owner"])
    if owner is None or former == owner:
        return
    mine = CaseAction.objects.undone().filter(case=case).exclude(owner=None)
    CaseAction.objects.filter(pk__in=list(mine.values_list("pk", flat=True))).update(
        owner=owner
    )
    made = HandOver.objects.create(
        school=row.to_school,
        key_uid=create_data_key(),
        from_post=former,
        to_post=owner,
        from_on=today(),
        made_at=moment,
        made_by=row.decided_by or by,
        applied_at=moment,
        received_at=moment,
        received_by=by,
    )
    HandOverCase.objects.create(
        hand_over=made,
        case=case,
        school=case.school,
        unit=case.unit,
        key_uid=case.key_uid,
    )


def _begin(row: Transfer, owner: Post | None, by: "User", moment: datetime) -> Case:
    case = Case(
        reference=new_reference(),
        school=row.to_school,
        pupil=row.pupil,
        key_uid=create_data_key(),
        opened_from=Case.OpenedFrom.DIRECT,
        opened_why=row.summary,
        opened_at=moment,
        opened_by=by,
        owner=owner,
    )
    case.save()
    hold(pupil=row.pupil, source=case.uid, by=by)
    audit.record("case.opened", by=by, obj=case, subjects=[case.subject])
    return case


def _close(
    case: Case, by: "User", why: str, moment: datetime, *, child_view: str = ""
) -> None:
    case.closed_at, case.closed_by = moment, by
    case.ending, case.closed_why = Outcome.MOVED.value, why
    case.child_view, case.waits_for_signature = child_view, False
    case.save(update_fields=[
        "closed_at", "closed_by", "ending", "closed_why", "child_view",
        "waits_for_signature",
    ])  # fmt: skip
    case.concerns.update(state=Concern.State.CLOSED)
    release(source=case.uid, by=by)
    audit.record(
        "case.closed",
        by=by,
        obj=case,
        subjects=[case.subject],
        detail={"ending": case.ending},
    )


def _decide(row: Transfer, by: "User", interest: str) -> None:
    row.decided_at, row.decided_by, row.interest = now(), by, interest
    row.save(
        update_fields=[
            "state",
            "scope",
            "summary",
            "keep_until",
            "decided_at",
            "decided_by",
            "interest",
        ]
    )


def _undecided(transfer: Transfer, interest: str) -> Transfer:
    row = _locked(transfer)
    if row.state not in (Transfer.State.PROMPTED, Transfer.State.KEPT):
        raise NotToDecide
    if not row.case.is_open:
        raise NotToDecide
    if not interest.strip():
        raise NoReason
    row.keep_until = None
    return row


def _locked(transfer: Transfer) -> Transfer:
    Case.objects.select_for_update(of=("self",)).get(pk=transfer.case_id)
    return (
        Transfer.objects.select_for_update(of=("self",))
        .select_related(
            "case__pupil",
            "case__school",
            "case__owner",
            "to_school",
            "pupil",
            "decided_by",
        )
        .get(pk=transfer.pk)
    )
