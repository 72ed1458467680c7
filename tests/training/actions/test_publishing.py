"""Records outlive whatever happens to the page they were made on."""

import datetime as dt

import pytest
import time_machine
from django.core.management import call_command
from django.utils import timezone
from wagtail.models import Page

from tests.factories.schools import StaffFactory
from tests.factories.training import course, done, in_english, index, lesson, publish
from training.models import ItemProgress, ItemVersion, LearningItem, LessonPage


pytestmark = pytest.mark.django_db
AT = dt.datetime(2026, 10, 1, 9, tzinfo=dt.UTC)


def versions(item, language="sq"):
    found = ItemVersion.objects.filter(item=item, locale=language).order_by("id")
    return [(version.number, version.change) for version in found]


@pytest.fixture
def made():
    return course(lessons=2)


@pytest.fixture
def record(made):
    return done(StaffFactory(), made.item(made.lessons[0]), at=AT)


def survives(record):
    found = ItemProgress.objects.get(pk=record.pk)
    kept = (found.state, found.done_at, found.item_id, found.version_id)
    return kept == ("done", AT, record.item_id, record.version_id)


def test_a_published_lesson_is_an_item_with_one_version(made):
    item = made.item(made.lessons[0])

    assert item.titles == {"sq": "Mësimi 1"}
    assert versions(item) == [(1, "minor")]
    assert item.current.snapshot["title"] == "Mësimi 1"


def test_an_edit_adds_a_version_and_keeps_the_record(made, record):
    page = made.lessons[0]
    page.title, page.change = "Mësimi i ri", "major"

    publish(page)

    assert versions(record.item) == [(1, "minor"), (2, "major")]
    assert survives(record)


def test_the_same_words_published_again_are_no_new_version(made):
    publish(made.lessons[0])

    assert versions(made.item(made.lessons[0])) == [(1, "minor")]


def test_the_change_class_goes_back_to_minor_after_a_publish(made):
    page = made.lessons[0]
    page.title, page.change = "Ndryshim", "safety"

    page = publish(page)

    assert page.change == "minor"
    assert page.get_latest_revision_as_object().change == "minor"


def test_a_later_draft_keeps_the_class_its_author_chose(made):
    page = made.lessons[0]
    page.title, page.change = "Tani", "major"
    now = page.save_revision()
    page.title, page.change = "Më vonë", "safety"
    page.save_revision()

    now.publish()

    assert LessonPage.objects.get(
        pk=page.pk
    ).get_latest_revision_as_object().change == ("safety")


def test_a_scheduled_publish_counts_like_any_other(made):
    page = made.lessons[0]
    page.title = "Sipas orës"
    page.go_live_at = timezone.now() + dt.timedelta(hours=1)
    page.save_revision().publish()
    assert versions(made.item(page)) == [(1, "minor")]

    with time_machine.travel(timezone.now() + dt.timedelta(hours=2)):
        call_command("publish_scheduled")

    assert versions(made.item(page)) == [(1, "minor"), (2, "minor")]


def test_a_move_changes_nothing(made, record):
    other = course(lessons=1)

    made.lessons[0].move(other.module, pos="last-child")

    assert survives(record)
    assert versions(record.item) == [(1, "minor")]


def test_a_copy_is_a_new_item(made, record):
    copied = made.lessons[0].copy(
        to=made.module, update_attrs={"slug": "kopja", "title": "Kopja"}
    )

    assert made.item(copied).pk != record.item_id
    assert survives(record)


def test_an_alias_is_no_item_and_raises_no_version(made, record):
    page = made.lessons[0]
    alias = page.create_alias(parent=made.module, update_slug="tjeter")
    page.title = "Tjetër titull"

    publish(page)

    assert not LearningItem.objects.filter(
        translation_key=alias.translation_key
    ).exists()
    assert versions(record.item) == [(1, "minor"), (2, "minor")]


def test_unpublishing_retires_and_publishing_brings_back(made, record):
    page = made.lessons[0]
    page.unpublish()
    record.item.refresh_from_db()
    assert record.item.retired_at is not None

    publish(LessonPage.objects.get(pk=page.pk))

    record.item.refresh_from_db()
    assert record.item.retired_at is None
    assert survives(record)


@pytest.mark.parametrize("what", ["lesson", "module", "programme", "index"])
def test_a_deletion_retires_and_keeps_the_record(made, record, what):
    page = {
        "lesson": made.lessons[0],
        "module": made.module,
        "programme": made.programme,
        "index": index(),
    }[what]

    Page.objects.get(pk=page.pk).delete()

    record.item.refresh_from_db()
    assert record.item.retired_at is not None
    assert survives(record)


def test_a_translation_is_the_same_item_and_raises_no_number(made, record):
    english = in_english(made.lessons[0], title="Lesson 1")
    english.title = "Lesson one"

    publish(english)

    record.item.refresh_from_db()
    assert record.item.titles == {"sq": "Mësimi 1", "en": "Lesson one"}
    assert versions(record.item) == [(1, "minor")]
    assert [number for number, _ in versions(record.item, "en")] == [1, 1]
    assert record.item.current.locale == "sq"
    assert survives(record)


def test_withdrawing_a_translation_retires_nothing(made, record):
    in_english(made.lessons[0], title="Lesson 1").unpublish()

    record.item.refresh_from_db()
    assert record.item.retired_at is None


def test_purging_revisions_takes_no_record(made, record):
    page = made.lessons[0]
    for title in ("Dy", "Tri"):
        page.title = title
        publish(page)

    call_command("purge_revisions")

    assert survives(record)
    assert len(versions(record.item)) == 3


def test_a_lesson_added_later_is_an_item_of_its_own(made, record):
    added = lesson(made.module, "Mësimi 3")

    assert made.item(added).pk != record.item_id
