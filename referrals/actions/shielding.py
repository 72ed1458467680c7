"""Shielding a child from a named adult: on the roll's floor, or on the case."""

import datetime as dt
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from portal import audit
from portal.actions.notifying import forget_notifications
from portal.clock import now, today
from referrals.models import (
    Case,
    CaseShield,
    Concern,
    Placement,
    Referral,
    Transfer,
)
from referrals.news import tell_supervisors
from referrals.owners import protector_posts
from referrals.shielding import barred_staff
from schools.actions.shielding import (
    AlreadyLifted,
    NoReason,
    OwnShield,
    lift_pupil_shield,
    shield_pupil,
)
from schools.models import Post, Pupil, PupilShield, StaffMember


if TYPE_CHECKING:
    from portal.models import User

Shield = PupilShield | CaseShield


@transaction.atomic
def shield_child(
    *,
    by: "User",
    barred: StaffMember,
    reason: str,
    pupil: Pupil | None = None,
    case: Case | None = None,
    ends_on: dt.date | None = None,
    declared: bool = False,
) -> Shield:
    """The named adult no longer finds this child; the case gets another owner.

    Give the pupil, or the case of a child whom no roll knows. The supervisors are
    told that there is a shield, never about whom.
    """
    child = pupil or (case.pupil if case else None)
    given: dict[str, Any] = {
        "barred": barred,
        "reason": reason,
        "ends_on": ends_on,
        "declared": declared,
        "by": by,
    }
    shield: Shield
    if child is not None:
        shield = shield_pupil(pupil=child, **given)
        mine = Case.objects.open().filter(pupil=child)
    else:
        assert case is not None  # noqa: S101
        shield = _shield_case(case=case, **given)
        mine = Case.objects.open().filter(pk=case.pk)
    for one in mine.select_related("pupil", "school__directorate"):
        _pass_on(one, barred, by)
    if barred.user is not None:
        forget_notifications(to=barred.user, objs=_uids_about(child, case))
    place = case.school if case else child.school if child else None
    if place is not None:
        tell_supervisors(school=place, kind="shield.set", by=by, but={barred.pk})
    return shield


def _uids_about(pupil: Pupil | None, case: Case | None) -> set[UUID]:
    """Of what a notification about the child may have told."""
    about = Q(case__pupil=pupil) if pupil else Q(case=case)
    own = Q(pupil=pupil) if pupil else Q(pk__in=())
    asked = Q(referral__case__pupil=pupil) if pupil else Q(referral__case=case)
    found: set[UUID] = set()
    for rows in (
        Concern.objects.filter(about | own),
        Referral.objects.filter(about),
        Transfer.objects.filter(about),
        Placement.objects.filter(about | own | asked),
    ):
        found |= set(rows.values_list("uid", flat=True))
    return found


def _shield_case(
    *, case: Case, by: "User", barred: StaffMember, reason: str, **given: object
) -> CaseShield:
    if not reason.strip():
        raise NoReason
    row = Case.objects.select_for_update(of=("self",)).get(pk=case.pk)
    standing = CaseShield.objects.standing(today()).filter(case=row, barred=barred)
    earlier: CaseShield | None = standing.filter(ends_on=None).first()
    if earlier:
        return earlier
    shield = CaseShield(
        case=row,
        school=row.school,
        unit=row.unit,
        key_uid=row.key_uid,
        barred=barred,
        reason=reason,
        starts_on=today(),
        set_at=now(),
        set_by=by,
        **given,
    )
    shield.save()
    verb = "shield.declared" if shield.declared else "shield.set"
    audit.record(verb, by=by, obj=shield, subjects=[row.subject])
    return shield


def _pass_on(case: Case, barred: StaffMember, by: "User") -> None:
    """A case whose owner is barred goes to the next protector of the school, or none.

    One without an owner stands on the supervisor's list by number and level.
    """
    if (
        case.owner_id is None
        or not Post.objects.filter(pk=case.owner_id, staff=barred).exists()
    ):
        return
    others = protector_posts(case.school_id, today())
    case.owner = others.exclude(staff__in=barred_staff(case)).first()
    case.save(update_fields=["owner"])
    audit.record("case.owner", by=by, obj=case, subjects=[case.subject])


@transaction.atomic
def lift_shield(*, shield: Shield, why: str, by: "User") -> Shield:
    """The adult finds the child again; the reason stays beside that of the shield."""
    if isinstance(shield, PupilShield):
        return lift_pupil_shield(shield=shield, why=why, by=by)
    rows = CaseShield.objects.select_for_update(of=("self",))
    row: CaseShield = rows.select_related("case__pupil", "barred").get(pk=shield.pk)
    if row.lifted_at is not None:
        raise AlreadyLifted
    if row.barred.user_id == by.pk:
        raise OwnShield
    if not why.strip():
        raise NoReason
    row.lifted_at, row.lifted_by, row.lifted_why = now(), by, why
    row.save(update_fields=["lifted_at", "lifted_by", "lifted_why"])
    audit.record("shield.lifted", by=by, obj=row, subjects=[row.case.subject])
    return row


__all__ = [
    "AlreadyLifted",
    "NoReason",
    "OwnShield",
    "lift_shield",
    "shield_child",
]
