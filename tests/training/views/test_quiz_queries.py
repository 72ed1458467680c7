"""A quiz costs the same few queries at the first try and at the thirtieth."""

from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests.factories.schools import granted_post
from tests.factories.training import an_attempt, course, publish
from training.models import QuizAttempt


pytestmark = pytest.mark.django_db
MOST = 10
COUNTED = ("SELECT", "INSERT", "UPDATE", "DELETE")


def cost(client, url):
    client.get(url)
    with CaptureQueriesContext(
        connection,
    ) as asked:
        assert client.get(url).status_code == 200
    return [q["sql"] for q in asked if q["sql"].startswith(COUNTED)]


@pytest.mark.parametrize("tries", [1, 30])
def test_start_paper_and_result_stay_within_ten_queries(client_of, tries):
    made = course(lessons=1)
    made.quiz.cool_down = 10
    publish(made.quiz)
    staff = granted_post("teacher").staff
    attempt = an_attempt(staff, made)
    client = client_of(staff.user)
    paper = f"/training/attempts/{attempt.uid}/"
    start = f"/training/quiz/{made.item(made.quiz).uid}/"

    costs = [cost(client, paper)]
    QuizAttempt.objects.update(submitted_at=timezone.now(), score=0, passed=False)
    for _ in range(tries - 1):
        attempt.pk, attempt.uid, attempt.client_id = None, uuid4(), uuid4()
        attempt.submitted_at, attempt.score, attempt.passed = timezone.now(), 0, False
        attempt.save(force_insert=True)
    costs += [cost(client, paper), cost(client, start)]

    assert [len(one) for one in costs if len(one) > MOST] == [], costs
