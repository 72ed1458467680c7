"""Logging a lesson taught, and taking an entry back."""

import datetime as dt
from dataclasses import dataclass

from django.db import transaction

from portal import audit
from portal.models import User
from schools.models import ClassGroup, School, StaffMember
from schools.school_days import start_year_of, year_bounds
from training.models import LearningItem, LessonDelivery


Audience = LessonDelivery.Audience


class NotYet(Exception):
    """A lesson is logged after it was held."""


class OtherYear(Exception):
    """Only lessons of this school year are logged."""


class OtherNumber(Exception):
    """The lesson is logged with another number of pupils: `row` is that entry."""

    def __init__(self, row: LessonDelivery) -> None:
        super().__init__()
        self.row = row


class NotTheirs(Exception):
    """An entry is taken back by the one who made it."""


@dataclass(frozen=True)
class Where:
    """The school, and for a lesson the class or, if it is on no list, the grade."""

    school: School
    class_group: ClassGroup | None = None
    grade: int | None = None


@transaction.atomic
def log_delivery(
    *,
    audience: str,
    item: LearningItem | None,
    where: Where,
    taught_on: dt.date,
    present: int | None,
    staff: StaffMember,
    at: dt.datetime,
    on: dt.date,
    by: User,
) -> LessonDelivery:
    """One entry; the same class, lesson and day a second time is the first entry.

    Raises `NotYet`, `OtherYear`, or `OtherNumber` when the second counts otherwise.
    """
    if taught_on > on:
        raise NotYet
    if taught_on < year_bounds(start_year_of(on))[0]:
        raise OtherYear
    StaffMember.objects.select_for_update().get(pk=staff.pk)
    said = {
        "audience": audience,
        "item": item,
        "school": where.school,
        "class_group": where.class_group,
        "grade": where.grade,
        "taught_on": taught_on,
        "staff": staff,
    }
    if audience == Audience.CLASS:
        earlier = LessonDelivery.objects.standing().filter(**said).first()
        if earlier is not None and present not in (None, earlier.present):
            raise OtherNumber(earlier)
        if earlier is not None:
            return earlier
    version = item.current.number if item and item.current else None
    row = LessonDelivery.objects.create(**said, version=version, present=present, at=at)
    audit.record("delivery.logged", by=by, obj=row)
    return row


@transaction.atomic
def take_back(*, delivery: LessonDelivery, at: dt.datetime, by: User) -> LessonDelivery:
    """A second entry that takes the first one back; both stay. Twice is once."""
    row = (
        LessonDelivery.objects.select_for_update(of=("self",))
        .select_related("staff")
        .get(pk=delivery.pk)
    )
    if row.staff.user_id != by.pk or row.is_void:
        raise NotTheirs
    earlier = LessonDelivery.objects.filter(corrects=row).first()
    if earlier is not None:
        return earlier
    void = LessonDelivery.objects.create(
        audience=row.audience,
        item=row.item,
        version=row.version,
        school=row.school,
        class_group=row.class_group,
        grade=row.grade,
        taught_on=row.taught_on,
        present=row.present,
        staff=row.staff,
        at=at,
        corrects=row,
        is_void=True,
    )
    audit.record("delivery.taken_back", by=by, obj=row)
    return void
