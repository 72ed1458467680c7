"""An editor is told what a type of question needs, before it can be published."""

import json
from uuid import uuid4

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import override

from tests.factories.training import locale, of_type, publish
from training.models import LearningObjective, Question


pytestmark = pytest.mark.django_db


@pytest.fixture
def objective():
    return LearningObjective.objects.create(locale=locale("sq"), text="Ta dini.")


def option(text, *, correct=False):
    return "option", {"text": text, "correct": correct, "feedback": ""}


def pair(text, match):
    return "pair", {"text": text, "match": match, "feedback": ""}


def step(text):
    return "step", {"text": text, "feedback": ""}


def answer(text, *, correct=True):
    return "answer", {"text": text, "correct": correct, "feedback": ""}


def point(text):
    return "point", {"text": text}


def a_question(objective, kind, blocks, **given):
    return Question(
        locale=locale("sq"),
        objective=objective,
        type=kind,
        stem="Pyetja?",
        options=json.dumps(
            [{"type": t, "value": v, "id": str(uuid4())} for t, v in blocks]
        ),
        **given,
    )


GOOD = {
    "single": [option("a", correct=True), option("b")],
    "multi": [option("a", correct=True), option("b", correct=True)],
    "truefalse": [option("E saktë"), option("E gabuar", correct=True)],
    "match": [pair("a", "X"), pair("b", "X"), pair("c", "Y")],
    "order": [step("a"), step("b")],
    "text": [answer("nëntë"), answer("Nente"), answer("dhjetë", correct=False)],
    "reflection": [point("Mendoni.")],
}
BAD = [
    ("single", [option("a"), option("b")], "Mark a right option"),
    ("single", [option("a", correct=True)], "at least two"),
    ("single", [option("a", correct=True), option("b", correct=True)], "exactly one"),
    ("single", [option("a", correct=True), option(" A ")], "say the same"),
    ("multi", [option("a"), option("b")], "Mark a right option"),
    ("truefalse", [option("a", correct=True), option("b"), option("c")], "has two"),
    ("match", [pair("a", "X"), pair("b", "X")], "at least two choices"),
    ("match", [pair("a", "X"), pair("a", "Y")], "say the same"),
    ("match", [option("a", correct=True), option("b")], "pairs only"),
    ("order", [step("a")], "at least two"),
    ("order", [step("a"), option("b")], "steps only"),
    ("text", [answer("dy", correct=False)], "Mark an accepted answer"),
    ("text", [answer("Një"), answer("nje.", correct=False)], "accepted once"),
    ("text", [answer("…")], "letters or figures"),
    ("reflection", [option("a", correct=True)], "thoughts only"),
]


@pytest.mark.parametrize("kind", GOOD)
def test_a_question_as_it_should_be_is_taken(objective, kind):
    a_question(objective, kind, GOOD[kind]).full_clean()


@pytest.mark.parametrize(("kind", "blocks", "said"), BAD)
def test_what_is_missing_is_said(objective, kind, blocks, said):
    with override("en"), pytest.raises(ValidationError) as refused:
        a_question(objective, kind, blocks).full_clean()

    with override("en"):
        assert said in " ".join(refused.value.message_dict["options"])


@pytest.mark.parametrize("more", [{"critical": True}, {"form": "A"}])
def test_a_reflection_decides_nothing(objective, more):
    with override("en"), pytest.raises(ValidationError, match="not marked"):
        a_question(objective, "reflection", GOOD["reflection"], **more).full_clean()


@pytest.mark.parametrize(
    "change", [{"type": "essay"}, {"form": "C"}, {"type": "reflection", "form": "A"}]
)
def test_the_database_refuses_the_same(objective, change):
    made = publish(of_type("single", objective))

    with pytest.raises(IntegrityError), transaction.atomic():
        Question.objects.filter(pk=made.pk).update(**change)
