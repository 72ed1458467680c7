"""Which translation is missing, which lags behind, which follows."""

import pytest

from tests.factories.curriculum import curriculum
from tests.factories.schools import granted_post
from tests.factories.training import course, in_english, publish
from training.translations import behind, state_of, translations


pytestmark = pytest.mark.django_db


@pytest.fixture
def lesson():
    return course(lessons=1).lessons[0]


def states(page):
    return [one.state for one in translations() if one.source_page == page.pk]


def changed(page, title):
    page = type(page).objects.get(pk=page.pk)
    page.title = title
    return publish(page)


def test_without_a_translation_it_is_missing_and_leads_to_the_source(lesson):
    found = next(one for one in behind() if one.source_page == lesson.pk)

    assert (found.state, found.edit, found.language) == ("missing", lesson.pk, "en")


def test_a_translation_of_the_newest_text_is_fresh(lesson):
    in_english(lesson, title="Lesson")

    assert states(lesson) == ["fresh"]
    assert lesson.pk not in {one.source_page for one in behind()}


def test_a_source_changed_later_makes_it_stale(lesson):
    english = in_english(lesson, title="Lesson")

    changed(lesson, "Mësimi i ri")

    assert states(lesson) == ["stale"]
    assert state_of(english).is_stale
    assert state_of(english).edit == english.pk


def test_publishing_the_translation_again_says_that_it_follows(lesson):
    english = in_english(lesson, title="Lesson")
    changed(lesson, "Mësimi i ri")

    publish(type(english).objects.get(pk=english.pk))

    assert states(lesson) == ["fresh"]


def test_a_withdrawn_translation_is_missing_again(lesson):
    in_english(lesson, title="Lesson").unpublish()

    assert states(lesson) == ["missing"]


def test_a_source_that_is_not_live_asks_for_nothing(lesson):
    lesson.unpublish()

    assert states(lesson) == []


def test_pages_of_the_curriculum_are_counted_too():
    made = curriculum(lessons=1)

    assert states(made.lessons[0]) == ["missing"]
    assert states(made.band) == []  # it holds no words of its own to learn


def test_the_editor_of_a_stale_translation_is_told_and_led_to_the_source(
    lesson, client_of
):
    english = in_english(lesson, title="Lesson")
    changed(lesson, "Mësimi i ri")
    client = client_of(granted_post("editor").staff.user)
    client.cookies["language"] = "en"

    stale = client.get(f"/cms/pages/{english.pk}/edit/").text
    source = client.get(f"/cms/pages/{lesson.pk}/edit/").text

    assert "after this translation" in stale
    assert f'href="/cms/pages/{lesson.pk}/edit/"' in stale
    assert "after this translation" not in source


def test_it_costs_two_queries_however_many_there_are(django_assert_num_queries):
    for page in course(lessons=5).lessons:
        in_english(page, title="Lesson", slug=f"l-{page.pk}")

    with django_assert_num_queries(2):
        assert len(translations()) == 7
