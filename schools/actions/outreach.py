"""Holding and releasing contact with a home. Upper floors call these."""

from typing import TYPE_CHECKING
from uuid import UUID

from django.db import transaction

from portal import audit
from portal.clock import now
from schools.models import OutreachHold, Pupil


if TYPE_CHECKING:
    from portal.models import User


@transaction.atomic
def hold(*, pupil: Pupil, source: UUID, by: "User | None") -> OutreachHold:
    """The class teacher stops contacting the home; idempotent for one source.

    `source` is the uid of what asks for it (a concern, a case); why is not said.
    """
    open_hold, made = OutreachHold.objects.get_or_create(
        pupil=pupil, source=source, ends_at=None, defaults={"starts_at": now()}
    )
    if made:
        audit.record("outreach.held", by=by, obj=open_hold, subjects=[pupil.uid])
    return open_hold


@transaction.atomic
def release(*, source: UUID, by: "User | None", pupil: Pupil | None = None) -> int:
    """End the holds that one source asked for, or those of one child; returns how many."""
    ended = 0
    held = OutreachHold.objects.filter(source=source, ends_at=None)
    if pupil is not None:
        held = held.filter(pupil=pupil)
    for one in held.select_related("pupil"):
        one.ends_at = now()
        one.save(update_fields=["ends_at"])
        audit.record("outreach.released", by=by, obj=one, subjects=[one.pupil.uid])
        ended += 1
    return ended
