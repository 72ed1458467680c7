"""The daily word to supervisors: so many cases of theirs belong to nobody."""

from collections import Counter
from datetime import date
from typing import TYPE_CHECKING

from django.db import transaction

from portal import audit
from portal.models import Notification
from portal.notify import post_message
from referrals.models import Case
from referrals.owners import people_of, supervisor_posts
from schools.models import School


if TYPE_CHECKING:
    from portal.models import User

KIND = "case.ownerless"


@transaction.atomic
def tell_of_ownerless(*, on: date) -> int:
    """Each supervisor once a day, by a count. Returns how many were told."""
    found = Case.objects.open().without_owner(on).order_by().values_list("school_id")
    by_school = Counter(school for (school,) in found)
    waiting: Counter[User] = Counter()
    for school in School.objects.filter(pk__in=by_school):
        for person in people_of(supervisor_posts(school, on), on):
            waiting[person] += by_school[school.pk]
    told = Notification.objects.filter(kind=KIND, created_at__date=on)
    already = set(told.values_list("to_id", flat=True))
    fresh = {person: n for person, n in waiting.items() if person.pk not in already}
    for person, count in fresh.items():
        post_message(to=person, kind=KIND, count=count, by=None)
    if fresh:
        audit.record("case.ownerless_told", by=None, detail={"people": len(fresh)})
    return len(fresh)
