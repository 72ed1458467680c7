"""The pupils' lessons as files: safe, ending with whom to tell, alike in both
languages."""

import re

import pytest

from tests.training.written import (
    BLOCK_TYPES,
    LANGUAGES,
    class_lessons,
    for_classes,
    language_of,
    named,
    packs,
    read,
)


LESSONS = [path for language in LANGUAGES for path in class_lessons(language)]
FILES = [path for language in LANGUAGES for path in for_classes(language)]
NEVER_TO_BLAME = {"sq": "kurrë faj", "en": "never to blame"}
# Not one more in a list of adults, but the next when the first does not help.
ANOTHER = {
    "sq": r"\b(?:një|i rritur|të rritur) tjet(?:ër|ri)\b|\btjetri(?:n\b|\.)|\btë dyt(?:ë|in)",
    "en": r"(?<!or )(?<!or to )\banother\b|\bthe other\.|\b(?:a|the) second\b",
}
NUMBERS = ("116 111", "129")
WORDS_ALONE = BLOCK_TYPES | {"activity", "lines"}
PEOPLE = ("Keti", "Ina", "Eda", "Luli", "Ori", "Endri", "Nela", "Vesa", "Rea")

every_lesson = pytest.mark.parametrize("path", LESSONS, ids=named)


@every_lesson
@pytest.mark.parametrize("part", ["guide", "handout", "easy_read"])
def test_every_part_ends_with_whom_to_tell_and_no_blame(path, part):
    last = read(path)[part][-1]

    assert last["type"] == "whotell"
    assert NEVER_TO_BLAME[language_of(path)] in last["text"]
    assert "ALO 116 111" in last["text"]


@every_lesson
@pytest.mark.parametrize("part", ["guide", "handout", "easy_read"])
def test_whoever_was_not_heard_is_sent_to_another_adult(path, part):
    assert re.search(ANOTHER[language_of(path)], read(path)[part][-1]["text"])


@every_lesson
def test_the_easy_sheet_has_one_short_idea_a_line(path):
    lines = next(b for b in read(path)["easy_read"] if b["type"] == "list")["items"]

    assert 5 <= len(lines) <= 9
    assert [line for line in lines if len(line.split()) > 10] == []


@every_lesson
def test_the_easy_sheet_tells_whom_to_tell_a_line_at_a_time(path):
    text = read(path)["easy_read"][-1]["text"]
    lines = text.strip().split("\n\n")

    assert 5 <= len(lines) <= 7
    assert [line for line in lines if "\n" in line or len(line.split()) > 10] == []
    assert all(number in text for number in NUMBERS)


@every_lesson
def test_whoever_has_a_name_on_the_easy_sheet_is_made_up(path):
    said = {"sq": "trilluar", "en": "made up"}[language_of(path)]
    sheet = read(path)["easy_read"]
    lines = next(block for block in sheet if block["type"] == "list")["items"]
    people = [line for line in lines if any(name in line for name in PEOPLE)]

    assert not people or any(said in line.replace("-", " ") for line in lines)


@every_lesson
def test_the_last_slide_says_whom_to_call(path):
    last = read(path)["slides"][-1]

    assert all(number in last["text"] for number in NUMBERS)


@every_lesson
def test_the_box_for_a_child_who_tells_asks_for_the_same_day(path):
    words = {"sq": ("Mos e pyesni", "po sot"), "en": ("Do not ask", "today")}
    text = " ".join(read(path)["disclosure"])

    assert all(word in text for word in words[language_of(path)])


@pytest.mark.parametrize("path", [*FILES, *packs("sq"), *packs("en")], ids=named)
def test_everybody_in_a_text_is_made_up_and_nobody_is_pictured(path):
    """A block that is not of these kinds is refused: pictures, films and files."""
    rows = [part for part in read(path).values() if isinstance(part, list)]
    blocks = [block for part in rows for block in part if "type" in block]

    assert {block["type"] for block in blocks} <= WORDS_ALONE
    assert all(b["fictional"] is True for b in blocks if b["type"] == "story")


@every_lesson
def test_the_steps_fill_the_lesson(path):
    lesson = read(path)
    minutes = [b["minutes"] for b in lesson["guide"] if b["type"] == "activity"]

    assert sum(minutes) == lesson["minutes"]


@pytest.mark.parametrize(
    "path", [p for p in FILES if language_of(p) == "sq"], ids=named
)
def test_both_languages_have_the_same_bones(path):
    def bones(data):
        return {
            name: [
                (b["id"], b.get("type"), len(b.get("items", [])), b.get("minutes"))
                for b in blocks
            ]
            for name, blocks in data.items()
            if isinstance(blocks, list) and isinstance(blocks[0], dict)
        }

    english = path.with_name(path.name.replace(".sq.", ".en."))
    ids = [row[0] for rows in bones(read(path)).values() for row in rows]

    assert bones(read(path)) == bones(read(english))
    assert len(ids) == len({*ids})
