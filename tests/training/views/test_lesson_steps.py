"""A lesson step by step: the place is kept, and the end is where one says "done"."""

import json
import re
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from portal.audit.models import AuditEvent
from tests.factories.portal import UserFactory
from tests.factories.schools import granted_post
from tests.factories.training import body, course, in_english, publish
from training.models import ItemProgress
from training.outline import address_of


pytestmark = pytest.mark.django_db
WRITES = ("INSERT", "UPDATE", "DELETE")


@pytest.fixture
def made():
    made = course(lessons=2)
    made.lessons[0].body = body("fjalë " * 40, "fjalë " * 40, "fjalë " * 40)
    made.lessons[0].minutes = 6
    made.lessons[0] = publish(made.lessons[0])
    return made


@pytest.fixture
def client(client_of):
    client = client_of(granted_post("teacher").staff.user)
    client.cookies["language"] = "en"
    return client


@pytest.fixture
def path(made):
    return address_of(made.lessons[0].url_path)


def finish_url(made):
    return f"/training/lessons/{made.item(made.lessons[0]).uid}/finish/"


def step_of(response):
    """The number on the step bar."""
    return int(re.search(r"Step (\d+) of 3", response.text)[1])


def test_a_lesson_opens_at_its_first_step_with_the_minutes_left(client, path):
    text = client.get(path).text

    assert "Step 1 of 3" in text
    assert "about 6 minutes left" in text
    assert "Hapi 2</h2>" not in text
    assert 'href="?step=2"' in text


def test_it_opens_again_at_the_step_where_one_stands(client, path):
    client.get(f"{path}?step=2")

    response = client.get(path)

    assert step_of(response) == 2
    assert "about 4 minutes left" in response.text


def test_my_training_and_the_module_say_how_long_the_rest_takes(made, client, path):
    client.get(f"{path}?step=2")

    assert "About 4 minutes left in this lesson" in client.get("/training/").text
    module = client.get(address_of(made.module.url_path))
    assert "about 4 minutes left" in module.text


@pytest.mark.parametrize(("asked", "step"), [("9", 3), ("0", 1), ("x", 1), ("²", 1)])
def test_an_odd_number_is_no_error(client, path, asked, step):
    assert step_of(client.get(path, {"step": asked})) == step


def test_done_is_said_on_the_last_step_only(made, client, path):
    button = "I have done this lesson"

    shown = [button in client.get(f"{path}?step={n}").text for n in (1, 2, 3)]

    assert shown == [False, False, True]


@pytest.mark.parametrize(
    ("opened", "said", "step"),
    [
        ([1], "Steps 2, 3 were not opened", 2),
        ([1, 2], "Step 3 was not opened", 3),
        ([3], "Steps 1, 2 were not opened", 1),
        ([1, 3], "Step 2 was not opened", 2),
    ],
)
def test_a_lesson_of_which_a_step_was_never_opened_is_not_done_and_leads_there(
    made, client, path, opened, said, step
):
    for number in opened:
        client.get(f"{path}?step={number}")

    response = client.post(finish_url(made), follow=True)

    assert said in response.text
    assert step_of(response) == step
    assert not ItemProgress.objects.filter(state="done").exists()
    denied = AuditEvent.objects.filter(verb="access.denied").latest("id")
    assert "training:lesson_finish" in denied.body


@pytest.mark.parametrize("seen", ["{", "7", '["x"]', ""])
def test_steps_that_a_phone_names_wrongly_are_not_opened_steps(
    made, client, path, seen
):
    client.get(f"{path}?step=3")

    client.post(finish_url(made), {"seen": seen})

    assert not ItemProgress.objects.filter(state="done").exists()


def test_steps_read_on_the_phone_and_steps_read_here_are_the_whole_lesson(
    made, client, path
):
    client.get(f"{path}?step=3")
    read_on_the_phone = [step.id for step in made.lessons[0].steps[:2]]

    client.post(finish_url(made), {"seen": json.dumps(read_on_the_phone)})

    assert ItemProgress.objects.get().state == "done"
    event = AuditEvent.objects.get(verb="lesson.done")
    assert "offline" not in event.body


@pytest.mark.parametrize("whole_page_read", [False, True])
def test_a_lesson_never_opened_is_not_done_whatever_steps_are_named(
    made, client, path, whole_page_read
):
    if whole_page_read:
        client.get(f"{path}?step=all")
    every = json.dumps([step.id for step in made.lessons[0].steps])

    response = client.post(finish_url(made), {"seen": every}, follow=True)

    assert "Open the lesson first" in response.text
    assert not AuditEvent.objects.filter(verb="lesson.done").exists()
    assert not ItemProgress.objects.filter(state="done").exists()
    denied = AuditEvent.objects.filter(verb="access.denied").latest("id")
    assert "training:lesson_finish" in denied.body


def test_who_went_back_from_the_last_step_may_still_say_done(made, client, path):
    for number in (1, 2, 3, 1):
        client.get(f"{path}?step={number}")

    client.post(finish_url(made))

    assert ItemProgress.objects.filter(state="done").count() == 1


def test_a_step_that_an_editor_removed_leads_to_the_one_before(made, client, path):
    client.get(f"{path}?step=3")
    page = made.lessons[0]
    page.body = json.dumps(list(page.body.raw_data)[:4])
    publish(page)

    assert "Step 2 of 2" in client.get(path).text


def test_a_step_that_an_editor_added_at_the_end_is_read_first(made, client, path):
    for number in (1, 2, 3):
        client.get(f"{path}?step={number}")
    page = made.lessons[0]
    more = [
        {"type": "heading", "value": "Hapi 4", "id": str(uuid4())},
        {"type": "paragraph", "value": "<p>Më shumë.</p>", "id": str(uuid4())},
    ]
    page.body = json.dumps([*page.body.raw_data, *more])
    publish(page)

    client.post(finish_url(made))

    assert not ItemProgress.objects.filter(state="done").exists()


def test_the_place_is_the_same_in_the_other_language(made, client, path):
    english = in_english(made.lessons[0], title="Lesson 1", slug="lesson-1")
    client.cookies["language"] = "sq"
    client.get(f"{path}?step=2")
    client.cookies["language"] = "en"

    moved = client.get(f"{path}?step=2")
    resumed = client.get(address_of(english.url_path))

    assert moved["Location"] == f"{address_of(english.url_path)}?step=2"
    assert step_of(resumed) == 2


def test_a_place_is_one_row_of_the_reader_alone(made, client, client_of, path):
    client.get(f"{path}?step=2")
    other = client_of(granted_post("teacher").staff.user)
    other.cookies["language"] = "en"

    assert step_of(other.get(path)) == 1


def test_who_is_no_staff_reads_every_step_and_nothing_is_kept(client_of, path):
    client = client_of(UserFactory())
    client.cookies["language"] = "en"

    assert step_of(client.get(f"{path}?step=3")) == 3
    assert step_of(client.get(path)) == 1
    assert ItemProgress.objects.count() == 0


def test_the_whole_lesson_is_on_one_page_to_print_and_is_not_taken_as_read(
    client, path
):
    text = client.get(f"{path}?step=all").text

    assert all(f"Hapi {number}</h2>" in text for number in (1, 2, 3))
    assert ItemProgress.objects.count() == 0


def test_a_step_costs_one_write_and_none_the_second_time(client, path, outline_kept):
    client.get(path)
    written = []
    for _ in range(2):
        with CaptureQueriesContext(connection) as queries:
            client.get(f"{path}?step=2")
        counted = [q["sql"] for q in queries if q["sql"].startswith(WRITES)]
        written.append(len(counted))
        assert len([q for q in queries if not _is_frame(q["sql"])]) <= 10

    assert written == [1, 0]


def _is_frame(sql):
    return sql.startswith(("BEGIN", "SAVEPOINT", "RELEASE"))
