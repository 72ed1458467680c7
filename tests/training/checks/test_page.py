"""Which texts of a page the checks read: all that its readers get."""

import datetime as dt
import json
from uuid import uuid4

import pytest

from tests.factories.curriculum import curriculum
from tests.factories.training import course, scenario
from training.checks.page import check_page
from training.models import Question


pytestmark = pytest.mark.django_db
ON = dt.date(2026, 11, 26)
LABEL, LONG = "Viktima u gjet.", "një " * 40
GRADE_SIX = 20  # words in a sentence


def rules(page):
    return {finding.rule for finding in check_page(page, ON)}


def a_question(made, **words):
    """A question with one option, which says what is given."""
    said = {"stem": "Cila?", "text": "Po", "feedback": "Sepse."} | words
    stem = said.pop("stem")
    row = made.questions[0]
    value = {"correct": True, **said}
    return Question.objects.create(
        locale=row.locale,
        objective=row.objective,
        type="single",
        stem=stem,
        options=json.dumps([{"type": "option", "id": str(uuid4()), "value": value}]),
    )


@pytest.mark.parametrize("where", ["stem", "text", "feedback"])
@pytest.mark.parametrize(
    ("words", "rule"), [(LABEL, "label"), ("Neni 3.", "law"), (LONG, "sentence")]
)
def test_a_question_to_try_is_read_with_its_lesson(where, words, rule):
    made = course(lessons=1)
    page = made.lessons[0]
    before = rules(page)
    asked = a_question(made, **{where: words})

    page.body = json.dumps(
        [{"type": "question", "id": str(uuid4()), "value": asked.pk}]
    )

    assert rule in rules(page) - before


@pytest.mark.parametrize(
    ("words", "rule"), [(LABEL, "label"), ("Neni 3.", "law"), (LONG, "sentence")]
)
def test_what_is_said_before_the_quiz_and_whom_to_tell_are_read(words, rule):
    made = course(lessons=1)
    module, practice = made.module, scenario(made.module)
    before = rules(module) | rules(practice)

    module.quiz_intro = practice.whom_to_tell = words

    assert rule not in before
    assert rule in rules(module)
    assert rule in rules(practice)


def card(words):
    value = {"form": "A", "text": words, "sign": False}
    return json.dumps([{"type": "item", "id": str(uuid4()), "value": value}])


@pytest.mark.parametrize(
    ("words", "rule"),
    [
        (LABEL, "label"),
        ("Neni 3.", "law"),
        ("një " * (GRADE_SIX + 1), "sentence"),
        ("një " * GRADE_SIX, None),
    ],
)
def test_the_pupils_cards_are_read_by_their_grade(words, rule):
    unit = curriculum(lessons=0, grades=(5, 6)).unit
    before = rules(unit)

    unit.cards = card(words)

    assert rules(unit) - before == ({rule} if rule else set())
