"""The ladder: who is told that a clock ran out. Number, municipality, hours; no more."""

from datetime import datetime

from django.db import transaction
from django.db.models import Q, QuerySet

from portal import audit
from portal.clock import now
from portal.notify import post_message
from referrals.deadlines import TIRANE, Rung, rungs_reached
from referrals.models import LadderNotice, Referral
from referrals.news import tell_at_once, tell_unit_at_once
from referrals.owners import people_of, supervisor_posts
from referrals.states import State, Urgency
from schools.models import Post


LATE = "referral.late"


def climb_ladder(*, at: datetime | None = None) -> dict[str, int]:
    """Tell each rung that a late referral has reached, once a clock; idempotent."""
    moment = at or now()
    late = Referral.objects.live().sent().filter(due_at__lt=moment)
    told = 0
    for key in late.order_by("pk").values_list("pk", flat=True):
        told += _climb(key, moment)
    return {"told": told}


@transaction.atomic
def _climb(key: int, moment: datetime) -> int:
    row = (
        Referral.objects.select_for_update(of=("self",))
        .select_related("school__directorate", "unit", "case")
        .get(pk=key)
    )
    if row.due_at is None:
        return 0
    urgency = Urgency(row.urgency or Urgency.STANDARD)
    reached = rungs_reached(row.due_at, moment, urgency)
    known = LadderNotice.objects.filter(referral=row, due_at=row.due_at)
    already = set(known.values_list("rung", flat=True))
    fresh = [name for name in reached if name.value not in already]
    for name in fresh:
        people = people_of(
            posts_of(row, name, moment), moment.astimezone(TIRANE).date()
        )
        for person in people:
            post_message(to=person, kind=LATE, by=None)
        if urgency == Urgency.ACUTE:
            tell_at_once(row, by=None)
            if row.state != State.CONTESTED:
                tell_unit_at_once(row, by=None)
        LadderNotice.objects.create(
            referral=row,
            due_at=row.due_at,
            rung=name.value,
            told_at=moment,
            people=len(people),
        )
        audit.record(
            "ladder.told",
            by=None,
            obj=row,
            subjects=[row.case.subject],
            detail={"rung": name.value, "people": len(people)},
        )
    return len(fresh)


def posts_of(row: Referral, name: Rung, moment: datetime) -> QuerySet[Post]:
    """Whose post stands on that rung for this referral."""
    day = moment.astimezone(TIRANE).date()
    held = Post.objects.held_on(day).granted()
    # While a refusal is contested it is the supervisor who is late.
    judged = row.state == State.CONTESTED and name == Rung.UNIT_HEAD
    if name == Rung.SUPERVISOR or judged:
        return supervisor_posts(row.school, day)
    if name == Rung.AGENCY:
        own = row.school.directorate_id
        above = Q(directorate=own) | Q(directorate__offices=own)
        return held.filter(above, role="directorate_officer").distinct()
    return held.filter(unit=row.unit_id, role="cpu_head")
