"""The learner's screens, by the one who may, a neighbour and nobody."""

from datetime import UTC, datetime
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from portal.audit.models import AuditEvent
from tests.factories.portal import UserFactory
from tests.factories.schools import granted_post
from tests.factories.training import (
    add,
    body,
    completed,
    course,
    done,
    in_english,
    index,
    lesson,
    publish,
)
from training.models import (
    Award,
    ItemProgress,
    ModuleCompletion,
    ModulePage,
    ProgrammePage,
)
from training.outline import address_of


pytestmark = pytest.mark.django_db
AT = datetime(2026, 10, 1, 9, tzinfo=UTC)


@pytest.fixture
def made():
    return course(lessons=2)


@pytest.fixture
def teacher():
    return granted_post("teacher")


@pytest.fixture
def client(teacher, client_of):
    return client_of(teacher.staff.user)


def address(page):
    return address_of(page.url_path)


def finish_url(made, page):
    return f"/training/lessons/{made.item(page).uid}/finish/"


def in_albanian(client):
    client.cookies["language"] = "sq"
    return client


def test_my_training_leads_to_the_first_lesson(made, client):
    response = client.get("/training/")

    assert response.status_code == 200
    assert f'href="{address(made.lessons[0])}"' in response.text


def test_it_resumes_at_the_lesson_last_opened(made, client):
    third = lesson(made.module, "Mësimi 3")
    for page in (made.lessons[0], third):
        client.get(address(page))
    client.post(finish_url(made, made.lessons[0]))

    assert f'href="{address(third)}"' in client.get("/training/").text


def another(made, *audience):
    """A module of a programme of its own, for these roles."""
    slug = f"p-{uuid4().hex[:8]}"
    programme = add(index(), ProgrammePage(title="Programi tjetër", slug=slug))
    words = {"title": "Moduli tjetër", "slug": "tjeter", "minutes": 5}
    module = add(programme, ModulePage(audience=" ".join(audience), **words))
    return programme, lesson(module, "Mësimi tjetër")


def goes_on_at(client):
    step = client.get("/training/").context["next_step"]
    return step and step["url"]


def test_what_another_role_needs_is_named_after_the_own_programmes(
    made, client, client_of
):
    programme, _far = another(made, "protector")
    protector = client_of(granted_post("protector").staff.user)

    page, theirs = client.get("/training/"), protector.get("/training/")

    assert [node.title for node in page.context["others"]] == ["Programi tjetër"]
    assert f'href="{address(programme)}"' in page.text
    assert "Moduli tjetër" not in page.text
    assert theirs.context["others"] == []
    assert "Moduli tjetër" in theirs.text


def test_nobody_is_sent_on_to_what_another_role_needs(made, client, teacher):
    another(made, "protector")
    completed(teacher.staff, made.item(made.module), on=AT.date())

    assert goes_on_at(client) is None


def test_what_was_begun_last_goes_on_first(made, client):
    _programme, far = another(made, "protector")
    assert goes_on_at(client) == address(made.lessons[0])
    client.get(address(made.lessons[0]))

    client.get(address(far))

    assert goes_on_at(client) == address(far)
    assert "Moduli tjetër" in client.get("/training/").text


def test_whom_no_module_names_is_led_to_the_first_programme(made, client_of):
    another(made, "protector")
    registrar = client_of(granted_post("registrar").staff.user)

    page = registrar.get("/training/")

    assert goes_on_at(registrar) == address(made.lessons[0])
    assert [node.title for node in page.context["others"]] == ["Programi tjetër"]


@pytest.mark.parametrize("what", ["programme", "module", "lesson"])
def test_every_page_opens_at_its_address(made, client, what):
    page = made.lessons[0] if what == "lesson" else getattr(made, what)

    response = in_albanian(client).get(address(page))

    assert response.status_code == 200
    assert page.title in response.text


def test_nobody_is_led_to_sign_in(made):
    response = Client().get(address(made.lessons[0]))

    assert response.status_code == 302
    assert response["Location"].startswith("/accounts/login/")


def test_a_role_that_does_not_learn_reads_but_has_no_training(made, client_of):
    client = client_of(granted_post("ministry_analyst").staff.user)

    assert client.get("/training/").status_code == 404
    assert client.get(address(made.lessons[0])).status_code == 200
    assert ItemProgress.objects.count() == 1  # staff, so the reading is kept


def test_an_account_of_nobody_reads_and_is_told_that_nothing_is_kept(made, client_of):
    client = client_of(UserFactory())
    client.cookies["language"] = "en"

    response = client.get(address(made.lessons[0]))

    assert "not linked to a member of staff" in response.text
    assert "I have done this lesson" not in response.text
    assert ItemProgress.objects.count() == 0


def test_a_draft_is_not_served(made, client):
    made.lessons[0].unpublish()

    assert client.get(address(made.lessons[0])).status_code == 404


def test_the_page_in_the_readers_language_is_served(made, client):
    english = in_english(made.lessons[0], title="Lesson 1", slug="lesson-1")

    response = client.get(address(made.lessons[0]))
    client.cookies["language"] = "en"
    switched = client.get(address(made.lessons[0]))
    back = in_albanian(client).get(address(english))

    assert response.status_code == 200
    assert (switched.status_code, switched["Location"]) == (302, address(english))
    assert (back.status_code, back["Location"]) == (302, address(made.lessons[0]))


def test_an_untranslated_page_says_so_and_marks_its_language(made, client):
    client.cookies["language"] = "en"

    response = client.get(address(made.lessons[0]))

    assert "not yet in your language" in response.text
    assert '<div lang="sq">' in response.text


def test_opening_a_lesson_is_remembered_once(made, client):
    for _ in range(2):
        client.get(address(made.lessons[0]))

    assert ItemProgress.objects.get().state == "opened"


def test_done_leads_to_the_next_lesson_and_then_to_the_quiz(made, client):
    steps = []
    for page in made.lessons:
        client.get(address(page))
        steps.append(client.post(finish_url(made, page))["Location"])

    quiz = f"/training/quiz/{made.item(made.quiz).uid}/"
    assert steps == [address(made.lessons[1]), quiz]


def test_done_without_opening_is_refused_with_a_sentence(made, client):
    response = client.post(finish_url(made, made.lessons[0]), follow=True)

    assert "Open the lesson first" in response.text or "Hapni" in response.text
    assert not ItemProgress.objects.filter(state="done").exists()
    refused = AuditEvent.objects.filter(verb="access.denied")
    assert "training:lesson_finish" in refused.latest("pk").body


def test_a_quiz_that_is_withdrawn_for_a_while_is_asked_for_all_the_same(made, client):
    made.quiz.unpublish()
    for page in made.lessons:
        client.get(address(page))
        client.post(finish_url(made, page))

    assert ItemProgress.objects.filter(state="done").count() == len(made.lessons)
    assert not ModuleCompletion.objects.exists()
    assert not Award.objects.exists()


def test_a_module_without_a_quiz_completes_with_its_last_lesson(made, client):
    made.module.quiz = None
    publish(made.module)
    for page in made.lessons:
        client.get(address(page))
        client.post(finish_url(made, page))

    assert ModuleCompletion.objects.count() == Award.objects.count() == 1


def test_an_alias_beside_its_lesson_is_the_same_part_counted_once(made, client):
    made.module.quiz = None
    publish(made.module)
    alias = made.lessons[0].create_alias(parent=made.module, update_slug="tjeter")

    for page, text in zip(made.lessons, ("1 of 2 parts", "Complete"), strict=True):
        client.get(address(page))
        client.post(finish_url(made, page))
        client.cookies["language"] = "en"
        assert text in client.get(address(made.module)).text

    assert ModuleCompletion.objects.count() == 1
    assert client.get(address(alias))["Location"] == address(made.lessons[0])


def test_a_language_switched_in_the_middle_loses_nothing(made, client, teacher):
    english = in_english(made.lessons[0], title="Lesson 1", slug="lesson-1")
    in_albanian(client).get(address(made.lessons[0]))
    client.post(finish_url(made, made.lessons[0]))
    client.cookies["language"] = "en"

    response = client.get(address(english))

    assert "You finished this lesson" in response.text
    assert ItemProgress.objects.count() == 1


@pytest.mark.parametrize("many", [1, 15])
def test_a_lesson_costs_the_same_however_many_there_are(
    many, teacher, client_of, outline_kept
):
    made = course(lessons=1)
    for number in range(many):
        lesson(made.module, f"Shtesë {number}")
        done(teacher.staff, made.item(lesson(made.module, "Tjetër")), at=AT)
    client = client_of(teacher.staff.user)
    for path in (address(made.lessons[0]), address(made.module), "/training/"):
        client.get(path)
        with CaptureQueriesContext(connection) as queries:
            client.get(path)
        sql = [q["sql"] for q in queries if not q["sql"].startswith(("BEGIN", "SAVE"))]
        expected = {address(made.lessons[0]): 8, address(made.module): 8}.get(path, 7)
        assert len(sql) == expected, sql


def test_a_long_lesson_stays_light(client, made):
    long = lesson(made.module, body=body(*["fjalë " * 180] * 6))

    response = client.get(address(long))

    assert len(response.content) < 30_000
    assert response.text.count("<script") <= 3
