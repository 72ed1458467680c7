"""An editor chooses among the objectives of the page's own language."""

import pytest
from wagtail.models import Locale

from tests.factories.schools import granted_post
from tests.factories.training import course, in_english
from training.models import LessonPage


pytestmark = pytest.mark.django_db


@pytest.fixture
def made():
    return course(lessons=1)


@pytest.fixture
def english(made):
    """The first question's objective, translated."""
    source = made.questions[0].objective
    copy = source.copy_for_translation(Locale.objects.get(language_code="en"))
    copy.text = "You know it."
    copy.save()
    return copy


@pytest.fixture
def editor(client_of):
    return client_of(granted_post("editor").staff.user)


def offered(editor, page):
    form = editor.get(f"/cms/pages/{page.pk}/edit/").context["form"]
    return {*form.fields["objectives"].queryset}


def test_the_form_of_a_lesson_offers_each_objective_once(made, english, editor):
    lesson = made.lessons[0]

    assert offered(editor, lesson) == {made.questions[0].objective}
    assert offered(editor, in_english(lesson)) == {english}


def test_what_a_translation_took_over_from_its_source_stays(made, english, editor):
    page = LessonPage.objects.get(pk=in_english(made.lessons[0]).pk)
    page.objectives = [made.questions[0].objective]
    page.save()

    assert offered(editor, page) == {english, made.questions[0].objective}
