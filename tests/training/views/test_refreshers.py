"""Refreshers on the screen: offered, answered, and nobody else's."""

import datetime as dt
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from portal.models import AuditEvent
from tests.factories.schools import granted_post
from tests.factories.training import a_refresher, completed, course, quiz
from training.models import Refresher


pytestmark = pytest.mark.django_db
LINE = "5 questions, two minutes"


@pytest.fixture
def made():
    return course(lessons=1, quiz=quiz(bank=6))


@pytest.fixture
def staff():
    return granted_post("teacher").staff


@pytest.fixture
def client(staff, client_of):
    client = client_of(staff.user)
    client.cookies["language"] = "en"
    return client


def finished(staff, made, *, days=30):
    on = timezone.localdate() - dt.timedelta(days=days)
    return completed(staff, made.item(made.module), on=on)


def begin_url(made):
    return f"/training/refreshers/{made.item(made.module).uid}/begin/"


def url(refresher):
    return f"/training/refreshers/{refresher.uid}/"


def answers(refresher, *, correct=True):
    return {
        f"q{number}": next(o["key"] for o in e["options"] if o["correct"] is correct)
        for number, e in enumerate(refresher.items_snapshot, start=1)
    }


def denied(user):
    return AuditEvent.objects.filter(verb="access.denied", actor=user.uid).exists()


@pytest.mark.parametrize("page", ["/", "/training/"])
def test_it_is_offered_on_the_first_page_and_in_my_training(made, staff, client, page):
    finished(staff, made)

    text = client.get(page).text

    assert LINE in text
    assert begin_url(made) in text


@pytest.mark.parametrize("page", ["/", "/training/"])
@pytest.mark.parametrize("days", [29, 270])
def test_outside_its_days_it_is_not_offered(made, staff, client, page, days):
    finished(staff, made, days=days)

    assert LINE not in client.get(page).text


def test_the_first_page_has_one_line_the_one_that_lapses_first(made, staff, client):
    other = course(lessons=1, title="Tjetri", quiz=quiz(bank=6))
    finished(staff, made, days=40)
    finished(staff, other, days=170)

    home = client.get("/").text

    assert home.count(LINE) == 1
    assert begin_url(other) in home
    assert client.get("/training/").text.count(LINE) == 2


def test_an_older_completion_offers_nothing_once_it_is_renewed(made, staff, client):
    first = finished(staff, made, days=40)
    first.pk, first.uid, first.renews_id = None, uuid4(), first.pk
    first.completed_on = timezone.localdate()
    first.save(force_insert=True)

    assert LINE not in client.get("/training/").text


def test_somebody_elses_completion_offers_nothing(made, client):
    finished(granted_post("teacher").staff, made)

    assert LINE not in client.get("/training/").text


def test_begun_answered_and_told_what_each_option_means(made, staff, client):
    finished(staff, made)

    paper = client.post(begin_url(made), follow=True)
    row = Refresher.objects.get()
    result = client.post(url(row), answers(row, correct=False), follow=True)

    assert paper.text.count("<fieldset") == 5
    assert "Sepse" not in paper.text
    assert "it must be right" not in paper.text
    assert "0 of 5 right" in result.text
    assert "Sepse 0" in result.text
    assert LINE not in client.get("/training/").text


def test_a_missing_answer_is_named_and_nothing_is_marked(made, staff, client):
    row = a_refresher(staff, made)
    sent = answers(row)
    del sent["q2"]

    response = client.post(url(row), sent)

    assert "Answer question 2 of 5" in response.text
    row.refresh_from_db()
    assert row.submitted_at is None


def test_one_begun_in_time_is_handed_in_after_it_lapsed(made, staff, client):
    row = a_refresher(staff, made)
    long_ago = timezone.localdate() - dt.timedelta(days=300)
    type(row.completion).objects.update(completed_on=long_ago)

    response = client.post(url(row), answers(row), follow=True)

    assert "5 of 5 right" in response.text


def test_handing_in_twice_changes_nothing_and_is_noted(made, staff, client):
    row = a_refresher(staff, made)
    client.post(url(row), answers(row, correct=False))

    response = client.post(url(row), answers(row), follow=True)

    row.refresh_from_db()
    assert row.score == 0
    assert "already handed in" in response.text
    assert denied(staff.user)


def test_who_is_not_due_is_led_back(made, client):
    response = client.post(begin_url(made), follow=True)

    assert "There is no refresher of this module today" in response.text
    assert not Refresher.objects.exists()


def test_a_bank_that_is_being_rewritten_says_so(made, staff, client):
    finished(staff, made)
    for question in made.questions:
        question.unpublish()

    response = client.post(begin_url(made), follow=True)

    assert "The quiz is being rewritten" in response.text


def test_the_button_of_no_module_is_404(made, client):
    assert client.post(f"/training/refreshers/{uuid4()}/begin/").status_code == 404


@pytest.mark.parametrize("role", ["teacher", "head", "directorate_officer"])
def test_nobody_else_opens_or_answers_it(made, staff, client_of, role):
    row = a_refresher(staff, made)
    post = staff.posts.get()
    at = {"directorate": post.school.directorate}
    near = at if role == "directorate_officer" else {"school": post.school}
    user = granted_post(role, **near).staff.user
    other = client_of(user)

    assert other.post(url(row), answers(row)).status_code == 404
    assert denied(user)
    assert other.get(url(row)).status_code == 404
    row.refresh_from_db()
    assert row.submitted_at is None


def test_who_is_not_signed_in_is_asked_to_sign_in(made, staff):
    row, client = a_refresher(staff, made), Client()

    for response in (
        client.get(url(row)),
        client.post(url(row), answers(row)),
        client.post(begin_url(made)),
    ):
        assert response.status_code == 302
        assert "/login/" in response["Location"]


@pytest.mark.parametrize("page", ["/", "/training/"])
def test_the_offers_cost_the_same_for_one_module_and_for_many(
    made, staff, client, page
):
    finished(staff, made)
    costs = [_cost(client, page)]
    for number in range(4):
        more = course(lessons=1, title=f"Moduli {number}", quiz=quiz(bank=6))
        finished(staff, more)
    costs.append(_cost(client, page))

    assert costs[0] == costs[1]


def test_paper_and_result_stay_within_ten_queries(made, staff, client):
    row = a_refresher(staff, made)
    costs = [_cost(client, url(row))]
    client.post(url(row), answers(row))
    costs.append(_cost(client, url(row)))

    assert max(costs) <= 10, costs


def _cost(client, page):
    client.get(page)
    with CaptureQueriesContext(connection) as asked:
        assert client.get(page).status_code == 200
    return sum(q["sql"].startswith("SELECT") for q in asked)
