"""The measures of a protection plan: set by the unit, ended by it or by the school."""

from datetime import date, datetime
from typing import TYPE_CHECKING

from django.db import transaction

from portal import audit
from portal.clock import now
from referrals.actions.moving import MoveNotOpen, locked
from referrals.models import Measure, Referral
from referrals.parties import parties_of
from referrals.workflow import IN_WORK, THE_UNIT, Party


if TYPE_CHECKING:
    from portal.models import User


class MeasureIsOver(Exception):
    """A measure ends once."""


@transaction.atomic
def set_measure(
    *,
    referral: Referral,
    by: "User",
    agency: str,
    what: str,
    due_on: date | None = None,
    at: datetime | None = None,
) -> Measure:
    """What one agency does, until when; while the unit works on the referral."""
    row = locked(referral, None)
    if row.state not in IN_WORK or not frozenset(THE_UNIT) & parties_of(by, row):
        raise MoveNotOpen("measure")
    measure = Measure.objects.create(
        referral=row,
        school=row.school,
        unit=row.unit,
        key_uid=row.key_uid,
        agency=agency,
        what=what,
        due_on=due_on,
        set_at=at or now(),
        set_by=by,
    )
    audit.record("measure.set", by=by, obj=measure, subjects=[row.case.subject])
    return measure


@transaction.atomic
def end_measure(
    *,
    measure: Measure,
    by: "User",
    done: bool,
    note: str = "",
    at: datetime | None = None,
) -> Measure:
    """Done, or dropped with a word; by either side, once."""
    rows = Measure.objects.select_for_update(of=("self",))
    row = rows.select_related("referral__case__pupil").get(pk=measure.pk)
    allowed = frozenset({Party.SENDER, *THE_UNIT})
    if not allowed & parties_of(by, row.referral):
        raise MoveNotOpen("measure")
    if row.ended_at is not None:
        raise MeasureIsOver
    row.ended_at, row.ended_by = at or now(), by
    row.done, row.ended_note = done, note
    row.save(update_fields=["ended_at", "ended_by", "done", "ended_note"])
    audit.record(
        "measure.ended",
        by=by,
        obj=row,
        subjects=[row.referral.case.subject],
        detail={"done": done},
    )
    return row
