"""Training taken elsewhere: proposed with evidence, decided by a named other."""

import datetime as dt

from django.db import transaction

from portal import audit
from portal.models import User
from schools.models import School, StaffMember
from training.actions.awards import issue_award
from training.actions.completing import Conclusions
from training.actions.progress import (
    NotPublished,
    current_version,
    valid_completion,
)
from training.models import (
    LearningItem,
    ModuleCompletion,
    Recognition,
    Route,
)


class AlreadyComplete(Exception):
    """The module is validly complete: there is nothing to recognise."""


class AlreadyProposed(Exception):
    """A proposal for this module waits for its decision."""


class OwnProposal(Exception):
    """Nobody decides on the own proposal, or about oneself."""


class AlreadyDecided(Exception):
    """A decision is made once."""


class TooOld(Exception):
    """So long ago that the completion would have expired by now."""


@transaction.atomic
def propose_recognition(
    *,
    staff: StaffMember,
    school: School,
    module: LearningItem,
    trained_on: dt.date,
    body: str,
    evidence: str,
    at: dt.datetime,
    on: dt.date,
    by: User,
) -> Recognition:
    StaffMember.objects.select_for_update().get(pk=staff.pk)
    if valid_completion(staff, module, on):
        raise AlreadyComplete
    waiting = Recognition.objects.filter(
        staff=staff, module=module, state=Recognition.State.PROPOSED
    )
    if waiting.exists():
        raise AlreadyProposed
    row = Recognition.objects.create(
        staff=staff,
        school=school,
        module=module,
        trained_on=trained_on,
        body=body,
        evidence=evidence,
        proposed_by=by,
        proposed_at=at,
    )
    audit.record("recognition.proposed", by=by, obj=row)
    return row


@transaction.atomic
def approve_recognition(
    *,
    recognition: Recognition,
    reason: str,
    conclusions: Conclusions | None,
    at: dt.datetime,
    on: dt.date,
    by: User,
) -> Recognition:
    """Valid as long as if it had been completed on the day of the training."""
    row = _undecided(recognition, by)
    if conclusions is None:  # the module is withdrawn
        raise NotPublished
    StaffMember.objects.select_for_update().get(pk=row.staff_id)
    until = conclusions.module.expiry.ends_on(row.trained_on)
    if until and until <= on:
        raise TooOld
    if valid_completion(row.staff, row.module, on):
        raise AlreadyComplete
    row.completion = ModuleCompletion.objects.create(
        staff=row.staff,
        item=row.module,
        version=current_version(row.module),
        route=Route.RECOGNISED,
        completed_at=at,
        completed_on=on,
        valid_until=until,
        renews=_last(row),
    )
    _decide(row, Recognition.State.APPROVED, reason, at, by)
    for programme in conclusions.programmes:
        issue_award(staff=row.staff, needs=programme, at=at, on=on, by=by)
    audit.record("recognition.approved", by=by, obj=row)
    return row


@transaction.atomic
def refuse_recognition(
    *, recognition: Recognition, reason: str, at: dt.datetime, by: User
) -> Recognition:
    row = _undecided(recognition, by)
    _decide(row, Recognition.State.REFUSED, reason, at, by)
    audit.record("recognition.refused", by=by, obj=row)
    return row


def _undecided(recognition: Recognition, by: User) -> Recognition:
    row = (
        Recognition.objects.select_for_update(of=("self",))
        .select_related("staff", "module__current")
        .get(pk=recognition.pk)
    )
    if by.pk in (row.proposed_by_id, row.staff.user_id):
        raise OwnProposal
    if row.state != Recognition.State.PROPOSED:
        raise AlreadyDecided
    return row


def _decide(
    row: Recognition, state: str, reason: str, at: dt.datetime, by: User
) -> None:
    row.state, row.reason, row.decided_by, row.decided_at = state, reason, by, at
    row.save()


def _last(row: Recognition) -> ModuleCompletion | None:
    return (
        ModuleCompletion.objects.filter(staff=row.staff, item=row.module)
        .order_by("-completed_on", "-id")
        .first()
    )
