"""A question of the bank stands in a lesson, to be tried without being recorded."""

import json
from uuid import uuid4

import pytest
from django.core.exceptions import ValidationError
from wagtail.models import Locale

from tests.factories.schools import granted_post
from tests.factories.training import course, lesson, publish
from training.blocks import LearnerBlock
from training.class_blocks import ClassBlock
from training.models import Question, QuizAttempt
from training.outline import address_of


pytestmark = pytest.mark.django_db
OPTIONS = {
    "single": ("option", [{"text": "Njëshi", "correct": True}, {"text": "Jo"}]),
    "multi": ("option", [{"text": "Shumica", "correct": True}, {"text": "Jo"}]),
    "truefalse": ("option", [{"text": "E vërtetë", "correct": True}, {"text": "Jo"}]),
    "match": (
        "pair",
        [{"text": "Borxhi", "match": "Huaja"}, {"text": "Puna", "match": "Rroga"}],
    ),
    "order": ("step", [{"text": "Së pari dëgjoni"}, {"text": "Pastaj tregojeni"}]),
    "text": (
        "answer",
        [
            {"text": "Policisë", "correct": True},
            {"text": "Askujt fare", "correct": False},
        ],
    ),
    "reflection": ("point", [{"text": "Mendoni për ditën."}]),
}


@pytest.fixture
def made():
    return course(lessons=1)


@pytest.fixture
def reader(client_of):
    client = client_of(granted_post("teacher").staff.user)
    client.cookies["language"] = "en"
    return client


def asked(made, kind: str, **given) -> Question:
    block, values = OPTIONS[kind]
    options = [
        {"type": block, "id": str(uuid4()), "value": {"feedback": "Sepse.", **value}}
        for value in values
    ]
    row = Question(
        locale=made.module.locale,
        objective=made.questions[0].objective,
        stem="Cila është?",
        type=kind,
        options=json.dumps(options),
        **given,
    )
    row.save()
    return publish(row)


def page_with(made, question: Question) -> str:
    body = [
        {"type": "heading", "value": "Hapi 1", "id": str(uuid4())},
        {"type": "question", "value": question.pk, "id": str(uuid4())},
    ]
    return lesson(made.module, body=json.dumps(body)).url_path


def text_of(reader, path: str) -> str:
    return reader.get(f"{address_of(path)}?step=all", follow=True).text


@pytest.mark.parametrize("kind", list(OPTIONS))
def test_every_type_is_asked_and_answered_in_the_lesson(kind, made, reader):
    path = page_with(made, asked(made, kind))

    text = text_of(reader, path)

    assert "Cila është?" in text
    assert "Nothing is recorded" in text
    right = OPTIONS[kind][1][0]
    assert right["text"] in text
    assert kind != "match" or "Huaja" in text
    assert "Askujt fare" not in text  # what is typed wrongly is not read out
    assert QuizAttempt.objects.count() == 0


def test_what_is_right_and_why_opens_below_each_option(made, reader):
    text = text_of(reader, page_with(made, asked(made, "single")))

    assert text.index("That is right.") < text.index("That is not right.")
    assert text.count("Sepse.") == 2


def test_a_question_taken_off_leaves_the_lesson(made, reader):
    question = asked(made, "single")
    path = page_with(made, question)

    question.unpublish()

    assert "Cila është?" not in text_of(reader, path)


def test_a_question_that_becomes_one_of_a_test_leaves_the_lesson(made, reader):
    question = asked(made, "single")
    path = page_with(made, question)

    Question.objects.filter(pk=question.pk).update(form="A")

    assert "Cila është?" not in text_of(reader, path)


def test_what_is_right_is_what_the_source_language_says(made):
    source = asked(made, "single")
    english = source.copy_for_translation(Locale.objects.get(language_code="en"))
    stale = [
        {"type": "option", "id": child.id, "value": {"text": text, "correct": wrong}}
        for child, text, wrong in zip(
            source.options, ("One", "No"), (False, True), strict=True
        )
    ]
    english.stem, english.options, english.live = "Which?", json.dumps(stale), True
    english.save()

    block = LearnerBlock().child_blocks["question"]
    options = block.get_context(Question.objects.get(pk=english.pk))["options"]

    assert [(one["text"], bool(one["correct"])) for one in options] == [
        ("One", True),
        ("No", False),
    ]


def test_words_of_another_language_say_which(made):
    source = asked(made, "single")
    english = source.copy_for_translation(Locale.objects.get(language_code="en"))
    english.stem, english.live = "Which?", True
    english.save()
    block = LearnerBlock().child_blocks["question"]

    assert 'lang="sq">Cila është?' in block.render(source)
    assert ">Which?" in block.render(Question.objects.get(pk=english.pk))


def test_a_pupils_sheet_has_no_question_whose_answers_would_be_printed():
    assert "question" in LearnerBlock().child_blocks
    assert "question" not in ClassBlock().child_blocks


def test_a_question_of_a_test_does_not_stand_in_a_lesson(made):
    block = LearnerBlock().child_blocks["question"]

    with pytest.raises(ValidationError, match="A ose B"):
        block.clean(asked(made, "single", form="A"))
    with pytest.raises(ValidationError):
        block.clean(asked(made, "single", critical=True))
    assert block.clean(asked(made, "single"))
