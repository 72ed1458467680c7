"""Nobody's case is ownerless: given to a post from a day on, with a receipt."""

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING

from django.db import transaction

from portal import audit
from portal.clock import now, today
from portal.crypto import create_data_key
from referrals.models import Case, HandOver, HandOverCase
from referrals.news import tell_post
from referrals.owners import may_own
from referrals.shielding import barred_staff
from schools.models import Post


if TYPE_CHECKING:
    from portal.models import User


class NotAnOwner(Exception):
    """The post is no protector's at the school of the case on that day."""


class ShieldedFrom(Exception):
    """One of the children is shielded from the person who would get the case."""


class NothingToHandOver(Exception):
    """No case was chosen, or none of them belongs to the post any more."""


class NotTheReceiver(Exception):
    """Only who holds the receiving post, or covers it, says that they have it."""


@transaction.atomic
def hand_over(
    *,
    by: "User",
    to_post: Post,
    cases: Iterable[Case],
    from_on: date,
    from_post: Post | None = None,
    note: str = "",
) -> HandOver:
    """From that day on the cases are the other post's; on the same day at once.

    Without `from_post` the cases stood without an owner. The receiver is told.
    """
    wanted = [case.pk for case in cases]
    rows = list(
        Case.objects.select_for_update(of=("self",))
        .select_related("pupil", "school", "unit")
        .filter(pk__in=wanted, closed_at=None)
        .order_by("pk")
    )
    if from_post is not None:
        rows = [row for row in rows if row.owner_id == from_post.pk]
    if not rows:
        raise NothingToHandOver
    for row in rows:
        if not may_own(to_post, row.school_id, from_on):
            raise NotAnOwner
        if to_post.staff_id in barred_staff(row):
            raise ShieldedFrom
    made = HandOver.objects.create(
        school=rows[0].school,
        key_uid=create_data_key(),
        from_post=from_post,
        to_post=to_post,
        from_on=from_on,
        note=note,
        made_at=now(),
        made_by=by,
    )
    for row in rows:
        HandOverCase.objects.create(
            hand_over=made,
            case=row,
            school=row.school,
            unit=row.unit,
            key_uid=row.key_uid,
        )
    if from_on <= today():
        _apply(made, rows)
    tell_post(post=to_post, kind="case.handed_over", obj=made.uid, by=by)
    audit.record(
        "case.handed_over",
        by=by,
        obj=made,
        subjects=[row.subject for row in rows],
        detail={"from": from_on.isoformat(), "cases": len(rows)},
    )
    return made


def _apply(made: HandOver, rows: Iterable[Case]) -> None:
    for row in rows:
        row.owner = made.to_post
        row.save(update_fields=["owner"])
    made.applied_at = now()
    made.save(update_fields=["applied_at"])


@transaction.atomic
def apply_hand_overs(*, on: date) -> int:
    """The hand-overs whose day has come; a case that changed owner since is left."""
    due = HandOver.objects.select_for_update(of=("self",)).filter(
        applied_at=None, from_on__lte=on
    )
    applied = 0
    for made in due.select_related("to_post").order_by("pk"):
        rows = Case.objects.select_for_update(of=("self",)).filter(
            hand_overs__hand_over=made, closed_at=None, owner=made.from_post_id
        )
        found = [
            row
            for row in rows.select_related("pupil")
            if made.to_post.staff_id not in barred_staff(row)
        ]
        _apply(made, found)
        audit.record(
            "case.owner", by=None, obj=made, subjects=[row.subject for row in found]
        )
        applied += len(found)
    return applied


@transaction.atomic
def receive_hand_over(*, hand_over: HandOver, by: "User") -> HandOver:
    """I have these cases; said twice, the first time counts."""
    row = (
        HandOver.objects.select_for_update(of=("self",))
        .select_related("to_post")
        .get(pk=hand_over.pk)
    )
    if row.received_at is not None:
        return row
    if not HandOver.objects.to_receive(by).filter(pk=row.pk).exists():
        raise NotTheReceiver
    row.received_at, row.received_by = now(), by
    row.save(update_fields=["received_at", "received_by"])
    cases = Case.objects.filter(hand_overs__hand_over=row).select_related("pupil")
    audit.record(
        "case.hand_over_received",
        by=by,
        obj=row,
        subjects=[case.subject for case in cases],
    )
    return row
