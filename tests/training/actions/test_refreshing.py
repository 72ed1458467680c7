"""A refresher: begun, handed in, and nothing else changed by it."""

import datetime as dt

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from portal.models import AuditEvent
from tests.factories.schools import granted_post
from tests.factories.training import (
    a_refresher,
    an_award,
    completed,
    course,
    of_type,
    quiz,
)
from training.actions.quizzes import AlreadySubmitted, NotYours
from training.actions.refreshing import NotDue, begin_refresher, submit_refresher
from training.drawing import BankTooSmall
from training.models import Award, ModuleCompletion, Refresher
from training.paper import right_answer


pytestmark = pytest.mark.django_db


@pytest.fixture
def made():
    return course(lessons=1, quiz=quiz(bank=8))


@pytest.fixture
def staff():
    return granted_post("teacher").staff


def begin(staff, made, **given):
    values = {
        "staff": staff,
        "module": made.item(made.module),
        "quiz": made.item(made.quiz),
        "language": "sq",
        "at": timezone.now(),
        "on": timezone.localdate(),
        "by": staff.user,
    }
    return begin_refresher(**values | given)


def ago(days):
    return timezone.localdate() - dt.timedelta(days=days)


def submit(refresher, *, right=True, **given):
    answers = {
        entry["key"]: right_answer(entry) if right else []
        for entry in refresher.items_snapshot
    }
    values = {"language": "sq", "at": timezone.now(), "by": refresher.staff.user}
    return submit_refresher(refresher=refresher, answers=answers, **values | given)


def test_five_marked_questions_are_drawn_from_the_modules_own_bank(made, staff):
    of_type("reflection", made.questions[0].objective)

    refresher = a_refresher(staff, made)

    asked = {entry["key"] for entry in refresher.items_snapshot}
    assert len(asked) == 5
    assert asked <= {str(one.translation_key) for one in made.questions}
    assert refresher.day_offset == 30


def test_a_small_bank_asks_three_and_a_smaller_one_none(staff):
    small, smaller = course(quiz=quiz(bank=3)), course(quiz=quiz(bank=2, count=2))

    assert len(a_refresher(staff, small).items_snapshot) == 3
    with pytest.raises(BankTooSmall):
        a_refresher(staff, smaller)


def test_the_next_one_asks_first_what_the_one_before_did_not(made, staff):
    first = a_refresher(staff, made)

    second = begin(staff, made, on=timezone.localdate() + dt.timedelta(days=60))

    asked = [{e["key"] for e in r.items_snapshot} for r in (first, second)]
    assert second.day_offset == 90
    assert len(asked[0] | asked[1]) == 8


def test_begun_twice_it_is_one_and_the_audit_has_it_once(made, staff):
    first = a_refresher(staff, made)

    assert begin(staff, made) == first
    assert AuditEvent.objects.filter(verb="refresher.started").count() == 1


@pytest.mark.parametrize("days", [29, 270])
def test_none_is_begun_outside_its_days(made, staff, days):
    completed(staff, made.item(made.module), on=ago(days))

    with pytest.raises(NotDue):
        begin(staff, made)


def test_who_has_not_completed_the_module_is_not_due(made, staff):
    with pytest.raises(NotDue):
        begin(staff, made)


def test_after_it_was_handed_in_it_is_due_no_more(made, staff):
    submit(a_refresher(staff, made))

    with pytest.raises(NotDue):
        begin(staff, made)


def test_a_renewal_counts_the_days_anew(made, staff):
    first = completed(staff, made.item(made.module), on=ago(200))
    renewal = ModuleCompletion.objects.create(
        staff=staff,
        item=first.item,
        version=first.version,
        route="online",
        completed_at=timezone.now(),
        completed_on=ago(31),
        renews=first,
    )

    refresher = begin(staff, made)

    assert (refresher.completion, refresher.day_offset) == (renewal, 30)


@pytest.mark.parametrize(("right", "score"), [(True, 100), (False, 0)])
def test_the_marks_are_kept_and_no_completion_or_award_moves(made, staff, right, score):
    refresher = a_refresher(staff, made)
    an_award(staff, made)
    before = [*ModuleCompletion.objects.values(), *Award.objects.values()]

    submit(refresher, right=right)

    refresher.refresh_from_db()
    assert refresher.score == score
    assert [*ModuleCompletion.objects.values(), *Award.objects.values()] == before
    assert AuditEvent.objects.filter(verb="refresher.submitted").count() == 1


def test_it_is_handed_in_once(made, staff):
    refresher = a_refresher(staff, made)
    submit(refresher)

    with pytest.raises(AlreadySubmitted):
        submit(refresher, right=False)


def test_nobody_begins_or_hands_in_for_somebody_else(made, staff):
    neighbour = granted_post("teacher").staff.user
    refresher = a_refresher(staff, made)

    with pytest.raises(NotYours):
        begin(staff, made, by=neighbour)
    with pytest.raises(NotYours):
        submit(refresher, by=neighbour)


def refused(name):
    return pytest.raises(IntegrityError, match=name)


def test_one_is_kept_for_each_completion_and_day(made, staff):
    row = a_refresher(staff, made)
    row.pk, row.uid = None, row.completion.uid

    with refused("refresher_once|completion_id"), transaction.atomic():
        row.save(force_insert=True)


@pytest.mark.parametrize(
    ("changed", "name"),
    [
        ({"day_offset": 60}, "refresher_day_offset"),
        ({"score": 50}, "refresher_submitted_is_marked"),
        ({"score": 101, "submitted_at": timezone.now()}, "refresher_score_in_percent"),
    ],
)
def test_the_database_refuses_what_cannot_be(made, staff, changed, name):
    row = a_refresher(staff, made)

    with refused(name), transaction.atomic():
        Refresher.objects.filter(pk=row.pk).update(**changed)
