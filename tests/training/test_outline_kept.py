"""The outline of the training is kept by a process for as long as it holds."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.factories.training import add, course, publish
from training.models import LessonPage
from training.outline_kept import outline_in


pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def a_minute(outline_kept):
    """The outline is kept as an installation keeps it."""


@pytest.fixture
def made():
    return course(lessons=2)


def titles():
    return [node.title for node in outline_in("sq").nodes]


def test_a_second_reader_costs_one_small_question(made):
    first = outline_in("sq")

    with CaptureQueriesContext(
        connection,
    ) as asked:
        second = outline_in("sq")

    assert second is first
    assert len(asked) == 1


def test_each_language_has_its_own(made):
    assert outline_in("sq") is not outline_in("en")


def test_a_new_title_is_read_at_once(made):
    before = titles()
    page = made.lessons[0]
    page.title = "Emri i ri"

    publish(page)

    assert "Emri i ri" not in before
    assert "Emri i ri" in titles()


def test_a_new_lesson_is_there_at_once(made):
    before = titles()

    add(made.module, LessonPage(title="Mësimi i tretë", slug="mesimi-i-trete"))

    assert titles() == [*before, "Mësimi i tretë"]


def test_a_lesson_taken_away_is_gone_at_once(made):
    assert made.lessons[0].title in titles()

    made.lessons[0].unpublish()

    assert made.lessons[0].title not in titles()


def test_a_deleted_lesson_is_gone_at_once(made):
    assert made.lessons[1].title in titles()

    LessonPage.objects.get(pk=made.lessons[1].pk).delete()

    assert made.lessons[1].title not in titles()


def test_a_moved_lesson_stands_in_its_new_place_at_once(made):
    first, second = (LessonPage.objects.get(pk=page.pk) for page in made.lessons)
    before = titles()

    second.move(first, pos="left")

    assert titles()[-2:] == before[-2:][::-1]


def test_nothing_is_kept_beyond_its_time(made, settings):
    settings.OUTLINE_SECONDS = 0
    first = outline_in("sq")

    assert outline_in("sq") is not first
