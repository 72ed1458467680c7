"""The daily word to those whose clocks have run out: a count, no child, no place."""

import datetime as dt
from collections import Counter
from typing import Any

from django.db import transaction
from django.db.models import Count, QuerySet

from portal import audit
from portal.clock import now, today
from portal.models import Notification, User
from portal.notify import post_message
from portal.permissions import Permission
from referrals.concern_turns import Turn
from referrals.models import Case, CaseShield, Concern, Referral
from referrals.owners import people_of, protector_posts
from referrals.shielding import barred_staff
from schools.models import Post, PupilShield


LATE = "clocks.late"


@transaction.atomic
def remind(*, on: dt.date) -> dict[str, int]:
    """Each person once a day, whatever the number of runs. Returns what was posted."""
    waiting: Counter[User] = Counter()
    for school, count in _late_at_school(on).items():
        _add(waiting, protector_posts(school, on), on, count)
    _add_stand_ins(waiting, on)
    for unit, count in _late_at_unit().items():
        heads = Post.objects.held_on(on).granted().filter(unit=unit, role="cpu_head")
        _add(waiting, heads, on, count)
    _obey_shields(waiting, on)
    told = Notification.objects.filter(kind=LATE, created_at__date=today())
    already = set(told.values_list("to_id", flat=True))
    fresh = {user: n for user, n in waiting.items() if n and user.pk not in already}
    for user, count in fresh.items():
        post_message(to=user, kind=LATE, count=count, by=None)
    if fresh:
        audit.record("clocks.reminded", by=None, detail={"people": len(fresh)})
    return {"people": len(fresh)}


def _add(
    waiting: Counter[User], posts: QuerySet[Post], on: dt.date, count: int
) -> None:
    for user in people_of(posts, on):
        waiting[user] += count


def _add_stand_ins(waiting: Counter[User], on: dt.date) -> None:
    """Late concerns whose turn is another's than the protector's: each its own people."""
    late = Concern.objects.undecided().filter(due_at__lt=now(), owner__isnull=False)
    rows = late.exclude(turn=Turn.PROTECTOR).select_related("pupil", "case", "school")
    for concern in rows:
        own = Post.objects.held_on(on).granted().filter(pk=concern.owner_id or 0)
        for user in people_of(own, on, barred_staff(concern)):
            waiting[user] += 1


def _obey_shields(waiting: Counter[User], on: dt.date) -> None:
    """What a barred person does not find is not counted for them either."""
    ids: set[int | None] = set()
    for rows in (PupilShield.objects.standing(on), CaseShield.objects.standing(on)):
        ids |= set(rows.values_list("barred__user", flat=True))
    for user in [user for user in waiting if user.pk in ids]:
        waiting[user] = sum(rows.count() for rows in _late_for(user, on))


def _late_for(user: User, on: dt.date) -> tuple[QuerySet[Any], ...]:
    """The late rows that this person finds, one queryset a kind."""
    moment = now()
    sent = Referral.objects.live().sent().filter(due_at__lt=moment)
    concerns = Concern.objects.visible_to(user, Permission.CONCERN_READ)
    cases = Case.objects.visible_to(user, Permission.CASE_WORK).open()
    return (
        concerns.undecided().filter(due_at__lt=moment),
        sent.visible_to(user, Permission.REFERRAL_SEND),
        cases.filter(level_lapses_on__lt=on),
        sent.visible_to(user, Permission.REFERRAL_DECLINE),
    )


def _late_at_school(on: dt.date) -> Counter[int]:
    """Concerns to decide, answers of the unit to press for, levels to renew."""
    moment = now()
    late: Counter[int] = Counter()
    for rows in (
        Concern.objects.undecided().filter(due_at__lt=moment, on_staff=False),
        Referral.objects.live().sent().filter(due_at__lt=moment),
        Case.objects.open().filter(level_lapses_on__lt=on),
    ):
        late.update(_counted(rows, "school_id"))
    return late


def _late_at_unit() -> Counter[int]:
    rows = Referral.objects.live().sent().filter(due_at__lt=now(), unit__isnull=False)
    return Counter(_counted(rows, "unit_id"))


def _counted(rows: QuerySet[Any], place: str) -> dict[int, int]:
    return dict(rows.order_by().values_list(place).annotate(Count("pk")))
