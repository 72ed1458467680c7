"""Publishing a translation in wagtail-localize's own screens asks the same checks."""

import json

import pytest
from wagtail_localize.models import StringTranslation, Translation, TranslationSource

from tests.factories.curriculum import guide
from tests.factories.schools import granted_post
from tests.factories.training import body, course, in_english, lesson, locale, publish
from training.models import ItemVersion, LessonPage


pytestmark = pytest.mark.django_db


@pytest.fixture
def people(client_of):
    return {
        role: client_of(granted_post(role).staff.user)
        for role in ("editor", "content_ministry")
    }


def source(blocks):
    """A lesson in Albanian, and a translation of it begun in wagtail-localize."""
    made = course(lessons=0)
    in_english(made.module)
    page = lesson(made.module, "Mësimi", body=blocks)
    found, _new = TranslationSource.get_or_create_from_instance(page)
    translation = Translation.objects.create(
        source=found, target_locale=locale("en"), enabled=True
    )
    translation.save_target(publish=False)
    return translation


def english(translation):
    return LessonPage.objects.get(pk=translation.get_target_instance().pk)


@pytest.fixture
def press_publish(django_capture_on_commit_callbacks):
    def press(client, translation):
        client.cookies["language"] = "en"
        address = f"/cms/pages/{english(translation).pk}/edit/"
        with django_capture_on_commit_callbacks(execute=True):
            return client.post(address, {"action": "publish"}, follow=True)

    return press


def say(translation, words):
    """The translator types the title in English."""
    segment = translation.source.stringsegment_set.get(context__path="title")
    StringTranslation.objects.create(
        translation_of=segment.string,
        locale=translation.target_locale,
        context=segment.context,
        data=words,
    )


def versions():
    return ItemVersion.objects.filter(locale="en", item__kind="lesson")


def test_a_translation_that_is_stopped_is_not_published_and_says_why(
    people, press_publish
):
    translation = source(body("Pa njeri."))
    say(translation, "The lesson")

    answer = press_publish(people["content_ministry"], translation)

    assert "does not say whom to tell" in answer.text
    assert not english(translation).live
    assert not versions().exists()
    assert StringTranslation.objects.filter(data="The lesson").exists()


def test_a_live_translation_keeps_its_words_when_the_new_ones_are_stopped(
    people, press_publish
):
    translation = source(guide())
    press_publish(people["content_ministry"], translation)
    before = english(translation)
    assert before.live
    page = LessonPage.objects.get(locale=locale("sq"), title="Mësimi")
    page.title, page.body = "Mësimi i ri", json.dumps([])
    page = publish(page)
    translation.source.update_from_db()

    press_publish(people["content_ministry"], translation)

    after = english(translation)
    assert (after.title, len(after.body)) == ("Mësimi", len(before.body))


def test_a_translation_that_passes_the_checks_is_published(people, press_publish):
    translation = source(guide())
    say(translation, "The lesson")

    press_publish(people["content_ministry"], translation)

    assert (english(translation).live, english(translation).title) == (
        True,
        "The lesson",
    )
    assert versions().count() == 1


def test_an_editor_publishes_no_translation(people, press_publish):
    translation = source(guide())

    press_publish(people["editor"], translation)

    assert not english(translation).live


def test_updating_from_the_source_publishes_nothing(
    people, django_capture_on_commit_callbacks
):
    """Anybody who translates may update; "publish immediately" asked for no right."""
    translation = source(body("Pa njeri."))
    address = f"/cms/localize/update/{translation.source_id}/"
    assert "publish_translations" not in people["editor"].get(address).text

    with django_capture_on_commit_callbacks(execute=True):
        people["editor"].post(address, {"publish_translations": "on"})

    assert not english(translation).live
    assert not versions().exists()


def test_only_who_may_publish_replaces_a_translation_by_its_source(
    people, press_publish
):
    translation = source(guide())
    press_publish(people["content_ministry"], translation)
    page = english(translation)
    address = f"/cms/localize/page/{page.pk}/convert_to_alias/"

    refused = people["editor"].post(address, follow=True)
    assert english(translation).alias_of_id is None
    people["content_ministry"].post(address)

    assert refused.status_code == 200  # back in the CMS, which says why
    assert english(translation).alias_of_id is not None
