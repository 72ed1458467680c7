"""Where the holder of an award reads that it ends, has ended, and may be renewed."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests.factories.awards import a_refresher_quiz, earned, renewable, renewal_url
from tests.factories.schools import SchoolFactory, granted_post
from tests.factories.training import add, course, publish
from training.models import LessonPage, ModulePage
from training.outline import address_of


pytestmark = pytest.mark.django_db


@pytest.fixture
def today():
    return timezone.localdate()


@pytest.fixture
def teacher():
    return granted_post("teacher", school=SchoolFactory()).staff


@pytest.fixture
def client(teacher, client_of):
    return client_of(teacher.user)


def read(client, page="/"):
    client.cookies["language"] = "en"
    return " ".join(client.get(page).text.split())


@pytest.mark.parametrize(
    ("left", "said"),
    [
        (200, ""),
        (91, ""),
        (90, "your award ends on"),
        (0, "your award expired on"),
        (-89, "your award expired on"),
        (-90, ""),
    ],
)
def test_the_first_page_says_in_a_line_that_an_award_ends_or_ended(
    left, said, client, teacher, today
):
    made = renewable()
    earned(made, teacher, today, left=left)

    text = read(client)

    assert ("your award e" in text) == bool(said)
    assert said in text
    assert (renewal_url(made) in text) == bool(said)


def test_a_neighbour_reads_nothing_of_it(client_of, teacher, today):
    made = renewable()
    earned(made, teacher, today, left=10)
    other = client_of(granted_post("teacher").staff.user)

    assert "your award e" not in read(other)
    assert renewal_url(made) not in read(other, "/training/")


def test_without_a_short_way_the_line_leads_to_the_renewable(client, teacher, today):
    made = course(lessons=1)
    earned(made, teacher, today, left=10)

    text = read(client)

    assert "See how to renew it" in text
    assert f'href="{address_of(made.programme.url_path)}"' in text
    assert renewal_url(made) not in text


def test_my_training_says_since_when_an_award_is_over(client, teacher, today):
    earned(renewable(), teacher, today, left=-200)

    text = read(client, "/training/")

    assert "Your award expired on" in text
    assert "Renew your award<" in text


def test_under_the_safety_rule_the_renewal_opens_with_the_change(
    client, teacher, today
):
    made = renewable(expiry_rule="safety")
    award = earned(made, teacher, today, left=10)
    award.expiry_rule, award.valid_until = "safety", None
    award.save()
    assert renewal_url(made) not in read(client, "/training/")
    page = LessonPage.objects.get(pk=made.lessons[0].pk)
    page.title, page.change, page.change_note = "E re", "safety", "Numri ndryshoi."

    publish(page)

    assert renewal_url(made) in read(client, "/training/")
    assert "Your award is valid until" in read(client, "/training/")


def test_a_revoked_award_offers_a_refresher_where_there_is_one(client, teacher, today):
    made = renewable(expiry_rule="safety", refresher=None)
    award = earned(made, teacher, today, left=10)
    award.revoked_at, award.revoke_reason = timezone.now(), "Letër e rreme"
    award.revoked_by = teacher.user
    award.save()
    assert renewal_url(made) not in read(client, "/training/")
    made.programme.refresher = a_refresher_quiz()
    publish(made.programme)

    assert renewal_url(made) in read(client, "/training/")


def test_while_a_module_added_since_is_open_the_renewal_waits(client, teacher, today):
    made = renewable()
    earned(made, teacher, today, left=10)
    add(made.programme, ModulePage(title="Dytë", slug="m2", audience="teacher"))

    text = read(client, "/training/")

    assert renewal_url(made) not in text
    assert "Your award is valid until" in text


def test_a_module_in_its_last_ninety_days_says_until_when_it_counts(
    client, teacher, today
):
    made = renewable()
    earned(made, teacher, today, left=30)

    text = read(client, address_of(made.module.url_path))

    assert "What you completed counts until" in text
    assert "Pass the quiz again now to renew it" in text
    assert "<span>Complete</span>" in text


def test_many_awards_cost_the_first_page_what_one_costs(client, teacher, today):
    earned(renewable(), teacher, today, left=10)
    read(client)
    with CaptureQueriesContext(connection) as few:
        read(client)
    for _ in range(3):
        earned(renewable(), teacher, today, left=10)

    with CaptureQueriesContext(connection) as many:
        text = read(client)

    assert text.count("your award ends on") == 4
    assert len(many) == len(few)


@pytest.mark.parametrize(
    ("left", "said", "kept_back"),
    [
        (200, "You can renew your award from", "Renew your award<"),
        (80, "Renew your award<", "You can renew your award from"),
    ],
)
def test_my_training_offers_the_renewal_only_once_it_is_open(
    client, teacher, today, left, said, kept_back
):
    earned(renewable(), teacher, today, left=left)
    client.cookies["language"] = "en"

    text = client.get("/training/").text

    assert said in text
    assert kept_back not in text


def test_a_module_that_ended_is_not_called_complete(client, teacher, today):
    made = renewable()
    earned(made, teacher, today, left=-5)
    client.cookies["language"] = "en"

    for address in ("/training/", made.module.url_path.replace("/home", "", 1)):
        text = " ".join(client.get(address, follow=True).text.split())
        assert "that counted until" in text
        assert "Pass the quiz again to renew it." in text
        assert "<span>Complete</span>" not in text


def test_five_awards_under_the_safety_rule_cost_what_one_costs(client, teacher, today):
    def hold():
        made = renewable(expiry_rule="safety")
        award = earned(made, teacher, today, left=200)
        award.expiry_rule, award.valid_until = "safety", None
        award.covers = [str(made.module.translation_key)]
        award.save()
        page = ModulePage.objects.get(pk=made.module.pk)
        page.title, page.change, page.change_note = "E re", "safety", "Numri."
        publish(page)

    def cost():
        client.get("/training/")
        with CaptureQueriesContext(connection) as queries:
            text = read(client, "/training/")
        return len(queries), text.count("Your award is valid until")

    hold()
    one, shown = cost()
    for _ in range(4):
        hold()

    assert shown == 1
    assert cost() == (one, 5)
