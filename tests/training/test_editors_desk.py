"""The editors' first page and their reports."""

import io

import openpyxl
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests.factories.curriculum import class_lesson, curriculum, guide
from tests.factories.schools import granted_post
from tests.factories.training import course, in_english, locale, publish
from training.models import LegalReference, SafetyContact


pytestmark = pytest.mark.django_db


@pytest.fixture
def client(client_of):
    client = client_of(granted_post("editor").staff.user)
    client.cookies["language"] = "en"
    return client


def stale_lesson():
    page = course(lessons=1).lessons[0]
    english = in_english(page, title="Lesson one")
    page.title = "Mësimi i ndryshuar"
    publish(page)
    return english


def an_article(**given):
    return LegalReference.objects.create(
        locale=locale("sq"), article="=Neni 3", text="…", source="…", **given
    )


def test_the_first_page_leads_to_a_translation_that_lags(client):
    english = stale_lesson()

    text = client.get("/cms/").text

    assert "older than the Albanian" in text
    assert f'href="/cms/pages/{english.pk}/edit/"' in text


def test_the_first_page_names_articles_and_numbers_to_check(client):
    an_article(checked_on="2020-01-01")
    SafetyContact.objects.create(locale=locale("sq"), name="ALO", number="116 111")

    text = client.get("/cms/").text

    assert "=Neni 3" in text
    assert "ALO: 116 111" in text
    assert "never" in text


def test_what_is_in_order_is_not_on_the_first_page(client):
    an_article(checked_on=timezone.localdate())

    text = client.get("/cms/").text

    assert "Neni 3" not in text
    assert "Translations to bring up to date" not in text


def test_what_waits_for_the_specialist_is_on_their_first_page(client, client_of):
    page = class_lesson(curriculum(lessons=0).unit, "Ora për shqyrtim")
    page.save_revision()
    page.get_workflow().start(page, granted_post("editor").staff.user)

    specialist = client_of(granted_post("content_specialist").staff.user)

    assert "Ora për shqyrtim" in specialist.get("/cms/").text
    assert "awaiting-review" not in client.get("/cms/").text


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("translations", "older than the Albanian"),
        ("references", "to check"),
        ("checks", "does not say whom to tell"),
    ],
)
def test_each_report_and_its_spreadsheet_say_the_same(name, words, client):
    stale_lesson()
    an_article()

    shown = client.get(f"/cms/reports/training/{name}/")
    answer = client.get(f"/cms/reports/training/{name}/?export=xlsx")
    book = openpyxl.load_workbook(io.BytesIO(answer.getvalue()))
    cells = [str(c.value) for row in book.active.iter_rows() for c in row]

    assert words in shown.text
    assert any(words in cell for cell in cells)


def test_no_title_becomes_a_formula(client):
    an_article()

    answer = client.get("/cms/reports/training/references/?export=csv")

    assert "'=Neni 3" in answer.getvalue().decode("utf-8-sig")


def test_a_report_is_for_editors_only(client_of):
    teacher = client_of(granted_post("teacher").staff.user)

    assert teacher.get("/cms/reports/training/checks/").status_code == 404


def test_the_checks_report_costs_the_same_however_many_there_are(client):
    made = curriculum(lessons=1)
    counts = []
    for _round in range(2):
        client.get("/cms/reports/training/checks/")
        with CaptureQueriesContext(connection) as queries:
            client.get("/cms/reports/training/checks/")
        counts.append(len(queries))
        for _number in range(8):
            class_lesson(made.unit, handout=guide())

    assert counts[0] == counts[1]
