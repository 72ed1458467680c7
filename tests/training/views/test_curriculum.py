"""The curriculum's screens: who teaches reads them, nobody else gets in."""

import json

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.factories.curriculum import class_lesson, curriculum, guide
from tests.factories.schools import granted_post
from tests.factories.training import in_english, publish
from training.models import ItemProgress, SafetyContact
from training.outline import address_of


pytestmark = pytest.mark.django_db


@pytest.fixture
def made():
    return curriculum()


@pytest.fixture
def client(client_of):
    client = client_of(granted_post("teacher").staff.user)
    client.cookies["language"] = "sq"
    return client


def address(page):
    return address_of(page.url_path)


def test_the_first_page_shows_bands_units_and_guidance(made, client):
    text = client.get("/training/curriculum/").text

    for page in (made.band, made.unit, made.guidance):
        assert f'href="{address(page)}"' in text


def test_without_any_unit_it_says_so(client):
    assert "Nuk është botuar ende" in client.get("/training/curriculum/").text


@pytest.mark.parametrize("what", ["index", "band", "unit", "guidance", "lesson"])
def test_every_page_opens_at_its_address_and_to_nobody(made, client, what):
    page = made.lessons[0] if what == "lesson" else getattr(made, what)

    response = client.get(address(page))
    nobody = Client().get(address(page))

    assert response.status_code == 200
    assert page.title in response.text
    assert nobody["Location"].startswith("/accounts/login/")


@pytest.mark.parametrize(
    ("part", "words"),
    [
        ("", "Dëgjojeni me qetësi"),
        ("guide", "Hapi i parë"),
        ("handout", "Tregojini psikologut"),
        ("slides", "Tri shenja"),
        ("nonsense", "Dëgjojeni me qetësi"),
    ],
)
def test_a_lesson_shows_one_part_at_a_time(made, client, part, words):
    page = made.lessons[0]
    value = {"title": "Tri shenja", "text": "<p>Nxitim.</p>", "note": "Flisni."}
    page.slides = json.dumps([{"type": "slide", "value": value}])
    publish(page)

    text = client.get(f"{address(page)}?part={part}").text

    assert words in text
    assert ("Tri shenja" in text) == (part == "slides")
    assert "app-open-paper" in text  # nothing of a lesson is confidential


@pytest.mark.parametrize("part", ["overview", "co_lead", "parents"])
def test_a_unit_has_its_psychologists_and_its_parents_page(made, client, part):
    response = client.get(f"{address(made.unit)}?part={part}")

    assert response.status_code == 200
    assert ("Hapi 1" in response.text) == (part != "overview")


def test_a_draft_is_not_served(made, client):
    made.lessons[0].unpublish()

    assert client.get(address(made.lessons[0])).status_code == 404


def test_the_page_in_the_readers_language_is_served(made, client):
    english = in_english(made.lessons[0], title="Lesson one", slug="lesson-one")

    client.cookies["language"] = "en"
    switched = client.get(address(made.lessons[0]))

    assert (switched.status_code, switched["Location"]) == (302, address(english))
    assert client.get(address(english)).status_code == 200


def test_an_untranslated_lesson_says_so_and_marks_its_language(made, client):
    client.cookies["language"] = "en"

    text = client.get(address(made.lessons[0])).text

    assert "not yet in your language" in text
    assert 'lang="sq"' in text


def test_reading_a_class_lesson_records_nothing_about_the_reader(made, client):
    client.get(address(made.lessons[0]))

    assert not ItemProgress.objects.exists()


def test_a_number_says_when_somebody_last_called_it(made, client):
    contact = SafetyContact.objects.create(
        locale=made.index.locale, name="ALO", number="116 111"
    )
    page = class_lesson(
        made.unit, guide=guide({"type": "contact", "value": contact.pk})
    )
    never = client.get(address(page)).text
    SafetyContact.objects.update(last_called_on="2026-11-03")
    called = client.get(address(page)).text

    assert 'href="tel:116111"' in never
    assert "Nuk është shënuar ende" in never
    assert "03.11.2026" in called


@pytest.mark.parametrize("many", [1, 15])
def test_pages_cost_the_same_however_many_there_are(many, made, client):
    for number in range(many):
        class_lesson(made.unit, f"Shtesë {number}")
    paths = ["/training/curriculum/", address(made.unit), address(made.lessons[0])]
    counts = []
    for path in paths:
        client.get(path)
        with CaptureQueriesContext(connection) as queries:
            client.get(path)
        sql = [q["sql"] for q in queries if not q["sql"].startswith(("BEGIN", "SAVE"))]
        counts.append(len(sql))

    assert counts == [4, 6, 7]


def test_a_child_s_sheet_speaks_to_the_child_and_the_guide_to_the_teacher(
    made, client_of
):
    teacher = client_of(granted_post("teacher").staff.user)
    teacher.cookies["language"] = "sq"
    address = address_of(made.lessons[0].url_path)

    assert "Kujt t’i tregosh" in teacher.get(f"{address}?part=handout").text
    assert "Kujt t’i tregoni" in teacher.get(f"{address}?part=guide").text
