"""What the law says stands in a lesson only while somebody has checked it."""

import datetime as dt

import pytest
from django.template.loader import render_to_string
from django.utils.html import escape

from portal.clock import today
from tests.training.loading import loaded_content
from training.dates import add_months
from training.models import LegalReference, LessonPage


pytestmark = pytest.mark.django_db
YEAR = 12  # months that a check holds


@pytest.fixture(scope="module")
def loaded(django_db_setup, django_db_blocker):
    yield from loaded_content(django_db_blocker)


def reference(**given):
    words = {"article": "Neni 3", "text": "Kështu thotë.", "source": "OKB, 2000"}
    return LegalReference(**words | given)


def shown(article):
    return render_to_string("training/blocks/legal.html", {"value": article})


@pytest.mark.parametrize(
    ("given", "stands"),
    [
        ({}, False),
        ({"checked_on": today()}, True),
        ({"checked_on": add_months(today(), -YEAR)}, True),
        ({"checked_on": add_months(today(), -YEAR) - dt.timedelta(days=1)}, False),
        ({"checked_on": today(), "valid_to": today() - dt.timedelta(days=1)}, False),
    ],
)
def test_an_article_says_what_it_says_only_while_its_check_holds(given, stands):
    html = shown(reference(**given))

    assert "Neni 3" in html
    assert "OKB, 2000" in html
    assert ("Kështu thotë." in html) is stands
    assert ("Për t’u konfirmuar nga ministria" in html) is not stands


def test_no_loaded_lesson_says_what_an_unchecked_article_says(loaded):
    articles = laws_in_lessons()

    assert articles
    assert all(escape(one.text[:40]) not in shown(one) for one in articles)


def test_the_day_of_a_check_brings_the_words_into_every_lesson(loaded):
    LegalReference.objects.update(checked_on=today(), checked_by="Ministria")

    articles = laws_in_lessons()

    assert all(escape(one.text[:40]) in shown(one) for one in articles)


def laws_in_lessons():
    return [
        block.value
        for page in LessonPage.objects.live()
        for block in page.body
        if block.block_type == "legal"
    ]
