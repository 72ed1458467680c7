"""The words of the content: said once, kept to the glossary, in both languages, and no
law without where it was read."""

import re
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from tests.training.written import (
    CONTENT,
    LANGUAGES,
    MODULES,
    UNITS,
    all_files,
    class_lessons,
    in_both,
    language_of,
    lessons,
    measuring,
    named,
    prose,
    quizzes,
    read,
    scenarios,
)
from tests.wording import out_of_glossary
from training.checks.law import named_articles


ACTIVITIES = CONTENT.parents[1] / "referrals" / "content" / "activities"
FILES = [path for language in LANGUAGES for path in all_files(language)]
WITH_BOTH = [
    *(folder / "module.toml" for folder in MODULES),
    *(folder / "unit.toml" for folder in UNITS),
    *(CONTENT / f"{name}.toml" for name in ("programmes", "curriculum", "references")),
]
TODAY = (
    r"Kodi\w* Penal|ligj\w* (?:shqiptar|në fuqi|i? ?të? ?sot\w+)|vepër penale"
    r"|Criminal Code|Albanian law|law in force|law of today|today’s law"
)
ARTICLES = {row["key"]: row for row in read(CONTENT / "references.toml")["articles"]}
# What is the same in both languages: numbers, names, and words that both have.
SAME = re.compile(r"[\W\d]*|ALO 116 111|Standard|Ina|Dori|Miri")

every_file = pytest.mark.parametrize("path", FILES, ids=named)


# --- Once -----------------------------------------------------------------------------
@pytest.mark.parametrize("language", LANGUAGES)
def test_no_paragraph_stands_twice(language):
    """The title of a lesson may stand again as a heading in it."""
    paragraphs = Counter(
        paragraph.strip()
        for path in all_files(language)
        for text in prose(read(path) | {"title": ""})
        for paragraph in text.split("\n\n")
        if len(paragraph.split()) >= 8
    )

    assert [text for text, times in paragraphs.items() if times > 1] == []


@every_file
def test_no_text_names_a_module_by_the_code_of_its_folder(path):
    """The pages show titles; T5 says nothing to a reader. Editors know quizzes so."""
    if path.name.startswith(("quiz", "tests")):
        return
    named_by_code = re.compile(r"\b[TPU][1-9]\b")

    assert [text for text in prose(read(path)) if named_by_code.search(text)] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_two_quizzes_have_the_same_title(language):
    titles = [read(path)["title"] for path in quizzes(language)]
    titles += [
        title for path in measuring(language) for title in read(path)["title"].values()
    ]

    assert len(titles) == 3 * len(MODULES)
    assert [title for title, times in Counter(titles).items() if times > 1] == []
    assert all(title.strip() for title in titles)


# --- Answered ----------------------------------------------------------------------------
@pytest.mark.parametrize(
    "path", [*class_lessons("sq"), *class_lessons("en")], ids=named
)
def test_a_decision_in_class_answers_every_choice(path):
    scenes = [
        block
        for part in ("guide", "handout")
        for block in read(path)[part]
        if block["type"] == "decision"
    ]

    assert len(scenes) == 1
    for scene in scenes:
        goods = [option["good"] for option in scene["options"]]
        assert len(goods) >= 3
        assert 1 <= goods.count(True) < len(goods)
        assert all(option["feedback"].strip() for option in scene["options"])


@pytest.mark.parametrize("path", [*scenarios("sq"), *scenarios("en")], ids=named)
def test_a_scenario_says_what_follows_from_every_choice(path):
    """What would have been better is the good choice, which every scene has."""
    for scene in read(path)["scenes"]:
        replies = [choice["reply"].strip() for choice in scene["choices"]]

        assert all(replies), scene["key"]
        assert len({*replies}) == len(replies), scene["key"]


# --- The glossary ------------------------------------------------------------------------
@every_file
def test_no_word_labels_a_child_or_leaves_the_glossary(path):
    text = "\n".join(prose(read(path)))

    assert out_of_glossary(text, language_of(path)) == []


@pytest.mark.parametrize("path", WITH_BOTH, ids=named)
def test_no_title_or_summary_leaves_the_glossary(path):
    for albanian, english in in_both(path):
        assert out_of_glossary(albanian, "sq") == []
        assert out_of_glossary(english, "en") == []


@pytest.mark.parametrize("path", sorted(ACTIVITIES.glob("*.toml")), ids=named)
def test_no_activity_leaves_the_glossary(path):
    text = "\n".join(prose(read(path)))

    assert out_of_glossary(text, language_of(path)) == []


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("sq", "Viktima flet me kujdestaren."),
        ("sq", "Kujdestari erdhi."),
        ("sq", "Trajnim individual për fëmijën."),
        ("sq", "Femija nuk eshte ne shkolle."),
        ("sq", "E dërgoj te psikologia."),
        ("sq", "Thirrni NJMB-në."),
        ("sq", "te NJMFm e bashkisë"),
        ("sq", "te NJMFJ-ja"),
        ("sq", "Referimi është e pranuar."),
        ("sq", "Një referim e marrë në dorëzim pret."),
        ("sq", "Kur referimi u mbyll, ajo mbetet referim e mbyllur."),
        ("sq", "Fëmijët romë janë në rrezik."),
        ("en", "The child agreed to go."),
        ("en", "The guardian angel of a victim."),
        ("en", "Roma children are at risk."),
    ],
)
def test_the_word_list_bites(language, text):
    assert out_of_glossary(text, language)


@pytest.mark.parametrize(
    "text",
    [
        "Mësuesja kujdestare, mësuesi kujdestar dhe kujdestarët ligjorë.",
        "Referimi i pranuar, i marrë në dorëzim, i papranuar, i mbyllur.",
        "Pas referimit, njësia e pranuar si përgjegjëse telefonon.",
        "Njësia për Mbrojtjen e Fëmijës (NJMF), te NJMF-ja e NJMF-së.",
        "Psikologu i shkollës, psikologja e shkollës, psikologë.",
    ],
)
def test_the_word_list_lets_the_right_words_pass(text):
    assert out_of_glossary(text, "sq") == []


# --- Two languages -----------------------------------------------------------------------
@pytest.mark.parametrize("path", [*all_files("sq"), *WITH_BOTH], ids=named)
def test_no_text_is_left_in_the_other_language(path):
    same = [one for one, other in in_both(path) if one == other]

    assert [text for text in same if not SAME.fullmatch(text)] == []


@pytest.mark.parametrize("path", sorted(ACTIVITIES.glob("*.sq.toml")), ids=named)
def test_no_text_of_an_activity_is_left_in_the_other_language(path):
    assert [one for one, other in in_both(path) if one == other] == []


# --- Law ---------------------------------------------------------------------------------
def legal(data: dict[str, Any]) -> set[str]:
    """The articles that a lesson's blocks point to."""
    blocks = [b for rows in data.values() if isinstance(rows, list) for b in rows]
    return {
        block["article"]
        for block in blocks
        if isinstance(block, dict) and block.get("type") == "legal"
    }


@every_file
def test_no_running_text_names_an_article_the_block_that_points_to_it_does(path):
    """What an article says is shown by the block, and only while its check holds."""
    data = read(path)

    assert named_articles(tuple(prose(data))) == []
    assert legal(data) <= {*ARTICLES}


@every_file
def test_who_speaks_of_the_law_of_today_leaves_it_to_the_ministry(path):
    """In the same paragraph; before somebody has checked it, nobody knows better."""
    paragraphs = [part for text in prose(read(path)) for part in text.split("\n\n")]
    today = [part for part in paragraphs if re.search(TODAY, part, re.IGNORECASE)]

    assert [
        part for part in today if not re.search("ministr|konfirm|confirm", part)
    ] == []


@pytest.mark.parametrize("key", ARTICLES)
def test_an_article_says_what_when_and_by_whom_it_was_made(key):
    row = ARTICLES[key]

    for code in LANGUAGES:
        words = f"{row['article'][code]} {row['source'][code]}"
        assert re.search(r"\b(?:19|20)\d\d\b", words), "no year"
        assert row["text"][code].strip()
        assert named_articles((row["article"][code],))


def test_every_article_is_pointed_to_by_a_lesson():
    paths = [*lessons("sq"), *class_lessons("sq")]

    assert {key for path in paths for key in legal(read(path))} == {*ARTICLES}


@pytest.mark.parametrize(
    "words",
    [
        "Neni 3 i Protokollit.",
        "Ligji nr. 18/2017.",
        "Një vendim (nr. 578, 3.10.2018).",
        "a decision (no. 578 of 3.10.2018)",
    ],
)
def test_a_law_is_known_by_its_number(words):
    assert named_articles((words,))


# --- Numbers to call ---------------------------------------------------------------------
NUMBERS = {row["number"] for row in read(CONTENT / "references.toml")["contacts"]}
NUMBER = re.compile(
    r"(?<![\w.,/])1[12]\d(?: ?\d{3})?(?![\w/]|[.,]\d| (?:dit|day|orë|hours))"
)


@pytest.mark.parametrize(
    "path", [*FILES, *sorted(ACTIVITIES.glob("*.toml"))], ids=named
)
def test_no_text_gives_a_number_that_the_references_do_not_keep(path):
    """Only there somebody enters the day of a test call."""
    text = "\n".join(prose(read(path)))

    assert {*NUMBER.findall(text)} <= NUMBERS


@pytest.mark.parametrize("words", ["Telefononi 127.", "116 006 për gratë", "116111"])
def test_another_number_would_be_seen(words):
    assert not {*NUMBER.findall(words)} <= NUMBERS


def twin_exists(path: Path) -> bool:
    return path.with_name(path.name.replace(".sq.", ".en.")).exists()


def test_every_file_has_its_twin():
    albanian = [*CONTENT.glob("*/*.sq.toml"), *ACTIVITIES.glob("*.sq.toml")]
    english = [*CONTENT.glob("*/*.en.toml"), *ACTIVITIES.glob("*.en.toml")]

    assert all(twin_exists(path) for path in albanian)
    assert len(albanian) == len(english)
