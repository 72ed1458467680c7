"""A page and its aliases are one part in several places: done in one, done in each."""

import datetime as dt

import pytest
from django.urls import reverse

from portal.audit.models import AuditEvent
from tests.factories.schools import granted_post
from tests.factories.training import course, done, in_english, publish
from training.models import (
    Award,
    ItemProgress,
    Kind,
    LearningItem,
    LessonPage,
    ModuleCompletion,
)
from training.outline import address_of, read_outline


pytestmark = pytest.mark.django_db
AT = dt.datetime(2026, 10, 1, 9, tzinfo=dt.UTC)


@pytest.fixture
def made():
    return course(lessons=1)


@pytest.fixture
def other():
    """A second programme, whose module has no quiz and one lesson: the first's."""
    found = course(lessons=0)
    found.module.quiz = None
    publish(found.module)
    return found


@pytest.fixture
def alias(made, other):
    return made.lessons[0].create_alias(parent=other.module, update_slug="perseri")


@pytest.fixture
def teacher():
    return granted_post("teacher")


@pytest.fixture
def client(teacher, client_of):
    found = client_of(teacher.staff.user)
    found.cookies["language"] = "en"
    return found


def address(page):
    return address_of(page.url_path)


def finish(client, made, page):
    client.get(address(page))
    return client.post(f"/training/lessons/{made.item(page).uid}/finish/")


def converted(page, admin_client):
    url = reverse("wagtailadmin_pages:convert_alias", args=[page.pk])
    assert admin_client.post(url).status_code == 302
    return LessonPage.objects.get(pk=page.pk)


@pytest.fixture
def editor(client_of):
    return client_of(granted_post("content_ministry").staff.user)


def test_each_place_has_its_own_address_and_module(made, other, alias):
    outline = read_outline("sq")

    here = outline.by_address[address(made.lessons[0])]
    there = outline.by_address[address(alias)]

    assert (here.parent.title, there.parent.key) == (
        made.module.title,
        other.module.translation_key,
    )
    assert here.key == there.key
    assert here is not there


def test_a_place_shows_the_translation_of_its_page(made, other, alias):
    in_english(made.lessons[0], title="Lesson 1", slug="lesson-1")

    there = read_outline("en").by_address[address(alias)]

    assert (there.title, there.language) == ("Lesson 1", "en")
    assert there.address == address(alias)


def test_what_is_done_in_one_place_completes_the_module_of_the_other(
    made, other, alias, client
):
    finish(client, made, made.lessons[0])

    completion = ModuleCompletion.objects.get()
    assert completion.item == other.item(other.module)
    assert Award.objects.get().item == other.item(other.programme)


def test_the_page_of_each_place_says_that_it_is_done(made, alias, client, teacher):
    done(teacher.staff, made.item(made.lessons[0]), at=AT)

    for page in (made.lessons[0], alias):
        assert "You finished this lesson" in client.get(address(page)).text


def test_an_alias_made_a_page_of_its_own_keeps_what_was_done(
    made, alias, client, teacher, editor
):
    finish(client, made, made.lessons[0])

    page = converted(alias, editor)

    assert "You finished this lesson" in client.get(address(page)).text
    item = LearningItem.objects.get(
        kind=Kind.LESSON, translation_key=page.translation_key
    )
    mine = ItemProgress.objects.filter(staff=teacher.staff)
    first, second = mine.get(item=made.item(made.lessons[0])), mine.get(item=item)
    assert (first.done_at, first.seen) == (second.done_at, second.seen)
    event = AuditEvent.objects.get(verb="content.detached")
    assert '"progress":1' in event.body.replace(" ", "")


def test_a_module_made_a_page_of_its_own_keeps_each_completion_and_renewal(
    made, other, teacher, editor
):
    item = made.item(made.module)
    first = ModuleCompletion.objects.create(
        staff=teacher.staff,
        item=item,
        version=item.current,
        route="online",
        completed_at=AT,
        completed_on=AT.date(),
        valid_until=dt.date(2027, 10, 1),
    )
    ModuleCompletion.objects.create(
        staff=teacher.staff,
        item=item,
        version=item.current,
        route="online",
        completed_at=AT + dt.timedelta(days=300),
        completed_on=dt.date(2027, 7, 28),
        valid_until=dt.date(2029, 10, 1),
        renews=first,
    )
    alias = made.module.create_alias(parent=other.programme, update_slug="moduli-2")

    url = reverse("wagtailadmin_pages:convert_alias", args=[alias.pk])
    editor.post(url)

    rows = ModuleCompletion.objects.filter(
        item__translation_key=alias.translation_key
    ).order_by("pk")
    assert [row.valid_until.year for row in rows] == [2027, 2029]
    assert rows[1].renews == rows[0]
    assert ModuleCompletion.objects.filter(item=item).count() == 2


def test_a_page_that_is_no_part_of_the_training_is_converted_as_ever(editor, made):
    index = made.programme.get_parent().specific
    alias = index.create_alias(update_slug="trajnimi-2")
    before = LearningItem.objects.count()

    editor.post(reverse("wagtailadmin_pages:convert_alias", args=[alias.pk]))

    assert LearningItem.objects.count() == before
