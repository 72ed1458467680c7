"""Past the school: a concern reported to the child protection unit directly."""

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction

from portal import audit
from portal.clock import now
from referrals.concern_owners import subject_of
from referrals.models import Concern
from referrals.news import tell_unit_of_concern
from schools.models import ProtectionUnit


if TYPE_CHECKING:
    from portal.models import User


class NoUnit(Exception):
    """The municipality of the school has no child protection unit on record."""


class NoCallLogged(Exception):
    """A unit without an account is telephoned, and the outcome is written down."""


class NotReported(Exception):
    """What was not reported to the unit cannot be received by it."""


@transaction.atomic
def report_to_unit(
    *, concern: Concern, by: "User", call: str = "", at: datetime | None = None
) -> Concern:
    """The unit of the school's municipality may read it; reported twice is once.

    `call` says how the telephone call went; a unit without an account needs it.
    """
    row = _locked(concern)
    if row.direct:
        return row
    unit = ProtectionUnit.objects.filter(municipality=row.school.municipality_id)
    row.unit = unit.first()
    if row.unit is None:
        raise NoUnit
    if not row.unit.has_account and not call:
        raise NoCallLogged
    row.direct, row.direct_at, row.unit_call = True, at or now(), call
    row.save(update_fields=["direct", "direct_at", "unit", "unit_call"])
    tell_unit_of_concern(row, by=by)
    audit.record(
        "concern.reported",
        by=by,
        obj=row,
        subjects=[subject_of(row)],
        detail={"account": row.unit.has_account, "call": call},
    )
    return row


@transaction.atomic
def receive_report(
    *, concern: Concern, by: "User", at: datetime | None = None
) -> Concern:
    """The unit says that it has it; the sender reads so. Received twice is once."""
    row = _locked(concern)
    if not row.direct:
        raise NotReported
    if row.received_at is not None:
        return row
    row.received_at, row.received_by = at or now(), by
    row.save(update_fields=["received_at", "received_by"])
    audit.record("concern.received", by=by, obj=row, subjects=[subject_of(row)])
    return row


def _locked(concern: Concern) -> Concern:
    return (
        Concern.objects.select_for_update(of=("self",))
        .select_related("pupil", "school", "unit", "case")
        .get(pk=concern.pk)
    )
