"""The hand-over of a young person to services for adults; eighteen closes nothing."""

from datetime import date, datetime
from typing import TYPE_CHECKING

from django.db import transaction

from portal import audit
from portal.clock import now
from referrals.actions.cases import NoReason
from referrals.actions.files import locked_open
from referrals.models import AdultHandOver, Case


if TYPE_CHECKING:
    from portal.models import User


@transaction.atomic
def begin_adult_hand_over(
    *,
    case: Case,
    by: "User",
    service: str,
    view: str,
    told: bool,
    begins_on: date,
    at: datetime | None = None,
) -> AdultHandOver:
    """Which service takes over, and what the young person says; once a case.

    `view`: their words, or why they were not asked.
    """
    row = locked_open(case)
    if not (service.strip() and view.strip()):
        raise NoReason
    begun = AdultHandOver.objects.filter(case=row).first()
    if begun:
        return begun
    begun = AdultHandOver.objects.create(
        case=row,
        school=row.school,
        unit=row.unit,
        key_uid=row.key_uid,
        service=service,
        view=view,
        told=told,
        begins_on=begins_on,
        at=at or now(),
        by=by,
    )
    audit.record("case.adult", by=by, obj=row, subjects=[row.subject])
    return begun
