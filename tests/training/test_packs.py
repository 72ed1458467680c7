"""The packs for adults: written whole, alike in both languages, loaded, and found."""

import pytest

from tests.factories.schools import granted_post
from tests.training.loading import loaded_content
from tests.training.written import LANGUAGES, named, packs, read, twin
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


def test_nobody_reads_a_pack_without_signing_in(loaded, client):
    answer = client.get("/training/curriculum/october-week/")

    assert answer.status_code == 302
    assert "/accounts/login/" in answer["Location"]
