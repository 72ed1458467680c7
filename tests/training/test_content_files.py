"""The lessons as files: long enough, safe, and the same in both languages."""

import re
from collections import Counter
from typing import Any

import pytest

from portal.content import ContentUnreadable
from tests.training.written import (
    BLOCK_TYPES,
    CONTENT,
    LANGUAGES,
    MODULES,
    lessons,
    measuring,
    named,
    quizzes,
    read,
    scenarios,
    twin,
    words,
)
from training import content_files
from training.drawing import share_out
from training.question_rules import BLOCK_OF, problems
from training.scenario_files import scenes
from training.scenario_graph import read_graph


every_lesson = pytest.mark.parametrize(
    "path", [*lessons("sq"), *lessons("en")], ids=named
)
every_quiz = pytest.mark.parametrize(
    "path", [*quizzes("sq"), *quizzes("en")], ids=named
)
every_module = pytest.mark.parametrize("module", MODULES, ids=lambda path: path.name)


def test_there_is_a_module_to_learn_from():
    assert "t1" in [module.name for module in MODULES]


@every_module
def test_a_module_says_everything_in_both_languages(module):
    data = read(module / "module.toml")

    assert data["key"] == module.name
    assert data["pass_mark"] == 80
    assert {*data["title"]} == {*data["summary"]} == {*data["slug"]} == {*LANGUAGES}
    assert all({"key", "sq", "en"} == {*goal} for goal in data["objectives"])
    assert len({goal["key"] for goal in data["objectives"]}) == len(data["objectives"])


@every_lesson
def test_a_lesson_has_a_readable_length(path):
    lesson = read(path)

    assert 400 <= words(lesson["body"]) <= 900
    assert 6 <= lesson["minutes"] <= 8


@every_lesson
def test_a_lesson_has_steps_a_decision_and_ends_with_whom_to_tell(path):
    kinds = [block["type"] for block in read(path)["body"]]

    assert {*kinds} <= BLOCK_TYPES
    assert 3 <= kinds.count("heading") <= 5
    assert kinds.count("decision") == 1
    assert kinds.count("whotell") == 1
    assert kinds[-1] == "whotell"


@every_lesson
def test_a_decision_answers_every_choice(path):
    (scene,) = [b for b in read(path)["body"] if b["type"] == "decision"]

    assert len(scene["options"]) >= 3
    assert all(option["feedback"].strip() for option in scene["options"])
    assert [option["good"] for option in scene["options"]].count(True) == 1


@every_lesson
def test_every_story_is_marked_as_made_up(path):
    stories = [block for block in read(path)["body"] if block["type"] == "story"]

    assert stories
    assert all(story["fictional"] is True for story in stories)


@every_lesson
def test_a_law_callout_names_what_the_ministry_must_confirm(path):
    laws = [b for b in read(path)["body"] if b.get("kind") == "law"]

    assert all(re.search(r"ministr", law["text"]) for law in laws)


@pytest.mark.parametrize("path", lessons("sq"), ids=named)
def test_both_languages_of_a_lesson_have_the_same_bones(path):
    def bones(lesson: dict[str, Any]) -> list[Any]:
        return [
            lesson["minutes"],
            lesson["objectives"],
            *(
                (
                    block["id"],
                    block["type"],
                    block.get("kind"),
                    len(block.get("items", [])),
                    [(o["key"], o["good"]) for o in block.get("options", [])],
                )
                for block in lesson["body"]
            ),
        ]

    ids = [block["id"] for block in read(path)["body"]]

    assert bones(read(path)) == bones(read(twin(path)))
    assert len(ids) == len({*ids})


@pytest.mark.parametrize("path", [*quizzes("sq"), *measuring("sq")], ids=named)
def test_both_languages_of_a_quiz_have_the_same_bones(path):
    def bones(quiz: dict[str, Any]) -> list[Any]:
        return [
            (
                question["id"],
                question["type"],
                question["objective"],
                question["critical"],
                question.get("form"),
                [
                    (option["key"], option.get("correct"), "match" in option)
                    for option in question["options"]
                ],
            )
            for question in quiz["questions"]
        ]

    assert bones(read(path)) == bones(read(twin(path)))


@every_quiz
def test_a_quiz_asks_enough_about_every_objective(path):
    module = read(path.parent / "module.toml")
    questions = read(path)["questions"]
    asked = Counter(q["objective"] for q in questions if q["type"] != "reflection")

    assert len(questions) >= module["quiz_draw"] >= 10
    assert {*asked} == {goal["key"] for goal in module["objectives"]}
    assert min(asked.values()) >= 3
    assert sum(question["critical"] for question in questions) == 2


@every_module
def test_every_key_question_has_room_on_every_paper(module):
    """The draw puts them first, as far as the share of their objective reaches."""
    asked = read(module / "quiz.sq.toml")["questions"]
    bank = Counter(q["objective"] for q in asked if q["type"] != "reflection")
    key = Counter(q["objective"] for q in asked if q["critical"])
    share = dict(share_out(bank, read(module / "module.toml")["quiz_draw"]))

    assert all(count <= share[objective] for objective, count in key.items())


@pytest.mark.parametrize(
    "path",
    [*quizzes("sq"), *quizzes("en"), *measuring("sq"), *measuring("en")],
    ids=named,
)
def test_every_option_teaches(path):
    for question in read(path)["questions"]:
        options = question["options"]
        values = [block["value"] for block in content_files.options("", question)]

        assert problems(question["type"], _blocks(question)) == [], question["id"]
        assert len({option["key"] for option in options}) == len(options)
        if question["type"] != "reflection":
            assert all(value["feedback"] for value in values), question["id"]
        if question["type"] == "multi":
            right = sum(option["correct"] for option in options)
            assert 2 <= right < len(options), question["id"]


def _blocks(question: dict[str, Any]) -> list[tuple[str, Any]]:
    blocks = content_files.options("", question)
    return [(block["type"], block["value"]) for block in blocks]


@pytest.mark.parametrize("path", measuring("sq"), ids=named)
def test_the_two_forms_are_parallel(path):
    def form(letter: str) -> list[tuple[str, str]]:
        asked = [q for q in read(path)["questions"] if q["form"] == letter]
        return sorted((q["objective"], q["type"]) for q in asked)

    goals = {goal["key"] for goal in read(path.parent / "module.toml")["objectives"]}

    assert form("A") == form("B")
    assert {objective for objective, _ in form("A")} == goals


@pytest.mark.parametrize("path", [*measuring("sq"), *measuring("en")], ids=named)
def test_neither_form_is_longer_to_read(path):
    """Of what is asked, within a tenth of the longer one."""
    read_in: Counter[str] = Counter()
    for question in read(path)["questions"]:
        offered = [(o["text"], o.get("match", "")) for o in question["options"]]
        read_in[question["form"]] += words([question["stem"], *map(list, offered)])

    assert min(read_in.values()) * 10 >= max(read_in.values()) * 9, read_in


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_first_module_shows_every_type_of_question(language):
    kinds = [q["type"] for q in read(CONTENT / f"t1/quiz.{language}.toml")["questions"]]

    assert {*kinds} == {*BLOCK_OF}


def test_an_option_without_its_words_is_named():
    broken = {"type": "match", "options": [{"key": "a", "text": "Veprim"}]}

    with pytest.raises(ContentUnreadable, match="t1/q1 has no 'match'"):
        content_files.options("t1/q1", broken)


@pytest.mark.parametrize("path", scenarios("sq"), ids=named)
def test_both_languages_of_a_scenario_have_the_same_bones(path):
    def bones(scenario: dict[str, Any]) -> list[Any]:
        inside = [
            (s["key"], [(c["key"], c["to"], c["mark"]) for c in s["choices"]])
            for s in scenario["scenes"]
        ]
        return [scenario["minutes"], inside, [end["key"] for end in scenario["ends"]]]

    assert bones(read(path)) == bones(read(twin(path)))


@pytest.mark.parametrize("path", [*scenarios("sq"), *scenarios("en")], ids=named)
def test_a_scenario_can_be_played_warns_and_says_whom_to_tell(path):
    scenario = read(path)
    graph = read_graph(scenes("x", scenario))
    marks = {c["mark"] for s in scenario["scenes"] for c in s["choices"]}

    assert graph.problems() == []
    assert marks == {"good", "fair", "leading", "unsafe"}
    assert all(s.best for s in graph.scenes if not s.is_end)
    assert all(number in scenario["whom_to_tell"] for number in ("129", "116 111"))


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_objective_is_taught_in_a_lesson(language):
    for module in MODULES:
        data = read(module / "module.toml")
        taught = {
            key
            for name in data["lessons"]
            for key in read(module / f"{name}.{language}.toml")["objectives"]
        }

        assert taught == {goal["key"] for goal in data["objectives"]}
