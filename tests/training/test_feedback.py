"""After handing in, each type of question says what was right and why."""

import pytest
from django.utils.translation import override

from tests.factories.schools import granted_post
from tests.factories.training import all_types, an_attempt, course
from training.actions.quizzes import result_of
from training.feedback import feedback
from training.paper import right_answer


pytestmark = pytest.mark.django_db


@pytest.fixture
def attempt():
    return an_attempt(granted_post("teacher").staff, course(quiz=all_types()))


def said(attempt, kind, answer):
    entry = next(one for one in attempt.items_snapshot if one["type"] == kind)
    attempt.answers = {entry["key"]: answer(entry)}
    with override("en"):
        result = result_of(attempt, attempt.answers)
        whole = feedback(attempt, result, "sq")
    return next(one for one in whole if one.stem == f"Pyetja {kind}?")


def keys(entry):
    return [option["key"] for option in entry["options"]]


@pytest.mark.parametrize(
    "kind", ["single", "multi", "truefalse", "match", "order", "text"]
)
def test_what_is_right_is_marked_right_and_every_line_says_why(attempt, kind):
    question = said(attempt, kind, right_answer)

    chosen = [line for line in question.lines if "Your" in line.note]
    assert question.marked.right
    assert all(line.feedback.startswith("Sepse") for line in question.lines)
    assert {line.state for line in chosen} <= {"right"}


def test_a_wrong_pair_shows_both_answers(attempt):
    question = said(
        attempt,
        "match",
        lambda entry: [f"{k}={entry['choices'][0]}" for k in keys(entry)],
    )

    wrong = [line for line in question.lines if line.state == "wrong"]
    assert 0 < question.marked.points < 1
    assert all("Your answer: " in w.note and "Right answer: " in w.note for w in wrong)


def test_a_turned_order_tells_the_right_one(attempt):
    question = said(attempt, "order", lambda entry: entry["sequence"][::-1])

    first, *_ = question.lines
    assert (first.text, first.state) == ("1. Hapi i parë", "wrong")
    assert first.note == "You gave it number 3"


@pytest.mark.parametrize(
    ("typed", "state", "because"),
    [
        ("tetembedhjete", "right", "Sepse: Tetëmbëdhjetë"),
        ("NJËZET", "wrong", "Sepse: Njëzet"),
        ("dyzet", "wrong", ""),
    ],
)
def test_a_typed_answer_gets_the_word_foreseen_for_it(attempt, typed, state, because):
    question = said(attempt, "text", lambda _entry: [typed])

    line = question.lines[0]
    assert (line.text, line.state, line.feedback) == (typed, state, because)
    if state == "wrong":
        assert question.lines[1].text == "Tetëmbëdhjetë"


@pytest.mark.parametrize("first", ["sq", "en"])
def test_a_figure_foreseen_in_both_languages_is_explained_in_the_readers(
    attempt, first
):
    row = {"text": "18", "correct": True}
    why = {"sq": "Sepse po.", "en": "Because."}
    other = "en" if first == "sq" else "sq"
    for entry in attempt.items_snapshot:
        if entry["type"] == "text":
            entry["typed"] = [
                row | {"language": code, "feedback": why[code]}
                for code in (first, other)
            ]

    question = said(attempt, "text", lambda _entry: ["18"])

    assert [line.feedback for line in question.lines] == ["Sepse po."]


def test_of_many_accepted_answers_the_first_three_are_told(attempt):
    many = [
        {"text": f"Po {n}", "correct": True, "language": "sq", "feedback": ""}
        for n in range(10)
    ]
    for entry in attempt.items_snapshot:
        if entry["type"] == "text":
            entry["typed"] = many

    question = said(attempt, "text", lambda _entry: ["jo"])

    assert [line.text for line in question.lines] == ["jo", "Po 0", "Po 1", "Po 2"]


def test_nothing_answered_is_explained_too(attempt):
    for kind in ("single", "multi", "match", "order", "text"):
        assert said(attempt, kind, lambda _entry: []).lines


def test_a_reflection_offers_its_thoughts_unmarked(attempt):
    question = said(attempt, "reflection", lambda _entry: [])

    assert question.marked is None
    assert [(line.text, line.state) for line in question.lines] == [("Një mendim.", "")]
