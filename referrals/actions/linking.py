"""A child on no roll turns out to be a pupil: linked, and for 30 days taken back."""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.db import transaction

from portal import audit
from portal.clock import now
from referrals.actions.cases import CaseOpenElsewhere
from referrals.actions.files import CaseIsClosed
from referrals.models import Case, CaseShield, PupilLink
from schools.actions.outreach import hold, release
from schools.actions.shielding import shield_pupil
from schools.models import Pupil


if TYPE_CHECKING:
    from portal.models import User

UNDO_DAYS = 30


class AlreadyLinked(Exception):
    """The case is that of a pupil."""


class PupilHasCase(Exception):
    """This school has an open case of that pupil: two files are not mixed silently."""


class TooLate(Exception):
    """The link is older than 30 days, or was taken back."""


@transaction.atomic
def link_child(
    *, case: Case, pupil: Pupil, by: "User", at: datetime | None = None
) -> PupilLink:
    """From now on the case is that pupil's. The name as it was known stays sealed.

    Shields of the case hold for the pupil too. Raises `PupilHasCase` where the school
    has an open case of the pupil, `CaseOpenElsewhere` where another school has.
    """
    row = _locked(case)
    if not row.is_open:
        raise CaseIsClosed
    if row.pupil_id is not None:
        raise AlreadyLinked
    other = Case.objects.open().filter(pupil=pupil).first()
    if other is not None:
        raise PupilHasCase if other.school_id == row.school_id else CaseOpenElsewhere
    row.pupil = pupil
    row.save(update_fields=["pupil"])
    link = PupilLink.objects.create(
        case=row,
        school=row.school,
        unit=row.unit,
        key_uid=row.key_uid,
        pupil=pupil,
        at=at or now(),
        by=by,
    )
    hold(pupil=pupil, source=row.uid, by=by)
    _carry_shields(row, pupil)
    audit.record("case.linked", by=by, obj=row, subjects=[pupil.uid, row.uid])
    return link


def _carry_shields(case: Case, pupil: Pupil) -> None:
    for one in CaseShield.objects.filter(case=case, lifted_at=None):
        shield_pupil(
            pupil=pupil,
            barred=one.barred,
            reason=one.reason,
            by=one.set_by,
            starts_on=one.starts_on,
            ends_on=one.ends_on,
            declared=one.declared,
        )


@transaction.atomic
def unlink_child(*, case: Case, by: "User", at: datetime | None = None) -> PupilLink:
    """It was another child: the case stands again by the name as known."""
    row, moment = _locked(case), at or now()
    if not row.is_open:
        raise CaseIsClosed
    found = PupilLink.objects.select_related("pupil").filter(case=row, undone_at=None)
    link: PupilLink | None = found.first()
    if link is None or moment - link.at > timedelta(days=UNDO_DAYS):
        raise TooLate
    link.undone_at, link.undone_by = moment, by
    link.save(update_fields=["undone_at", "undone_by"])
    row.pupil = None
    row.save(update_fields=["pupil"])
    release(source=row.uid, pupil=link.pupil, by=by)
    audit.record("case.unlinked", by=by, obj=row, subjects=[link.pupil.uid, row.uid])
    return link


def _locked(case: Case) -> Case:
    rows = Case.objects.select_for_update(of=("self",))
    return rows.select_related("pupil", "school", "unit").get(pk=case.pk)
