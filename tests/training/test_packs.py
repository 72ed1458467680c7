"""The packs for adults: written whole, alike in both languages, loaded, and found."""

import re

import pytest

from tests.factories.schools import granted_post
from tests.training.loading import loaded_content
from tests.training.written import (
    CONTENT,
    LANGUAGES,
    named,
    packs,
    prose,
    read,
    twin,
)
from training.models import GuidancePage


pytestmark = pytest.mark.django_db
FILES = [path for language in LANGUAGES for path in packs(language)]
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


@pytest.mark.parametrize("path", FILES, ids=named)
def test_a_pack_gives_no_number_but_those_of_the_references(path):
    known = {row["number"] for row in read(CONTENT / "references.toml")["contacts"]}
    text = " ".join(prose(read(path)))

    assert {*re.findall(r"\b1\d\d(?: \d{3})?\b", text)} == known


def test_every_pack_is_live_in_both_languages(loaded):
    for language in LANGUAGES:
        pages = GuidancePage.objects.live().filter(locale__language_code=language)
        assert pages.count() == len(WANTED)


def test_a_teacher_finds_each_from_the_lessons_in_class(loaded, reader):
    teacher = reader("teacher")
    page = teacher.get("/training/curriculum/").text

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


def test_nobody_reads_a_pack_without_signing_in(loaded, client):
    answer = client.get("/training/curriculum/october-week/")

    assert answer.status_code == 302
    assert "/accounts/login/" in answer["Location"]
