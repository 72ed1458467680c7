"""What became complete while nobody was there to conclude it is completed the next day."""

import datetime as dt

import pytest

from portal.audit.models import AuditEvent
from tests.factories.schools import granted_post
from tests.factories.sessions import AT, cast, conclusions, held, mark
from tests.factories.training import an_attempt, course, done, publish
from training.actions.overdue import settle_overdue
from training.actions.paper_tests import Score, enter_scores
from training.actions.quizzes import submit_attempt
from training.actions.sessions import close_session
from training.models import Award, ModuleCompletion
from training.teaching import Taught


pytestmark = pytest.mark.django_db
LATER = AT + dt.timedelta(days=1)


@pytest.fixture
def made():
    return course()


@pytest.fixture
def teacher():
    return granted_post("teacher").staff


def handed_in(attempt, *, right):
    answers = {
        entry["key"]: [o["key"] for o in entry["options"] if o["correct"] == right][:1]
        for entry in attempt.items_snapshot
    }
    submit_attempt(
        attempt=attempt, answers=answers, language="sq", at=AT, by=attempt.staff.user
    )


def overdue():
    found = settle_overdue(of=Taught("sq").every(), at=LATER, on=LATER.date())
    return found["completed"]


def test_who_passed_while_the_module_was_withdrawn_completes_it_once(made, teacher):
    handed_in(an_attempt(teacher, made), right=True)

    assert (overdue(), overdue()) == (1, 0)

    completion = ModuleCompletion.objects.get(staff=teacher)
    assert (completion.route, completion.completed_on) == ("online", LATER.date())
    assert Award.objects.filter(staff=teacher).exists()
    assert AuditEvent.objects.get(verb="module.completed").actor is None


def test_who_failed_completes_nothing(made, teacher):
    handed_in(an_attempt(teacher, made), right=False)

    assert overdue() == 0


def test_nothing_is_concluded_while_it_is_withdrawn(made, teacher):
    handed_in(an_attempt(teacher, made), right=True)
    made.module.unpublish()

    assert overdue() == 0


def test_who_lacks_a_part_completes_when_it_is_taken_away(made, teacher):
    made.module.quiz = None
    made.module = publish(made.module)
    done(teacher, made.item(made.lessons[0]), at=AT)
    assert overdue() == 0

    made.lessons[1].unpublish()

    assert overdue() == 1


def test_a_session_closed_while_the_module_was_withdrawn_counts_afterwards():
    who = cast()
    session = held(who)
    mark(session, who, *who.teachers)
    passed, failed = who.teachers
    moment = {"at": session.ends_at, "on": session.ends_at.date(), "by": who.user}
    close_session(session=session, headcount=2, conclusions=None, **moment)
    scores = {passed.pk: Score(3, True), failed.pk: Score(0, True)}
    enter_scores(session=session, scores=scores, conclusions=None, **moment)

    assert overdue() == 1

    completion = ModuleCompletion.objects.get()
    assert (completion.staff, completion.session) == (passed, session)


def test_each_published_module_is_looked_at(made):
    assert [one.module for one in Taught("sq").every()] == [conclusions(made).module]
