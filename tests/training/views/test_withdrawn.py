"""What was completed is shown for ever, offered or not."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.factories.schools import granted_post
from tests.factories.training import an_award, completed, course, in_english
from training.models import ModulePage, ProgrammePage


pytestmark = pytest.mark.django_db
ON = dt.date(2026, 10, 1)
UNTIL = dt.date(2028, 10, 1)
HEADING = "Completed, no longer offered"


@pytest.fixture
def made():
    return course(lessons=1, title="Moduli i hequr")


@pytest.fixture
def teacher():
    return granted_post("teacher").staff


@pytest.fixture
def client(teacher, client_of):
    found = client_of(teacher.user)
    found.cookies["language"] = "en"
    return found


def test_what_is_offered_stands_in_its_place_only(made, teacher, client):
    completed(teacher, made.item(made.module), on=ON, until=UNTIL)

    assert HEADING not in client.get("/training/").text


@pytest.mark.parametrize("away", ["unpublish", "delete"])
def test_a_module_taken_away_stays_on_the_record_of_who_completed_it(
    made, teacher, client, away
):
    completed(teacher, made.item(made.module), on=ON, until=UNTIL)
    getattr(ModulePage.objects.get(pk=made.module.pk), away)()

    text = client.get("/training/").text

    assert HEADING in text
    assert "Moduli i hequr" in text
    assert "completed on 01.10.2026" in text
    assert "valid until 01.10.2028" in text


def test_the_title_is_in_the_language_of_the_reader(made, teacher, client):
    in_english(made.module, title="A module withdrawn", slug="withdrawn")
    completed(teacher, made.item(made.module), on=ON, until=UNTIL)
    ModulePage.objects.get(pk=made.module.pk).delete()

    assert "A module withdrawn" in client.get("/training/").text


def test_a_programme_taken_away_leaves_its_award_to_print(made, teacher, client):
    award = an_award(teacher, made)
    ProgrammePage.objects.get(pk=made.programme.pk).unpublish()

    text = client.get("/training/").text

    assert "Programi" in text
    assert f"/training/awards/{award.public_id}/" in text


def test_a_neighbour_sees_nothing_of_it(made, teacher, client_of):
    completed(teacher, made.item(made.module), on=ON, until=UNTIL)
    ModulePage.objects.get(pk=made.module.pk).delete()
    neighbour = client_of(granted_post("teacher").staff.user)
    neighbour.cookies["language"] = "en"

    assert HEADING not in neighbour.get("/training/").text


def test_thirty_withdrawn_cost_as_much_as_one(teacher, client):
    def withdraw(count):
        for _ in range(count):
            one = course(lessons=0)
            completed(teacher, one.item(one.module), on=ON, until=UNTIL)
            ModulePage.objects.get(pk=one.module.pk).delete()
            ProgrammePage.objects.get(pk=one.programme.pk).delete()

    def cost():
        client.get("/training/")
        with CaptureQueriesContext(connection) as queries:
            client.get("/training/")
        return len(queries)

    withdraw(1)
    one = cost()
    withdraw(29)

    assert cost() == one
