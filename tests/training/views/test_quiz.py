"""The quiz on the screen: paper, refusal, result."""

import datetime as dt
import re
from uuid import uuid4

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from portal.models import AuditEvent
from tests.factories.schools import granted_post
from tests.factories.sessions import cast, closed, held
from tests.factories.training import an_attempt, course, done, measured, publish
from training.models import Award, ModuleCompletion, QuizAttempt
from training.outline import address_of


pytestmark = pytest.mark.django_db


@pytest.fixture
def made():
    return course(lessons=1)


@pytest.fixture
def teacher():
    return granted_post("teacher").staff


@pytest.fixture
def client(teacher, client_of):
    client = client_of(teacher.user)
    client.cookies["language"] = "en"
    return client


@pytest.fixture
def attempt(made, teacher):
    return an_attempt(teacher, made)


def start_url(made):
    return f"/training/quiz/{made.item(made.quiz).uid}/"


def paper_url(attempt):
    return f"/training/attempts/{attempt.uid}/"


def answers(attempt, *, correct=True):
    found = {}
    for number, entry in enumerate(attempt.items_snapshot, start=1):
        fits = [o["key"] for o in entry["options"] if o["correct"] is correct]
        found[f"q{number}"] = fits if entry["type"] == "multi" else fits[0]
    return found


def test_the_quiz_is_shut_until_the_lessons_are_done(made, client):
    page = client.get(start_url(made))
    response = client.post(start_url(made), {"client_id": uuid4()}, follow=True)

    assert "opens when every part is done" in page.text
    assert "opens when every part is done" in response.text
    assert not QuizAttempt.objects.exists()


def test_starting_leads_to_the_paper(made, client, teacher):
    done(teacher, made.item(made.lessons[0]), at=timezone.now())

    response = client.post(start_url(made), {"client_id": uuid4()})

    assert response["Location"] == paper_url(QuizAttempt.objects.get())


def test_a_broken_client_id_starts_a_quiz_all_the_same(made, client, teacher):
    done(teacher, made.item(made.lessons[0]), at=timezone.now())

    assert client.post(start_url(made), {"client_id": "x"}).status_code == 302


def test_a_bank_with_too_few_questions_says_so(made, client, teacher):
    done(teacher, made.item(made.lessons[0]), at=timezone.now())
    for question in made.questions:
        question.unpublish()

    response = client.post(start_url(made), {"client_id": uuid4()}, follow=True)

    assert "The quiz is being rewritten" in response.text
    assert not QuizAttempt.objects.exists()


def test_the_paper_has_no_hint_of_what_is_right(attempt, client):
    text = client.get(paper_url(attempt)).text

    assert text.count("<fieldset") == 3
    assert "Sepse" not in text
    assert "correct" not in text


def test_a_missing_answer_is_named_and_nothing_is_marked(attempt, client):
    sent = answers(attempt)
    del sent["q2"]

    response = client.post(paper_url(attempt), sent)

    assert "Answer question 2 of 3" in response.text
    attempt.refresh_from_db()
    assert attempt.submitted_at is None


def test_an_option_of_nowhere_is_refused(attempt, client):
    response = client.post(paper_url(attempt), answers(attempt) | {"q1": str(uuid4())})

    assert response.status_code == 200
    attempt.refresh_from_db()
    assert attempt.submitted_at is None


def test_passing_completes_the_module_and_shows_the_award(attempt, client):
    response = client.post(paper_url(attempt), answers(attempt), follow=True)

    assert "You passed the quiz" in response.text
    assert Award.objects.get().public_id in response.text
    assert ModuleCompletion.objects.count() == 1


def test_failing_shows_feedback_and_lets_one_try_again(attempt, client):
    response = client.post(
        paper_url(attempt), answers(attempt, correct=False), follow=True
    )

    assert "Not passed this time" in response.text
    assert "Sepse 0" in response.text
    assert "Try again" in response.text
    assert not ModuleCompletion.objects.exists()


def test_handing_in_twice_changes_nothing(attempt, client):
    client.post(paper_url(attempt), answers(attempt, correct=False))

    client.post(paper_url(attempt), answers(attempt))

    attempt.refresh_from_db()
    assert attempt.passed is False


def denied(user):
    rows = AuditEvent.objects.filter(verb="access.denied", actor=user.uid)
    return rows.exists()


def test_a_paper_sent_again_is_refused_and_noted(attempt, client, teacher):
    client.post(paper_url(attempt), answers(attempt, correct=False))

    response = client.post(paper_url(attempt), answers(attempt), follow=True)

    attempt.refresh_from_db()
    assert "already handed in" in response.text
    assert attempt.passed is False
    assert denied(teacher.user)


def test_starting_without_the_lessons_is_refused_and_noted(made, client, teacher):
    client.post(start_url(made), {"client_id": uuid4()})

    assert denied(teacher.user)


def test_the_number_of_somebody_elses_attempt_starts_nothing(made, attempt, client_of):
    neighbour = granted_post("teacher").staff
    done(neighbour, made.item(made.lessons[0]), at=timezone.now())

    response = client_of(neighbour.user).post(
        start_url(made), {"client_id": attempt.client_id}
    )

    assert response.status_code == 404
    assert denied(neighbour.user)
    assert QuizAttempt.objects.count() == 1


def test_after_a_failed_try_the_next_opens_later(made, teacher, client):
    made.quiz.cool_down = 10
    publish(made.quiz)
    attempt = an_attempt(teacher, made)
    result = client.post(
        paper_url(attempt), answers(attempt, correct=False), follow=True
    )

    refused = client.post(start_url(made), {"client_id": uuid4()}, follow=True)

    assert "You can try again from" in result.text
    assert "Try again with a new paper" not in result.text
    assert "You can try again from" in refused.text
    assert QuizAttempt.objects.count() == 1
    with time_machine.travel(timezone.now() + dt.timedelta(minutes=11)):
        client.post(start_url(made), {"client_id": uuid4()})
    assert QuizAttempt.objects.count() == 2


def test_after_a_pass_one_practises_without_waiting(made, attempt, client):
    made.quiz.cool_down = 10
    publish(made.quiz)
    client.post(paper_url(attempt), answers(attempt))

    client.post(start_url(made), {"client_id": uuid4()})

    assert QuizAttempt.objects.count() == 2


def test_a_pass_of_a_completion_that_lapsed_ends_no_wait(made, attempt, client):
    made.quiz.cool_down = 10
    publish(made.quiz)
    client.post(paper_url(attempt), answers(attempt))
    ModuleCompletion.objects.update(
        completed_at=timezone.now() - dt.timedelta(days=800),
        completed_on=timezone.localdate() - dt.timedelta(days=800),
        valid_until=timezone.localdate() - dt.timedelta(days=70),
    )
    QuizAttempt.objects.update(submitted_at=timezone.now() - dt.timedelta(days=800))
    client.post(start_url(made), {"client_id": uuid4()})
    again = QuizAttempt.objects.get(submitted_at=None)
    failed = client.post(paper_url(again), answers(again, correct=False), follow=True)

    refused = client.post(start_url(made), {"client_id": uuid4()}, follow=True)

    for page in (failed, refused):
        assert "You can try again from" in page.text
    assert QuizAttempt.objects.count() == 2


def test_without_a_script_the_answers_are_kept_until_later(attempt, client):
    hidden = dict(
        re.findall(
            r'name="(autosave(?:_key)?)" value="([^"]+)"',
            client.get(paper_url(attempt)).text,
        )
    )
    q1 = answers(attempt)["q1"]

    response = client.post(paper_url(attempt), {"q1": q1, "later": "1", **hidden})

    assert response.status_code == 303
    assert f'value="{q1}"' in checked(client.get(paper_url(attempt)).text)
    attempt.refresh_from_db()
    assert (attempt.submitted_at, attempt.answers) == (None, {})


def checked(page):
    return " ".join(
        tag for tag in re.findall(r"<input[^>]+>", page) if "checked" in tag
    )


def test_the_tests_before_and_after_lead_to_the_gain(client, teacher):
    made = measured(course(lessons=1))
    urls = {
        when: f"/training/quiz/{made.item(getattr(made.module, when)).uid}/"
        for when in ("pre_test", "post_test")
    }

    shut = client.get(urls["post_test"]).text
    paper = client.post(urls["pre_test"], {"client_id": uuid4()})["Location"]
    first = QuizAttempt.objects.get()
    before = client.post(paper, answers(first, correct=False), follow=True)
    done(teacher, made.item(made.lessons[0]), at=timezone.now())
    late = client.post(urls["pre_test"], {"client_id": uuid4()}, follow=True)
    paper = client.post(urls["post_test"], {"client_id": uuid4()})["Location"]
    second = QuizAttempt.objects.exclude(pk=first.pk).get()
    after = client.post(paper, answers(second), follow=True)

    assert "opens when every part is done" in shut
    assert "no pass or fail" in before.text
    assert "taken once" in late.text
    assert "You have gained 100 percentage points" in after.text
    assert not ModuleCompletion.objects.exists()


def test_the_test_before_is_shut_once_a_session_of_the_module_teaches(client, teacher):
    made = measured(course(lessons=1))
    url = f"/training/quiz/{made.item(made.module.pre_test).uid}/"
    button = "Start the test"
    assert button in client.get(url).text
    held(cast(made=made, school=teacher.posts.get().school), at=timezone.now())

    shut = client.get(url).text
    late = client.post(url, {"client_id": uuid4()}, follow=True)

    assert button not in shut
    assert "before a session of it begins" in shut
    assert "before a session of it begins" in late.text
    assert denied(teacher.user)
    assert not QuizAttempt.objects.exists()


def test_who_was_at_a_session_is_offered_no_test_before_on_the_module(client, teacher):
    made = measured(course(lessons=1))
    page = address_of(made.module.url_path)
    assert "What do you know already?" in client.get(page).text
    who = cast(made=made, school=teacher.posts.get().school)

    closed(who, teacher)

    assert "What do you know already?" not in client.get(page).text


@pytest.mark.parametrize("method", ["get", "post"])
def test_the_attempt_of_another_does_not_exist(attempt, client_of, method):
    neighbour = granted_post("teacher").staff.user
    sent = answers(attempt) if method == "post" else {}

    response = getattr(client_of(neighbour), method)(paper_url(attempt), sent)

    assert response.status_code == 404
    attempt.refresh_from_db()
    assert attempt.submitted_at is None
    assert AuditEvent.objects.filter(verb="access.denied", actor=neighbour.uid).exists()


def test_nobody_is_led_to_sign_in(attempt):
    response = Client().post(paper_url(attempt), {})

    assert response["Location"].startswith("/accounts/login/")


def test_the_certificate_of_another_is_not_printed(attempt, client, client_of):
    client.post(paper_url(attempt), answers(attempt))
    url = f"/training/awards/{Award.objects.get().public_id}/certificate.pdf"
    neighbour = client_of(granted_post("teacher").staff.user)

    assert client.get(url).status_code == 200
    assert neighbour.get(url).status_code == 404
    assert neighbour.get("/training/awards/NOSUCHNUMBER/").status_code == 404
