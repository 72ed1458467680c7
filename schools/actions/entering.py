"""Entering one class's absences of one day by hand, where no file comes."""

import datetime as dt
from collections.abc import Mapping
from typing import TYPE_CHECKING

from django.db import transaction

from portal import audit
from schools.actions.attendance import refresh_totals
from schools.calendars import Calendars
from schools.models import Absence, ClassGroup, Pupil, RegisterDay
from schools.school_days import start_year_of
from schools.shielding import not_shielded


if TYPE_CHECKING:
    from portal.models import User

PRESENT = ""


class NotASchoolDay(Exception):
    """The school is not in session on that day, or the day is still to come."""


def pupils_of(group: ClassGroup, user: "User") -> "list[Pupil]":
    """The pupils who are in the class now, by name; one query.

    Without those shielded from the user: somebody else enters their absences.
    """
    here = Pupil.objects.filter(class_group=group, school=group.school_id)
    rows = here.filter(not_shielded(user, "pk"))
    return list(rows.order_by("name_key", "pk"))


def in_session(group: ClassGroup, day: dt.date) -> bool:
    """Whether the school of the class works on that day."""
    calendars = Calendars([start_year_of(day)])
    calendars.preload([group.school_id])
    return day in calendars.session_set(group.school_id)


@transaction.atomic
def enter_day(
    *,
    group: ClassGroup,
    day: dt.date,
    today: dt.date,
    kinds: Mapping[int, str],
    by: "User",
) -> int:
    """The register of the class: a kind for each pupil, "" for present.

    A kind that stays the same keeps what is known of its lessons. Returns how many
    rows changed.
    """
    if day > today or not in_session(group, day):
        raise NotASchoolDay
    pupils = {pupil.pk: pupil for pupil in pupils_of(group, by)}
    stored = {
        absence.pupil_id: absence
        for absence in Absence.objects.select_for_update().filter(
            pupil__in=pupils, date=day
        )
    }
    wanted = {pk: kind for pk, kind in kinds.items() if pk in pupils}
    changed = [
        pk
        for pk, kind in wanted.items()
        if kind != (stored[pk].kind if pk in stored else PRESENT)
    ]
    Absence.objects.filter(pupil__in=changed, date=day).delete()
    Absence.objects.bulk_create(
        Absence(pupil_id=pk, school_id=group.school_id, date=day, kind=wanted[pk])
        for pk in changed
        if wanted[pk] != PRESENT
    )
    fresh = _take_register(group, day)
    refresh_totals(
        pupils=changed,
        registers={group.school_id: {day}} if fresh else {},
        start_years=[start_year_of(day)],
    )
    audit.record(
        "absence.entered",
        by=by,
        obj=group,
        subjects=[pupils[pk].uid for pk in changed],
        detail={"day": day.isoformat(), "changed": len(changed)},
    )
    return len(changed)


def _take_register(group: ClassGroup, day: dt.date) -> bool:
    """Note that the class's register was taken, unless the whole school's was."""
    known = RegisterDay.objects.filter(school=group.school_id, date=day)
    if known.filter(class_group=None).exists():
        return False
    if known.filter(class_group=group).exists():
        return False
    RegisterDay.objects.create(
        school_id=group.school_id,
        class_group=group,
        date=day,
        source=RegisterDay.Source.ENTRY,
    )
    return True
