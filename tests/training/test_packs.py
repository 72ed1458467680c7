"""The packs for adults: written whole, alike in both languages, loaded, and found."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.factories.schools import granted_post
from tests.training.loading import load, loaded_content
from tests.training.written import (
    LANGUAGES,
    named,
    packs,
    read,
    twin,
)
from training.content_files import key_of
from training.models import GuidancePage


pytestmark = pytest.mark.django_db
FILES = [path for language in LANGUAGES for path in packs(language)]
LIST = "/training/curriculum/"
KEY = "october-week"
WANTED = {"parents-evening", "october-week", "second-chance"}


@pytest.fixture(scope="module")
def loaded(django_db_setup, django_db_blocker):
    yield from loaded_content(django_db_blocker)


@pytest.fixture
def reader(client_of):
    def sign_in(role):
        client = client_of(granted_post(role).staff.user)
        client.cookies["language"] = "en"
        return client

    return sign_in


def packs_on_the_site():
    return GuidancePage.objects.filter(
        translation_key=key_of(KEY), locale__language_code="sq"
    )


def a_pack():
    return packs_on_the_site().get()


def test_the_packs_that_were_promised_are_there():
    assert {path.parent.name for path in packs("sq")} == WANTED


@pytest.mark.parametrize("path", FILES, ids=named)
def test_a_pack_has_a_scene_a_made_up_story_and_ends_with_whom_to_tell(path):
    blocks = read(path)["body"]
    by_type = {block["type"]: block for block in blocks}

    assert by_type["story"]["fictional"]
    assert sum(option["good"] for option in by_type["decision"]["options"]) == 1
    assert blocks[-1]["type"] == "whotell"
    assert all(number in blocks[-1]["text"] for number in ("116 111", "129"))


@pytest.mark.parametrize("path", packs("sq"), ids=named)
def test_both_languages_have_the_same_blocks(path):
    def bones(words):
        return [
            (
                block["id"],
                block["type"],
                len(block.get("items", [])),
                [(o["key"], o["good"]) for o in block.get("options", [])],
            )
            for block in words["body"]
        ]

    assert bones(read(path)) == bones(read(twin(path)))


def test_every_pack_is_live_in_both_languages(loaded):
    for language in LANGUAGES:
        pages = GuidancePage.objects.live().filter(locale__language_code=language)
        assert pages.count() == len(WANTED)


def test_a_teacher_finds_each_from_the_lessons_in_class(loaded, reader):
    teacher = reader("teacher")
    page = teacher.get(LIST).text

    assert re.search(r"<h2[^>]*>Packs</h2>", page)
    for path in packs("en"):
        words = read(path)
        assert words["title"] in page
        address = f"/training/curriculum/{words['slug']}/"
        assert words["title"] in teacher.get(address).text


@pytest.mark.parametrize("path", packs("en"), ids=named)
def test_a_pack_is_printed_without_the_confidential_mark(loaded, reader, path):
    """It holds what parents take home and what hangs on a wall."""
    page = reader("teacher").get(f"/training/curriculum/{read(path)['slug']}/").text

    assert "app-open-paper" in page


def test_an_editors_change_of_a_pack_is_kept_and_reported(loaded):
    page = a_pack()
    page.summary = "Përmbledhja e redaktorit"
    page.save_revision().publish()

    code, said, complaints = load()

    assert code == 1
    assert "kept 1" in said[0]
    assert f"{KEY} (sq)" in complaints
    assert a_pack().summary == "Përmbledhja e redaktorit"


def test_a_pack_an_editor_deleted_stays_deleted(loaded):
    a_pack().delete()

    code, _said, complaints = load()

    assert code == 1
    assert f"{KEY} (sq)" in complaints
    assert not packs_on_the_site().exists()


def test_the_lessons_in_class_cost_as_much_with_one_pack_as_with_three(loaded, reader):
    teacher = reader("teacher")
    with_three = queries(teacher)
    for page in GuidancePage.objects.exclude(translation_key=key_of(KEY)):
        page.unpublish()

    assert queries(teacher) == with_three <= 10


def queries(client):
    """Of the page that lists the packs, warm."""
    client.get(LIST)
    with CaptureQueriesContext(connection) as seen:
        assert client.get(LIST).status_code == 200
    counted = ("SELECT", "INSERT", "UPDATE", "DELETE")
    return sum(query["sql"].startswith(counted) for query in seen.captured_queries)


def test_nobody_reads_a_pack_without_signing_in(loaded, client):
    answer = client.get("/training/curriculum/october-week/")

    assert answer.status_code == 302
    assert "/accounts/login/" in answer["Location"]
