"""Editors keep the library in the CMS, and leave no caution out."""

import pytest
from django.urls import reverse
from wagtail.models import Locale

from referrals.models import CoachingActivity
from tests.factories.coaching import an_activity
from tests.factories.schools import granted_post


pytestmark = pytest.mark.django_db
CAUTIONS = ("watch", "stop", "avoid")


@pytest.fixture
def editor(client_of):
    return client_of(granted_post("editor").staff.user)


def add_page():
    return reverse("wagtailsnippets_referrals_coachingactivity:add") + "?locale=sq"


def typed(**given):
    one = an_activity()
    values = {**one.content(), "action-publish": "1", **given}
    one.delete()
    return values


def test_the_form_asks_for_every_caution(editor):
    page = editor.get(add_page()).content.decode()

    assert all(f'name="{name}"' in page for name in CAUTIONS)


def test_a_whole_activity_is_published(editor):
    answer = editor.post(add_page(), typed())

    assert answer.status_code == 302
    assert CoachingActivity.objects.get().live
    assert CoachingActivity.objects.get().locale == Locale.objects.get(
        language_code="sq"
    )


@pytest.mark.parametrize("missing", CAUTIONS)
def test_an_activity_without_a_caution_is_refused(editor, missing):
    answer = editor.post(add_page(), typed(**{missing: " "}))

    assert answer.status_code == 200
    assert not CoachingActivity.objects.exists()
