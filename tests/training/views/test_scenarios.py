"""A scenario on the screen: one scene a page, and the debrief."""

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from portal.models import AuditEvent
from tests.factories.portal import UserFactory
from tests.factories.schools import granted_post
from tests.factories.training import a_run, course, done, in_english, publish, scenario
from training.models import ItemProgress, ModuleCompletion, ScenarioRun
from training.outline import address_of


pytestmark = pytest.mark.django_db
COUNTED = ("SELECT", "INSERT", "UPDATE", "DELETE")


@pytest.fixture
def made():
    return course(lessons=1)


@pytest.fixture
def page(made):
    return scenario(made.module)


@pytest.fixture
def item(made, page):
    return made.item(page)


@pytest.fixture
def path(page):
    return address_of(page.url_path)


@pytest.fixture
def teacher():
    return granted_post("teacher").staff


@pytest.fixture
def client(client_of, teacher):
    client = client_of(teacher.user)
    client.cookies["language"] = "en"
    return client


def begin(client, item):
    return client.post(f"/training/scenarios/{item.uid}/start/")


def take(client, scene, mark):
    run = ScenarioRun.objects.get(closed_at=None)
    sent = {"scene": scene, "choice": f"{scene}-{mark}"}
    return client.post(f"/training/runs/{run.uid}/choose/", sent)


def test_it_begins_goes_on_and_ends_in_a_debrief(client, item, path):
    assert "Begin" in client.get(path).text
    assert begin(client, item)["Location"] == path
    assert "Skena nisja" in client.get(path).text

    take(client, "nisja", "leading")
    second = client.get(path).text
    ended = take(client, "mesi", "unsafe")
    debrief = client.get(ended["Location"]).text

    assert "Pastaj leading" in second
    assert "Skena mesi" in second
    for words in ("Leading questions you asked", "Pyes (nisja)", "What was not safe"):
        assert words in debrief
    assert "Better:</strong> Tregoj (mesi)" in debrief
    assert "Mbrojtësit, sot." in debrief


def test_only_good_choices_are_said_to_be_so(client, item):
    begin(client, item)
    take(client, "nisja", "good")

    debrief = client.get(take(client, "mesi", "good")["Location"]).text

    assert "You asked no leading question" in debrief
    assert "Better:" not in debrief


def test_a_page_left_open_changes_nothing(client, item, path):
    begin(client, item)
    take(client, "nisja", "good")

    response = take(client, "nisja", "leading")

    assert response["Location"] == path
    assert ScenarioRun.objects.get().path == [["nisja", "nisja-good"]]


def test_the_language_may_change_in_the_middle(client, page, item, path):
    english = in_english(page, title="Practice", slug="practice")
    client.cookies["language"] = "sq"
    begin(client, item)
    take(client, "nisja", "good")
    client.cookies["language"] = "en"

    assert "Skena mesi" in client.get(address_of(english.url_path)).text


def test_the_last_thing_done_completes_the_module(made, client, item, teacher):
    made.module.quiz = None
    publish(made.module)
    done(teacher, made.item(made.lessons[0]), at=item.current.published_at)
    begin(client, item)
    take(client, "nisja", "good")

    take(client, "mesi", "good")

    assert ModuleCompletion.objects.count() == 1


def test_the_quiz_waits_and_the_module_lists_the_practice(made, client, item, teacher):
    done(teacher, made.item(made.lessons[0]), at=item.current.published_at)

    module = client.get(address_of(made.module.url_path)).text

    assert "Ushtrimi" in module
    assert "practice, 7 minutes" in module
    assert "Opens when every part is done" in module


def test_opening_the_page_without_playing_is_no_progress(client, path):
    client.get(path)

    assert not ItemProgress.objects.exists()


@pytest.mark.parametrize("action", ["", "choose/"])
def test_the_run_of_another_does_not_exist(client, item, teacher, client_of, action):
    own = a_run(teacher, item)
    url = f"/training/runs/{own.uid}/{action}"
    neighbour = granted_post("teacher").staff.user
    other = client_of(neighbour)

    response = other.post(url) if action else other.get(url)

    assert response.status_code == 404
    assert AuditEvent.objects.filter(verb="access.denied", actor=neighbour.uid).exists()


def test_the_head_of_the_school_does_not_read_what_a_teacher_chose(
    item, client_of, teacher
):
    post = teacher.posts.get()
    head = client_of(granted_post("head", school=post.school).staff.user)

    url = f"/training/runs/{a_run(teacher, item).uid}/"

    assert head.get(url).status_code == 404


def test_nobody_is_led_to_sign_in(item, path):
    for response in (
        Client().get(path),
        Client().post(f"/training/scenarios/{item.uid}/start/"),
    ):
        assert response["Location"].startswith("/accounts/login/")


def test_an_account_of_nobody_is_told_that_nothing_is_kept(client_of, path):
    client = client_of(UserFactory())
    client.cookies["language"] = "en"

    text = client.get(path).text

    assert "not linked to a member of staff" in text
    assert not re.search(r"<button[^>]*>Begin", text)


def test_each_page_costs_at_most_ten_queries(client, item, path, teacher):
    begin(client, item)
    done_run = a_run(teacher, item)
    for url in (path, f"/training/runs/{done_run.uid}/"):
        client.get(url)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(url).status_code == 200
        assert sum(q["sql"].startswith(COUNTED) for q in queries) <= 10
