"""Shielding a pupil from a named adult, and lifting it. Upper floors call these."""

import datetime as dt
from typing import TYPE_CHECKING

from django.db import transaction

from portal import audit
from portal.clock import now, today
from schools.models import Pupil, PupilShield, StaffMember


if TYPE_CHECKING:
    from portal.models import User


class NoReason(Exception):
    """A shield, and its lifting, say why in a sentence."""


class AlreadyLifted(Exception):
    """Somebody has lifted it before."""


class OwnShield(Exception):
    """Nobody lifts the shield that bars oneself."""


@transaction.atomic
def shield_pupil(
    *,
    pupil: Pupil,
    barred: StaffMember,
    reason: str,
    by: "User | None",
    starts_on: dt.date | None = None,
    ends_on: dt.date | None = None,
    declared: bool = False,
) -> PupilShield:
    """From that day on (default today) the person does not find the child.

    Days are both included. One that stands without an end is given back as it is.
    """
    if not reason.strip():
        raise NoReason
    Pupil.objects.select_for_update(of=("self",)).get(pk=pupil.pk)
    first = starts_on or today()
    standing = PupilShield.objects.standing(first)
    earlier: PupilShield | None = standing.filter(
        pupil=pupil, barred=barred, ends_on=None
    ).first()
    if earlier:
        return earlier
    shield: PupilShield = PupilShield.objects.create(
        pupil=pupil,
        barred=barred,
        reason=reason,
        declared=declared,
        starts_on=first,
        ends_on=ends_on,
        set_at=now(),
        set_by=by,
    )
    audit.record(
        "shield.declared" if declared else "shield.set",
        by=by,
        obj=shield,
        subjects=[pupil.uid],
    )
    return shield


@transaction.atomic
def lift_pupil_shield(*, shield: PupilShield, why: str, by: "User") -> PupilShield:
    """The person finds the child again, as far as the own posts reach."""
    row: PupilShield = (
        PupilShield.objects.select_for_update(of=("self",))
        .select_related("pupil", "barred")
        .get(pk=shield.pk)
    )
    if row.lifted_at is not None:
        raise AlreadyLifted
    if row.barred.user_id == by.pk:
        raise OwnShield
    if not why.strip():
        raise NoReason
    row.lifted_at, row.lifted_by, row.lifted_why = now(), by, why
    row.save(update_fields=["lifted_at", "lifted_by", "lifted_why"])
    audit.record("shield.lifted", by=by, obj=row, subjects=[row.pupil.uid])
    return row
