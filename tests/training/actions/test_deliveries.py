"""The log of lessons: an entry is made once, and taken back by another entry."""

import datetime as dt

import pytest
from django.db import IntegrityError, transaction

from portal.audit.models import AuditEvent
from portal.clock import now, today
from tests.factories.curriculum import a_class_lesson_item, a_delivery
from tests.factories.schools import ClassFactory, granted_post
from training.actions.deliveries import (
    NotTheirs,
    NotYet,
    OtherNumber,
    OtherYear,
    Where,
    log_delivery,
    take_back,
)
from training.models import LessonDelivery


pytestmark = pytest.mark.django_db


@pytest.fixture
def item():
    return a_class_lesson_item()


@pytest.fixture
def teacher():
    return granted_post("teacher").staff


@pytest.fixture
def group(teacher):
    return ClassFactory(school=teacher.posts.get().school)


def test_an_entry_keeps_the_version_that_was_taught(teacher, item):
    row = a_delivery(teacher, item)

    assert row.version == item.current.number
    event = AuditEvent.objects.get(verb="delivery.logged")
    assert event.object_uid == row.uid


def test_the_same_lesson_class_and_day_twice_is_one_entry(teacher, item, group):
    first = a_delivery(teacher, item, group=group)
    second = a_delivery(teacher, item, group=group)

    assert first == second
    with pytest.raises(OtherNumber):
        a_delivery(teacher, item, group=group, present=12)
    assert LessonDelivery.objects.count() == 1


def test_another_day_is_another_entry(teacher, item, group):
    a_delivery(teacher, item, group=group)
    a_delivery(teacher, item, group=group, taught_on=today() - dt.timedelta(days=1))

    assert LessonDelivery.objects.standing().count() == 2


def test_taken_back_by_a_second_entry_and_both_stay(teacher, item):
    row = a_delivery(teacher, item)

    void = take_back(delivery=row, at=now(), by=teacher.user)
    again = take_back(delivery=row, at=now(), by=teacher.user)

    assert void == again
    assert void.corrects == row
    assert LessonDelivery.objects.count() == 2
    assert not LessonDelivery.objects.standing().exists()


def test_after_that_it_can_be_logged_again(teacher, item, group):
    take_back(
        delivery=a_delivery(teacher, item, group=group), at=now(), by=teacher.user
    )

    a_delivery(teacher, item, group=group, present=9)

    assert LessonDelivery.objects.standing().get().present == 9


def test_a_colleague_takes_nothing_back(teacher, item):
    colleague = granted_post("teacher", school=teacher.posts.get().school).staff

    with pytest.raises(NotTheirs):
        take_back(delivery=a_delivery(teacher, item), at=now(), by=colleague.user)


@pytest.mark.parametrize(
    ("day", "refused"),
    [(dt.date(2026, 11, 28), NotYet), (dt.date(2026, 8, 31), OtherYear)],
)
def test_only_days_of_this_year_that_have_passed(teacher, item, group, day, refused):
    with pytest.raises(refused):
        log_delivery(
            audience="class",
            item=item,
            where=Where(group.school, class_group=group),
            taught_on=day,
            present=None,
            staff=teacher,
            at=now(),
            on=dt.date(2026, 11, 27),
            by=teacher.user,
        )


@pytest.mark.parametrize(
    ("broken", "rule"),
    [
        ({"audience": "nobody", "class_group": None}, "delivery_audience_known"),
        ({"class_group": None}, "delivery_in_class_says_which"),
        ({"audience": "parents"}, "delivery_elsewhere_has_no_class"),
        ({"class_group": None, "grade": 13}, "delivery_grade"),
        ({"present": 0}, "delivery_present"),
        ({"is_void": True}, "delivery_void_corrects"),
    ],
)
def test_the_database_keeps_its_rules(teacher, item, group, broken, rule):
    row = a_delivery(teacher, item, group=group)

    with pytest.raises(IntegrityError, match=rule), transaction.atomic():
        LessonDelivery.objects.filter(pk=row.pk).update(**broken)
