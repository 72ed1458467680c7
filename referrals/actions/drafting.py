"""Writing a referral: one draft a case, filled from what the case already knows."""

from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import transaction

from portal import audit
from portal.clock import now
from referrals.actions.moving import MoveNotOpen, locked
from referrals.models import Case, Referral
from referrals.parties import parties_of
from referrals.prefilling import prefilled
from referrals.references import new_reference
from referrals.states import State
from referrals.workflow import Party
from schools.models import ProtectionUnit


if TYPE_CHECKING:
    from portal.models import User


class CaseIsClosed(Exception):
    """A closed case sends no referral."""


@transaction.atomic
def start_draft(
    *, case: Case, by: "User | None", token: UUID, at: datetime | None = None
) -> Referral:
    """The draft of this case; a live referral is given back, never a second one."""
    row = Case.objects.select_for_update(of=("self",)).get(pk=case.pk)
    if not row.is_open:
        raise CaseIsClosed
    live = Referral.objects.live().filter(case=row).first()
    if live:
        return live
    draft = Referral(
        case=row,
        school_id=row.school_id,
        key_uid=row.key_uid,
        reference=new_reference(),
        token=token,
        created_at=at or now(),
        created_by=by or row.opened_by,
        **prefilled(row),
    )
    draft.unit = unit_for(draft)
    draft.save()
    audit.record("referral.drafted", by=by, obj=draft, subjects=[case.subject])
    return draft


@transaction.atomic
def save_draft(
    *,
    referral: Referral,
    by: "User | None",
    version: int,
    values: Mapping[str, object],
) -> Referral:
    """Keep what was typed, unless somebody else has saved since: then nobody loses."""
    row = locked(referral, version)
    if row.state != State.DRAFT or Party.SENDER not in parties_of(by, row):
        raise MoveNotOpen("edit")
    for name, value in values.items():
        setattr(row, name, value)
    row.unit = unit_for(row)
    row.version += 1
    row.save()
    audit.record(
        "referral.edited",
        by=by,
        obj=row,
        subjects=[row.case.subject],
        detail={"version": row.version},
    )
    return row


def unit_for(referral: Referral) -> ProtectionUnit | None:
    """The unit where the child lives; where that is unknown, the school's."""
    home = referral.residence_id or referral.school.municipality_id
    return ProtectionUnit.objects.filter(municipality=home).first()
