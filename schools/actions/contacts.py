"""Logging that a home was contacted, and taking it back."""

import datetime as dt
from typing import TYPE_CHECKING, cast

from django.db import transaction

from portal import audit
from schools.contact_turn import service_contacts
from schools.models import HomeContact, Pupil


if TYPE_CHECKING:
    from portal.models import User


class ServiceContacts(Exception):
    """The school service makes contact with this home; why is not said."""


class NotTheirs(Exception):
    """A contact is taken back by the one who logged it."""


@transaction.atomic
def log_contact(
    *, pupil: Pupil, outcome: str, on: dt.date, at: dt.datetime, by: "User"
) -> HomeContact:
    """Once a day for each outcome: a second tap is the first."""
    Pupil.objects.select_for_update(of=("self",)).get(pk=pupil.pk)
    if service_contacts([pupil.pk]):
        raise ServiceContacts
    contact, made = HomeContact.objects.get_or_create(
        pupil=pupil,
        by=by,
        made_on=on,
        outcome=outcome,
        taken_back_at=None,
        defaults={"school_id": cast("int", pupil.school_id), "at": at},
    )
    if made:
        audit.record("contact.logged", by=by, obj=contact, subjects=[pupil.uid])
    return contact


@transaction.atomic
def take_back_contact(*, contact: HomeContact, at: dt.datetime, by: "User") -> None:
    """A slip of the finger: the row stays and counts no more."""
    rows = HomeContact.objects.select_for_update(of=("self",)).select_related("pupil")
    row = rows.get(pk=contact.pk)
    if row.by_id != by.pk:
        raise NotTheirs
    if row.taken_back_at is None:
        row.taken_back_at = at
        row.save(update_fields=["taken_back_at"])
        audit.record("contact.taken_back", by=by, obj=row, subjects=[row.pupil.uid])
