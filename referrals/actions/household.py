"""Writing down who belongs to a child's home, and taking a name off again."""

from typing import TYPE_CHECKING

from django.db import transaction

from portal import audit
from portal.clock import now
from referrals.actions.files import CaseIsClosed
from referrals.models import Case, HouseholdMember
from schools.actions.outreach import hold, release


if TYPE_CHECKING:
    from portal.models import User
    from schools.models import Pupil


class Nobody(Exception):
    """A member is a pupil or is named in a word."""


class NotOneself(Exception):
    """A child is no member of the own household list."""


@transaction.atomic
def add_member(
    *,
    case: Case,
    by: "User",
    relation: str,
    name: str = "",
    note: str = "",
    pupil: "Pupil | None" = None,
) -> HouseholdMember:
    """One person of the home. Of a linked pupil no name is copied; linked once. While
    the case is open, nobody calls the same home about the other child either."""
    if pupil is None and not name.strip():
        raise Nobody
    if pupil is not None and pupil.pk == case.pupil_id:
        raise NotOneself
    if not Case.objects.select_for_update(of=("self",)).get(pk=case.pk).is_open:
        raise CaseIsClosed
    standing = HouseholdMember.objects.filter(case=case, removed_at=None)
    earlier: HouseholdMember | None = standing.filter(pupil=pupil).first()
    if pupil is not None and earlier is not None:
        return earlier
    member: HouseholdMember = HouseholdMember.objects.create(
        case=case,
        school=case.school,
        unit=case.unit,
        key_uid=case.key_uid,
        relation=relation,
        name="" if pupil else name,
        note=note,
        pupil=pupil,
        at=now(),
        by=by,
    )
    if pupil is not None:
        hold(pupil=pupil, source=case.uid, by=by)
    audit.record("case.household", by=by, obj=case, subjects=[case.subject])
    return member


@transaction.atomic
def remove_member(*, member: HouseholdMember, by: "User") -> None:
    """The person is no longer listed; the row stays as history."""
    rows = HouseholdMember.objects.select_for_update(of=("self",))
    row = rows.select_related("case__pupil", "pupil").get(pk=member.pk)
    if row.removed_at is None:
        row.removed_at = now()
        row.save(update_fields=["removed_at"])
        if row.pupil is not None:
            release(source=row.case.uid, pupil=row.pupil, by=by)
        audit.record("case.household", by=by, obj=row.case, subjects=[row.case.subject])
