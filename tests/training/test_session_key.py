"""The answer key: what is right, by the letters and numbers of the printed test."""

import pytest

from tests.factories.sessions import cast, planned
from tests.factories.training import all_types
from training.paper import draw_paper
from training.session_key import key_paper
from training.session_papers import test_paper as paper_of


pytestmark = pytest.mark.django_db


@pytest.fixture
def session():
    """One whose test asks every type of question."""
    made = planned(cast())
    quiz, _questions = all_types()
    made.paper_test = draw_paper(quiz, seed="7")
    return made


def of(session, kind):
    """What the test prints of a type, and what the key says of it."""
    number = next(
        place for place, entry in enumerate(session.paper_test) if entry["type"] == kind
    )
    printed = paper_of(session)["questions"][number]
    key = {line["stem"]: line for line in key_paper(session)["questions"]}
    return printed, key.get(printed["stem"])


@pytest.mark.parametrize(
    ("kind", "right"),
    [("single", {"A"}), ("multi", {"A", "B"}), ("truefalse", {"E saktë"})],
)
def test_the_options_to_cross_are_named_as_they_are_printed(session, kind, right):
    printed, key = of(session, kind)

    assert set(key["right"]) <= set(printed["options"])
    assert {line.partition(". ")[2] for line in key["right"]} == right


def test_a_match_says_which_number_goes_to_which_letter(session):
    printed, key = of(session, "match")
    lines = dict(option.split(". ") for option in printed["options"])
    pairs = {"Rreshti 1": "Veprim", "Rreshti 2": "Qëllim", "Rreshti 3": "Veprim"}

    assert len(key["right"]) == 3
    for said in key["right"]:
        letter, choice = said.split(" – ")
        assert choice in printed["choices"]
        assert choice.endswith(pairs[lines[letter]])


def test_an_order_says_the_number_of_every_box(session):
    printed, key = of(session, "order")
    lines = dict(option.split(". ") for option in printed["options"])
    places = {"Hapi i parë": "1", "Hapi tjetër": "2", "Hapi i fundit": "3"}

    found = dict(said.split(" – ") for said in key["right"])

    assert found == {letter: places[text] for letter, text in lines.items()}


def test_a_typed_answer_lists_what_counts(session):
    _printed, key = of(session, "text")

    assert key["right"] == ["Tetëmbëdhjetë"]


def test_a_reflection_is_not_in_the_key(session):
    _printed, key = of(session, "reflection")

    assert key is None
    assert len(key_paper(session)["questions"]) == session.questions == 6


@pytest.mark.parametrize(("mark", "least"), [(80, 5), (83, 5), (84, 6), (100, 6)])
def test_it_says_how_many_right_answers_pass(session, mark, least):
    session.pass_mark = mark

    assert f"at least {least} of 6" in key_paper(session)["passes"]["en"]


def test_a_key_question_is_marked_as_one(session):
    session.paper_test[0]["critical"] = True

    assert key_paper(session)["questions"][0]["hint"]
    assert not key_paper(session)["questions"][1]["hint"]
