"""The pupils' units reach the site once, and an editor's hand is respected."""

import json

import pytest

from tests.training.loading import load, loaded_content
from training.content_files import key_of
from training.models import (
    ClassLessonPage,
    LearningItem,
    LegalReference,
    SafetyContact,
    UnitPage,
)


pytestmark = pytest.mark.django_db
NUMBERS = 2 * 4  # in each language: police, child helpline, emergency, missing


@pytest.fixture(scope="module")
def loaded(django_db_setup, django_db_blocker):
    yield from loaded_content(django_db_blocker)


def a_lesson(language="sq"):
    return ClassLessonPage.objects.filter(locale__language_code=language).order_by(
        "path"
    )[0]


def test_the_unit_is_live_in_both_languages_with_its_lessons(loaded):
    assert loaded[0] == 0
    for language in ("sq", "en"):
        unit = UnitPage.objects.get(locale__language_code=language)
        assert unit.live
        assert unit.objectives.count() == 3
        assert len(unit.get_children().live()) == 2


def test_units_and_lessons_are_learning_items(loaded):
    kinds = LearningItem.objects.values_list("kind", flat=True)

    assert sorted(kinds).count("class_lesson") == 2
    assert sorted(kinds).count("unit") == 1
    item = LearningItem.objects.get(translation_key=key_of("u3/lesson-1"))
    assert set(item.titles) == {"sq", "en"}
    assert item.current.snapshot["guide"]


def test_a_translation_shares_the_block_ids(loaded):
    albanian, english = a_lesson("sq"), a_lesson("en")

    for name in ("guide", "handout", "slides"):
        assert [b.id for b in getattr(english, name)] == [
            b.id for b in getattr(albanian, name)
        ]


def test_nothing_says_that_a_number_or_an_article_was_checked(loaded):
    assert SafetyContact.objects.count() == NUMBERS
    assert not SafetyContact.objects.exclude(last_called_on=None).exists()
    assert not LegalReference.objects.exclude(checked_on=None).exists()


def test_a_test_call_on_the_site_is_no_change_of_the_words(loaded):
    SafetyContact.objects.update(last_called_on="2026-11-01", last_called_by="MASR")

    code, said, _ = load()

    assert code == 0
    assert said[0].startswith("new 0, changed 0,")
    assert SafetyContact.objects.filter(last_called_on="2026-11-01").count() == NUMBERS


def test_an_editors_change_of_a_class_lesson_is_kept_and_reported(loaded):
    page = a_lesson()
    page.guide = json.dumps([])
    page.save_revision().publish()

    code, _said, complaints = load()

    assert code == 1
    assert "u3/lesson-1 (sq)" in complaints
    assert len(a_lesson().guide) == 0
