"""Keeps the place cached on a pupil in step with the enrolments. A step of imports."""

import datetime as dt
from collections.abc import Iterable
from functools import partial
from itertools import islice

from django.db import transaction
from django.db.models import Q

from schools.models import Enrolment, Pupil
from schools.signals import pupils_moved


AT_ONCE = 2_000


@transaction.atomic
def refresh_places(*, pupils: Iterable[int], on: dt.date) -> int:
    """School and class of the enrolment that covers the day, else of the latest.

    After the commit `pupils_moved` tells the floors above whose place changed.
    """
    written: list[int] = []
    left = iter(pupils)
    while part := list(islice(left, AT_ONCE)):
        written += _refresh(part, on)
    if written:
        told = partial(pupils_moved.send_robust, sender=Pupil, pupils=written, on=on)
        transaction.on_commit(told, robust=True)
    return len(written)


def refresh_due_places(on: dt.date) -> int:
    """Pupils whose enrolment begins on the day, or ended on the day before."""
    due = Enrolment.objects.filter(Q(starts_on=on) | Q(ends_on=on - dt.timedelta(1)))
    return refresh_places(pupils=due.values_list("pupil_id", flat=True), on=on)


def _refresh(pupils: list[int], on: dt.date) -> list[int]:
    """The ids of those whose place is another now."""
    places: dict[int, tuple[int, int | None]] = {}
    found = Enrolment.objects.filter(pupil__in=pupils).order_by("starts_on")
    for pupil, school, group, first in found.values_list(
        "pupil_id", "school_id", "class_group_id", "starts_on"
    ):
        if first <= on or pupil not in places:
            places[pupil] = (school, group)
    stale: dict[tuple[int, int | None], list[int]] = {}
    stored = Pupil.objects.filter(pk__in=pupils)
    for pk, *place in stored.values_list("pk", "school_id", "class_group_id"):
        told = places.get(pk)
        if told and told != tuple(place):
            stale.setdefault(told, []).append(pk)
    for told, keys in stale.items():
        Pupil.objects.filter(pk__in=keys).update(school=told[0], class_group=told[1])
    return [pk for keys in stale.values() for pk in keys]
