"""Completed by a session: there for 80 %, closed, and the post-test passed."""

import datetime as dt
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction

from tests.factories.sessions import (
    AT,
    cast,
    close,
    closed,
    conclusions,
    held,
    mark,
)
from tests.factories.training import completed, course
from training.actions.completing import settle
from training.actions.paper_tests import Score, ScoreTooHigh, enter_scores
from training.actions.quizzes import LessonsNotDone, start_attempt, submit_attempt
from training.actions.sessions import NotYourSession, WrongState
from training.dates import add_months
from training.models import Award, Kind, ModuleCompletion, PaperTest, ProgrammePage
from training.outline import read_outline
from training.standing import module_standing, standing_of


pytestmark = pytest.mark.django_db
LATER = AT + dt.timedelta(hours=2)


@pytest.fixture
def who():
    return cast()


def scores(session, who, marks, by=None):
    return enter_scores(
        session=session,
        scores=marks,
        conclusions=conclusions(who.made),
        at=LATER,
        on=LATER.date(),
        by=by or who.user,
    )


def concluded(who, person):
    needs = conclusions(who.made)
    return settle(
        staff=person,
        module=needs.module,
        programme=needs.programmes[0],
        at=LATER,
        on=LATER.date(),
        by=person.user,
    )


def start(who, person, lessons):
    return start_attempt(
        staff=person,
        quiz=who.made.item(who.made.quiz),
        lessons=lessons,
        client_id=uuid4(),
        seed="7",
        language="sq",
        at=LATER,
        by=person.user,
    )


def passes(who, person):
    attempt = start(who, person, [])
    right = {
        entry["key"]: [o["key"] for o in entry["options"] if o["correct"]]
        for entry in attempt.items_snapshot
    }
    submit_attempt(
        attempt=attempt, answers=right, language="sq", at=LATER, by=person.user
    )


def test_a_paper_score_over_the_mark_completes_by_session(who):
    session, person = closed(who), who.teachers[0]

    scores(session, who, {person.pk: Score(3, critical_right=True)})

    done = ModuleCompletion.objects.get(staff=person)
    assert (done.route, done.session) == ("session", session)
    assert done.completed_on == LATER.date()
    assert Award.objects.filter(staff=person).exists()


def test_a_module_in_two_programmes_gives_the_award_of_each_that_it_completes(who):
    second = course(lessons=0)
    second.module.delete()
    who.made.module.create_alias(
        parent=ProgrammePage.objects.get(pk=second.programme.pk)
    )
    session, person = closed(who), who.teachers[0]

    scores(session, who, {person.pk: Score(3, critical_right=True)})

    programmes = {
        who.made.item(page) for page in (who.made.programme, second.programme)
    }
    assert {one.item for one in Award.objects.filter(staff=person)} == programmes
    assert ModuleCompletion.objects.filter(staff=person).count() == 1


@pytest.mark.parametrize(("first", "second"), [(24, 12), (12, 24), (0, 12), (12, 0)])
def test_a_module_in_two_programmes_ends_when_the_stricter_says(first, second):
    who = cast(made=course(lessons=1, months=first))
    stricter = course(lessons=0, months=second)
    stricter.module.delete()
    who.made.module.create_alias(
        parent=ProgrammePage.objects.get(pk=stricter.programme.pk)
    )
    session, person = closed(who), who.teachers[0]

    scores(session, who, {person.pk: Score(3, critical_right=True)})

    done = ModuleCompletion.objects.get(staff=person)
    assert done.valid_until == add_months(done.completed_on, 12)


@pytest.mark.parametrize("score", [Score(2, critical_right=True), Score(3, False)])
def test_a_paper_score_that_fails_completes_nothing(who, score):
    session, person = closed(who), who.teachers[0]

    scores(session, who, {person.pk: score})

    assert not PaperTest.objects.get(staff=person).passed
    assert not ModuleCompletion.objects.exists()


def test_a_passed_quiz_on_the_phone_completes_by_session(who):
    session, person = closed(who), who.teachers[0]
    passes(who, person)

    found = concluded(who, person)

    assert (found.completion.route, found.completion.session) == ("session", session)


def test_the_quiz_opens_for_who_was_there_without_the_lessons(who):
    closed(who, who.teachers[0])
    outline = read_outline("sq")
    node = outline.programmes[0].children[0]

    there, absent = (
        module_standing(node, standing_of(person, outline)) for person in who.teachers
    )

    assert (there.attended, there.quiz_open) == (True, True)
    assert (absent.attended, absent.quiz_open) == (False, False)


def test_completing_without_attending_is_refused(who):
    closed(who, who.teachers[0])
    cheat = who.teachers[1]
    lessons = [who.made.item(page) for page in who.made.lessons]

    with pytest.raises(LessonsNotDone):
        start(who, cheat, lessons)
    passes(who, cheat)

    assert concluded(who, cheat).completion is None


def test_an_open_session_completes_nothing(who):
    session = held(who)
    mark(session, who, *who.teachers)
    passes(who, who.teachers[0])

    assert concluded(who, who.teachers[0]).completion is None
    with pytest.raises(WrongState):
        scores(session, who, {who.teachers[0].pk: Score(3, critical_right=True)})


def test_half_of_the_session_is_not_enough(who):
    session, person = held(who), who.teachers[0]
    mark(session, who, person, state="partial", minutes=45)
    session = close(session, who, 1)

    written = scores(session, who, {person.pk: Score(3, critical_right=True)})

    assert written == []
    assert not ModuleCompletion.objects.exists()


def test_a_score_is_written_once_and_never_above_the_paper(who):
    session, person = closed(who), who.teachers[0]
    with pytest.raises(ScoreTooHigh):
        scores(session, who, {person.pk: Score(4, critical_right=True)})

    scores(session, who, {person.pk: Score(1, critical_right=True)})
    again = scores(session, who, {person.pk: Score(3, critical_right=True)})

    assert again == []
    assert PaperTest.objects.get(staff=person).right == 1


def test_nobody_else_types_the_scores_in(who):
    session = closed(who)

    with pytest.raises(NotYourSession):
        scores(session, who, {}, by=who.teachers[0].user)


def test_a_session_after_an_online_completion_is_evidence_and_no_new_date(who):
    person = who.teachers[0]
    before = completed(person, who.module, on=dt.date(2026, 10, 1))

    session = closed(who, person)

    after = ModuleCompletion.objects.get(staff=person)
    assert (after.pk, after.completed_on, after.route) == (
        before.pk,
        dt.date(2026, 10, 1),
        "online",
    )
    assert after.session == session


def test_a_lapsed_completion_is_not_renewed_by_the_session_before_it(who):
    person = who.teachers[0]
    session = closed(who, person)
    scores(session, who, {person.pk: Score(3, critical_right=True)})
    ModuleCompletion.objects.update(valid_until=LATER.date() + dt.timedelta(days=1))
    needs = conclusions(who.made)
    day = LATER + dt.timedelta(days=9)

    found = settle(
        staff=person,
        module=needs.module,
        programme=needs.programmes[0],
        at=day,
        on=day.date(),
        by=person.user,
    )

    assert found.completion is None


def test_a_session_right_after_a_completion_does_not_open_the_quiz_years_later(who):
    person = who.teachers[0]
    completed(person, who.module, on=dt.date(2026, 10, 1), until=dt.date(2028, 10, 1))
    closed(who, person)
    ModuleCompletion.objects.update(completed_at=LATER - dt.timedelta(days=400))

    found = standing_of(person, read_outline("sq"))

    assert not found.item(Kind.MODULE, who.module.translation_key).attended


@pytest.mark.parametrize(
    ("name", "values"),
    [
        ("paper_test_right_of_all", {"right": 4}),
        ("paper_test_key_questions", {"critical_right": False}),
    ],
)
def test_a_paper_test_is_refused_by_the_database(who, name, values):
    session, person = closed(who), who.teachers[0]
    scores(session, who, {person.pk: Score(3, critical_right=True)})

    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        PaperTest.objects.update(**values)


def test_a_completion_by_session_names_it(who):
    session, person = closed(who), who.teachers[0]
    scores(session, who, {person.pk: Score(3, critical_right=True)})

    with (
        pytest.raises(IntegrityError, match="module_completion_session_is_named"),
        transaction.atomic(),
    ):
        ModuleCompletion.objects.update(session=None)
