"""Before and after a module: two forms, once each, and the gain as it was."""

import datetime as dt
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction
from hypothesis import given
from hypothesis import strategies as st

from schools.models import StaffMember
from tests.factories.schools import granted_post
from tests.factories.sessions import cast, close, code_of, held, mark, signs
from tests.factories.training import course, done, measured
from training.actions.measuring import (
    Taken,
    TooLate,
    first_form,
    start_after,
    start_before,
)
from training.actions.quizzes import LessonsNotDone, submit_attempt
from training.models import LearningItem, QuizAttempt
from training.paper import right_answer


AT = dt.datetime(2026, 10, 1, 9, tzinfo=dt.UTC)


@pytest.fixture
def made(db):
    return measured(course(lessons=1))


@pytest.fixture
def staff(db):
    return granted_post("teacher").staff


def given_(made, staff):
    return {
        "staff": staff,
        "lessons": [made.item(page) for page in made.lessons],
        "client_id": uuid4(),
        "language": "sq",
        "at": AT,
        "by": staff.user,
    }


def before(made, staff, *, at=AT):
    return start_before(
        test=made.item(made.module.pre_test),
        module=made.item(made.module),
        **given_(made, staff) | {"at": at},
    )


def after(made, staff):
    return start_after(
        test=made.item(made.module.post_test),
        before=made.item(made.module.pre_test),
        **given_(made, staff),
    )


def hand_in(attempt, right):
    """With so many right answers."""
    answers = {e["key"]: right_answer(e) for e in attempt.items_snapshot[:right]}
    submit_attempt(
        attempt=attempt, answers=answers, language="sq", at=AT, by=attempt.staff.user
    )
    attempt.refresh_from_db()
    return attempt


def learn(made, staff):
    for page in made.lessons:
        done(staff, made.item(page), at=AT)


def keys(attempt):
    return {entry["key"] for entry in attempt.items_snapshot}


def test_the_second_form_is_the_one_not_met_and_the_gain_is_kept(made, staff):
    first = hand_in(before(made, staff), 0)
    learn(made, staff)

    second = hand_in(after(made, staff), 2)

    assert {first.form, second.form} == {"A", "B"}
    assert not keys(first) & keys(second)
    assert (first.score, second.score, second.gain) == (0, 100, 100)
    assert second.before == first


def test_the_gain_is_not_counted_again_when_a_mark_changes(made, staff):
    hand_in(before(made, staff), 1)
    learn(made, staff)
    second = hand_in(after(made, staff), 1)

    QuizAttempt.objects.filter(pk=second.before_id).update(score=10)
    second.refresh_from_db()

    assert second.gain == 0


def test_who_skips_the_first_has_no_gain(made, staff):
    learn(made, staff)

    assert hand_in(after(made, staff), 2).gain is None


def test_the_quiz_of_the_module_never_asks_a_question_of_the_forms(made, staff):
    learn(made, staff)

    asked = keys(after(made, staff))

    assert not asked & {str(row.translation_key) for row in made.questions}


def test_a_lesson_done_closes_the_test_before(made, staff):
    learn(made, staff)

    with pytest.raises(TooLate):
        before(made, staff)


# --- A session closes the test before, as a lesson does ---------------------------------
@pytest.fixture
def taught(made):
    """A school whose session of the module begins at AT; its first teacher."""
    who = cast(made=made)
    return who, held(who, at=AT), who.teachers[0]


def test_before_the_session_begins_the_test_is_open(made, taught):
    _who, _session, person = taught

    assert before(made, person, at=AT - dt.timedelta(minutes=1))


def test_from_its_beginning_on_the_test_is_closed_to_who_is_expected(made, taught):
    _who, _session, person = taught

    with pytest.raises(TooLate):
        before(made, person, at=AT)


def test_who_is_marked_absent_may_still_take_it(made, taught):
    who, session, person = taught
    mark(session, who, person, state="absent")

    assert before(made, person, at=AT)


def test_after_the_closing_it_is_closed_to_who_was_there_only(made, taught):
    who, session, person = taught
    mark(session, who, person)
    close(session, who, 1)
    later = AT + dt.timedelta(days=3)

    with pytest.raises(TooLate):
        before(made, person, at=later)
    assert before(made, who.teachers[1], at=later)


def test_a_session_that_was_never_closed_closes_the_test_to_nobody_who_was_not_there(
    made, taught
):
    _who, session, person = taught

    assert before(made, person, at=session.ends_at + dt.timedelta(minutes=61))


def test_a_guest_of_the_session_does_not_take_it_afterwards(made, taught, staff):
    _who, session, _person = taught
    signs(session, staff, code_of(session, AT), at=AT)

    with pytest.raises(TooLate):
        before(made, staff, at=AT + dt.timedelta(days=1))


def test_a_test_begun_in_time_is_gone_on_with(made, taught):
    _who, _session, person = taught
    first = before(made, person, at=AT - dt.timedelta(minutes=5))

    assert before(made, person, at=AT + dt.timedelta(minutes=5)) == first


def test_the_test_after_waits_for_the_lessons(made, staff):
    with pytest.raises(LessonsNotDone):
        after(made, staff)


def test_each_is_taken_once_and_one_begun_is_gone_on_with(made, staff):
    first = before(made, staff)

    assert before(made, staff) == first
    hand_in(first, 1)
    with pytest.raises(Taken):
        before(made, staff)


@given(st.uuids(), st.uuids())
def test_a_person_always_begins_with_the_same_form(person, test):
    staff, item = StaffMember(uid=person), LearningItem(uid=test)

    assert first_form(staff, item) == first_form(staff, item)
    assert first_form(staff, item) in {"A", "B"}


def test_half_of_the_people_begin_with_each_form():
    item = LearningItem(uid=uuid4())
    forms = [first_form(StaffMember(uid=uuid4()), item) for _ in range(1000)]

    assert 400 < forms.count("A") < 600


@pytest.mark.parametrize("change", [{"gain": 5}, {"form": "C"}])
def test_the_database_refuses_a_gain_of_nothing_and_a_third_form(made, staff, change):
    attempt = hand_in(before(made, staff), 1)

    with pytest.raises(IntegrityError), transaction.atomic():
        QuizAttempt.objects.filter(pk=attempt.pk).update(**change)
