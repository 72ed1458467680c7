"""Who guesses learns nothing and passes nothing: no place, length or habit of the
writer gives the right answer away."""

from typing import Any

import pytest

from tests.training.written import (
    LANGUAGES,
    MODULES,
    lessons,
    measuring,
    named,
    quizzes,
    read,
)


EVERY_QUIZ = [path for code in LANGUAGES for path in quizzes(code)]
EVERY_TEST = [path for code in LANGUAGES for path in measuring(code)]


def of_kind(path: Any, kind: str) -> list[list[tuple[str, bool]]]:
    return [
        [(option["text"], option["correct"]) for option in question["options"]]
        for question in read(path)["questions"]
        if question["type"] == kind
    ]


def is_longest(options: list[tuple[str, bool]]) -> bool:
    """The right one, alone."""
    lengths = sorted(((len(text), right) for text, right in options), reverse=True)
    return lengths[0][1] and lengths[0][0] > lengths[1][0]


@pytest.mark.parametrize("path", EVERY_QUIZ, ids=named)
def test_the_longest_answer_is_seldom_the_right_one(path):
    asked = of_kind(path, "single")

    assert sum(is_longest(options) for options in asked) * 2 <= len(asked)


@pytest.mark.parametrize("path", EVERY_QUIZ, ids=named)
def test_the_right_answer_moves_about(path):
    places = [
        [right for _text, right in options].index(True)
        for options in of_kind(path, "single")
    ]

    assert len({*places}) >= 3


@pytest.mark.parametrize("path", EVERY_QUIZ, ids=named)
def test_some_statements_are_true_and_some_are_false(path):
    first = [options[0][1] for options in of_kind(path, "truefalse")]

    assert {*first} == {True, False}


@pytest.mark.parametrize("path", EVERY_TEST, ids=named)
def test_form_b_is_not_answered_as_form_a(path):
    """And neither by one word throughout."""
    answers: dict[str, list[bool]] = {"A": [], "B": []}
    for question in read(path)["questions"]:
        answers[question["form"]].append(question["options"][0]["correct"])

    assert answers["A"] != answers["B"]
    assert {*answers["A"]} == {*answers["B"]} == {True, False}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("module", MODULES, ids=lambda path: path.name)
def test_the_good_choice_of_a_lesson_is_not_always_the_longest(module, language):
    scenes = [
        [(option["text"], option["good"]) for option in block["options"]]
        for path in lessons(language)
        if path.parent == module
        for block in read(path)["body"]
        if block["type"] == "decision"
    ]

    assert sum(is_longest(options) for options in scenes) < len(scenes)
