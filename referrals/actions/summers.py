"""Naming who keeps an eye on a child during the summer."""

from datetime import date
from typing import TYPE_CHECKING

from django.db import transaction

from portal import audit
from portal.clock import now
from referrals.models import Case, SummerContact
from schools.school_days import start_year_of


if TYPE_CHECKING:
    from portal.models import User


@transaction.atomic
def name_summer_contact(
    *, case: Case, by: "User", who: str, phone: str, agreed: bool, on: date
) -> SummerContact:
    """For the summer that ends the school year of that day; the latest row counts."""
    contact: SummerContact = SummerContact.objects.create(
        case=case,
        school=case.school,
        unit=case.unit,
        key_uid=case.key_uid,
        start_year=start_year_of(on),
        who=who,
        phone=phone,
        agreed=agreed,
        at=now(),
        by=by,
    )
    audit.record("case.summer", by=by, obj=case, subjects=[case.subject])
    return contact
