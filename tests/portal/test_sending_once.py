"""The same form arriving twice is taken once; a second thought is not an echo."""

import datetime as dt
import threading
from collections.abc import Callable

import pytest
import time_machine
from django.db import connections
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from portal.actions.purging import purge_short_lived
from portal.models import SentForm
from referrals.models import Concern, ConcernCorrection, LevelChoice
from tests.factories.referrals import a_case, a_concern, world
from tests.portal.test_drafts import hidden


WORDS = "Sot më tha se nuk fle në shtëpi."


def ready(client: Client) -> tuple[str, dict[str, str]]:
    """A concern of one's own, and its form for an addition, which has no token."""
    concern = Concern.objects.get()
    url = reverse("referrals:concern_correct", args=[concern.uid])
    return url, {**hidden(client.get(url)), "text": WORDS}


@pytest.fixture
def teacher(client_of) -> Client:
    w = world()
    a_concern(w)
    return client_of(w.teacher)


@pytest.mark.django_db
def test_pressed_twice_it_is_one_and_both_are_led_to_the_same_page(teacher):
    url, form = ready(teacher)

    first, second = teacher.post(url, form), teacher.post(url, form)

    assert ConcernCorrection.objects.count() == 1
    assert second["Location"] == first["Location"]


@pytest.mark.django_db
def test_other_words_from_the_same_page_are_a_second_one(teacher):
    url, form = ready(teacher)

    teacher.post(url, form)
    teacher.post(url, {**form, "text": "Edhe diçka tjetër."})

    assert ConcernCorrection.objects.count() == 2


@pytest.mark.django_db
def test_the_same_words_from_a_page_opened_anew_are_a_second_one(teacher):
    url, form = ready(teacher)
    teacher.post(url, form)

    teacher.post(url, {**form, **hidden(teacher.get(url))})

    assert ConcernCorrection.objects.count() == 2


@pytest.mark.django_db
def test_what_was_refused_may_be_sent_again(client_of):
    w = world()
    case = a_case(w)
    client = client_of(w.protector)
    url = reverse("referrals:case_level", args=[case.uid])
    form = {**hidden(client.get(url)), "level": "acute", "reason": ""}

    refused = [client.post(url, form).status_code for _n in range(2)]

    assert refused == [200, 200]
    assert not SentForm.objects.exists()
    assert not LevelChoice.objects.exists()


@pytest.mark.django_db
def test_a_sending_that_broke_off_does_not_stand_in_the_way(teacher):
    url, form = ready(teacher)
    teacher.post(url, form)
    SentForm.objects.update(went="")

    with time_machine.travel(timezone.now() + dt.timedelta(minutes=2)):
        teacher.post(url, form)

    assert ConcernCorrection.objects.count() == 2


@pytest.mark.django_db
def test_the_text_is_not_kept_and_the_mark_only_for_a_day(teacher):
    url, form = ready(teacher)
    teacher.post(url, form)
    row = SentForm.objects.get()

    gone = purge_short_lived(moment=timezone.now() + dt.timedelta(hours=25))

    assert WORDS not in str(vars(row))
    assert gone["sent_forms"] == 1


@pytest.mark.django_db(transaction=True)
def test_two_at_the_same_moment_are_one(teacher):
    url, form = ready(teacher)

    answers = at_once(lambda: same_window(teacher).post(url, form).status_code)

    assert answers == [302, 302]
    assert ConcernCorrection.objects.count() == 1


def same_window(client: Client) -> Client:
    other = Client()
    other.cookies = client.cookies
    return other


def at_once(act: Callable[[], int], many: int = 2) -> list[int]:
    """What each thread got; they start together and close what they opened."""
    start, answers = threading.Barrier(many), []

    def run() -> None:
        try:
            start.wait()
            answers.append(act())
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run) for _n in range(many)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answers
