"""A paper is frozen, marked once, and nobody else's."""

import datetime as dt
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction

from tests.factories.schools import granted_post
from tests.factories.training import course, done, publish
from training.actions.quizzes import (
    AlreadySubmitted,
    LessonsNotDone,
    NotYours,
    start_attempt,
    submit_attempt,
)
from training.marking import UnknownAnswer
from training.models import QuizAttempt


pytestmark = pytest.mark.django_db
AT = dt.datetime(2026, 10, 1, 9, tzinfo=dt.UTC)


@pytest.fixture
def made():
    return course(lessons=2)


@pytest.fixture
def staff(made):
    person = granted_post("teacher").staff
    for page in made.lessons:
        done(person, made.item(page), at=AT)
    return person


def start(made, staff, **given):
    return start_attempt(
        staff=staff,
        quiz=made.item(made.quiz),
        lessons=[made.item(page) for page in made.lessons],
        client_id=given.get("client_id") or uuid4(),
        seed=given.get("seed", "7"),
        language="sq",
        at=AT,
        by=staff.user,
    )


def submit(attempt, answers=None, by=None):
    return submit_attempt(
        attempt=attempt,
        answers=right(attempt) if answers is None else answers,
        language="sq",
        at=AT,
        by=by or attempt.staff.user,
    )


def right(attempt):
    return {
        entry["key"]: [o["key"] for o in entry["options"] if o["correct"]]
        for entry in attempt.items_snapshot
    }


def test_the_quiz_waits_for_the_lessons(made):
    with pytest.raises(LessonsNotDone):
        start(made, granted_post("teacher").staff)


def test_a_seed_reproduces_the_paper(made, staff):
    first = start(made, staff, seed="abc")
    other = granted_post("teacher").staff
    for page in made.lessons:
        done(other, made.item(page), at=AT)

    assert start(made, other, seed="abc").items_snapshot == first.items_snapshot


def test_starting_twice_is_one_open_attempt(made, staff):
    assert start(made, staff) == start(made, staff)


def test_the_same_client_id_after_handing_in_is_the_same_attempt(made, staff):
    client_id = uuid4()
    attempt = start(made, staff, client_id=client_id)
    submit(attempt)

    assert start(made, staff, client_id=client_id) == attempt


def test_a_client_id_of_somebody_else_is_refused(made, staff):
    client_id = uuid4()
    start(made, staff, client_id=client_id)
    other = granted_post("teacher").staff

    with pytest.raises(NotYours):
        start(made, other, client_id=client_id)


def test_all_right_passes(made, staff):
    attempt = start(made, staff)

    submit(attempt)

    attempt.refresh_from_db()
    assert (attempt.score, attempt.passed) == (100, True)


def test_an_attempt_is_handed_in_once(made, staff):
    attempt = start(made, staff)
    submit(attempt, {})

    with pytest.raises(AlreadySubmitted):
        submit(attempt)

    attempt.refresh_from_db()
    assert (attempt.score, attempt.passed) == (0, False)


def test_an_attempt_of_somebody_else_cannot_be_handed_in(made, staff):
    attempt = start(made, staff)

    with pytest.raises(NotYours):
        submit(attempt, by=granted_post("teacher").staff.user)


def test_a_forged_option_is_refused_and_nothing_is_kept(made, staff):
    attempt = start(made, staff)
    key = attempt.items_snapshot[0]["key"]

    with pytest.raises(UnknownAnswer):
        submit(attempt, {key: [str(uuid4())]})

    attempt.refresh_from_db()
    assert attempt.submitted_at is None


def test_marking_follows_the_paper_not_the_bank_of_today(made, staff):
    attempt = start(made, staff)
    answers = right(attempt)
    for question in made.questions:
        for option in question.options:
            option.value["correct"] = not option.value["correct"]
        question.type = "multi"
        publish(question)

    assert submit(attempt, answers).passed


def test_a_second_try_shows_first_what_was_not_yet_seen(made, staff):
    first = start(made, staff)
    submit(first, {})

    second = start(made, staff, seed="8")

    seen = {entry["key"] for entry in first.items_snapshot}
    everything = {str(q.translation_key) for q in made.questions}
    assert everything - seen <= {entry["key"] for entry in second.items_snapshot}


def test_the_database_refuses_a_score_without_a_submission(made, staff):
    attempt = start(made, staff)

    with pytest.raises(IntegrityError), transaction.atomic():
        QuizAttempt.objects.filter(pk=attempt.pk).update(score=90)


def test_the_database_refuses_two_open_attempts(made, staff):
    attempt = start(made, staff)
    attempt.pk, attempt.uid, attempt.client_id = None, uuid4(), uuid4()

    with pytest.raises(IntegrityError), transaction.atomic():
        attempt.save(force_insert=True)
