"""A concern that nobody has read in time moves on to the next who can read it."""

from datetime import datetime

from django.db import transaction

from portal import audit
from portal.clock import now
from referrals.concern_owners import give_turn, subject_of
from referrals.models import Concern
from referrals.news import tell_of_concern


def escalate_unread(*, at: datetime | None = None) -> dict[str, int]:
    """Move each concern whose turn ran out unread, once a turn; idempotent."""
    moment = at or now()
    late = Concern.objects.unread().filter(turn_due_at__lt=moment)
    moved = 0
    for key in late.order_by("pk").values_list("pk", flat=True):
        moved += escalate_concern(key=key, at=moment)
    return {"moved": moved}


@transaction.atomic
def escalate_concern(*, key: int, at: datetime) -> bool:
    """Give it to the next; False when it was read, is in time, or nobody is left.

    When the sender was promised an answer (`due_at`) stays as it was.
    """
    row = (
        Concern.objects.select_for_update(of=("self",))
        .select_related("pupil", "case", "school")
        .get(pk=key)
    )
    if row.state != Concern.State.NEW or row.turn_due_at >= at:
        return False
    before = row.turn
    if not give_turn(row, at):
        return False
    row.save(update_fields=["turn", "owner", "turn_due_at"])
    tell_of_concern(row, by=None)
    audit.record(
        "concern.escalated",
        by=None,
        obj=row,
        subjects=[subject_of(row)],
        detail={"from": before, "to": row.turn},
    )
    return True
