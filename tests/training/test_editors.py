"""Who edits follows the post; what the editor publishes is theirs by name."""

import datetime as dt

import pytest
from django.utils import timezone

from schools.models import Post
from tests.factories.schools import granted_post
from tests.factories.training import course
from training.editors import GROUP, sync_editor
from training.models import ItemVersion, Question
from training.wagtail_hooks import BankViewSetGroup


pytestmark = pytest.mark.django_db


@pytest.fixture
def editor():
    return granted_post("editor")


def test_signing_in_puts_the_editor_into_the_group(editor, client_of):
    client_of(editor.staff.user)

    assert editor.staff.user.groups.get().name == GROUP


@pytest.mark.parametrize(
    ("role", "group"),
    [
        ("content_specialist", "Content specialists"),
        ("content_ministry", "Content ministry"),
    ],
)
def test_who_reviews_is_in_the_group_of_the_step_and_may_edit(role, group, client_of):
    user = granted_post(role).staff.user

    client_of(user)

    assert set(user.groups.values_list("name", flat=True)) == {group, GROUP}


def test_nobody_else_gets_into_the_group(client_of):
    user = granted_post("system_admin").staff.user

    client_of(user)

    assert not user.groups.exists()


def test_a_post_that_ended_ends_the_membership_and_the_access(editor, client_of):
    user = editor.staff.user
    client_of(user)
    yesterday = timezone.localdate() - dt.timedelta(days=1)
    Post.objects.filter(pk=editor.pk).update(ends_on=yesterday)
    fresh = type(user).objects.get(pk=user.pk)

    assert not fresh.has_perm("wagtailadmin.access_admin")

    sync_editor(fresh)

    assert not fresh.groups.exists()


def test_an_editor_may_write_every_page_and_publish_none(editor, client_of):
    user = editor.staff.user
    client = client_of(user)
    made = course(lessons=1)

    for page in (made.programme, made.module, made.lessons[0]):
        may = page.permissions_for_user(user)
        assert may.can_edit()
        assert may.can_submit_for_moderation()
        assert not may.can_publish()
        assert client.get(f"/cms/pages/{page.pk}/edit/").status_code == 200
    assert client.get(f"/cms/pages/{made.lessons[0].pk}/view_draft/").status_code == 200


def test_an_editor_keeps_the_question_bank(editor, client_of):
    client = client_of(editor.staff.user)
    made = course(lessons=1)
    things = [made.quiz, made.questions[0], made.questions[0].objective]

    for thing in things:
        name = thing._meta.model_name
        url = f"/cms/snippets/training/{name}/"
        assert client.get(url).status_code == 200
        assert client.get(f"{url}edit/{thing.pk}/").status_code == 200
    assert {item.model for item in BankViewSetGroup.items} == {type(t) for t in things}


def test_a_teacher_does_not_edit(client_of):
    client = client_of(granted_post("teacher").staff.user)
    made = course(lessons=1)

    response = client.get(f"/cms/pages/{made.lessons[0].pk}/edit/")

    assert response.status_code in (302, 403, 404)


def test_the_version_names_who_published():
    made = course(lessons=1)
    page, user = made.lessons[0], granted_post("content_ministry").staff.user
    sync_editor(user)
    page.title = "Ndryshuar"

    page.save_revision(user=user).publish(user=user)

    assert ItemVersion.objects.order_by("-id").first().by == user


def test_a_programme_may_not_take_the_address_of_a_screen():
    from django.core.exceptions import ValidationError

    programme = course(lessons=1).programme
    programme.slug = "coverage"

    with pytest.raises(ValidationError) as refused:
        programme.full_clean()

    assert "slug" in refused.value.message_dict


@pytest.mark.parametrize(
    ("kind", "right", "fine"),
    [
        ("single", [], False),
        ("single", [0], True),
        ("single", [0, 1], False),
        ("truefalse", [0, 1], False),
        ("multi", [0, 1], True),
        ("multi", [], False),
    ],
)
def test_a_question_knows_how_many_right_options_it_may_have(kind, right, fine):
    from django.core.exceptions import ValidationError

    question = Question.objects.get(pk=course(lessons=1).questions[0].pk)
    question.type = kind
    for number, option in enumerate(question.options):
        option.value["correct"] = number in right

    if fine:
        question.clean()
    else:
        with pytest.raises(ValidationError):
            question.clean()
