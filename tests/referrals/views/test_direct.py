"""Past the school: the sender reports, the unit receives, both can read it."""

import pytest
from django.urls import reverse

from referrals.models import Concern
from tests.factories.referrals import (
    SEEN,
    a_concern,
    a_direct_concern,
    person,
    world,
)
from tests.factories.schools import UnitFactory, municipality


pytestmark = pytest.mark.django_db
MINE, LIST = "/referrals/concerns/mine/", "/referrals/concerns/direct/"


def url(name: str, one) -> str:
    return reverse(f"referrals:{name}", args=[one.uid])


def english(client_of, user, **given):
    client = client_of(user, **given)
    client.cookies["language"] = "en"
    return client


def test_the_sender_reports_with_one_press_and_reads_when_the_unit_has_it(client_of):
    w = world()
    concern = a_concern(w)
    client = english(client_of, w.teacher, second_factor=False)

    client.post(url("concern_report", concern), {"sure": "True"})
    first = client.get(MINE).content.decode()
    english(client_of, w.worker).post(url("direct_receive", concern))
    second = client.get(MINE).content.decode()

    assert "The unit has not received it yet" in first
    assert "The unit has it" in second


def test_a_unit_without_account_is_telephoned_and_the_outcome_written_down(client_of):
    w = world()
    type(w.unit).objects.update(has_account=False)
    concern = a_concern(w)
    client = english(client_of, w.teacher, second_factor=False)

    page = client.get(url("concern_report", concern)).content.decode()
    empty = client.post(url("concern_report", concern), {"sure": "True"})
    asked = Concern.objects.get().direct
    client.post(url("concern_report", concern), {"sure": "True", "call": "called"})

    assert w.unit.telephone in page
    assert "data-error-summary" in empty.content.decode()
    assert not asked
    assert Concern.objects.get().unit_call == "called"


def test_where_no_unit_is_known_the_page_gives_the_numbers(client_of):
    w = world()
    w.unit.municipality = municipality("0702")
    w.unit.save()
    client = english(client_of, w.teacher, second_factor=False)

    page = client.get(url("concern_report", a_concern(w))).content.decode()

    assert "116 111" in page


def test_the_unit_lists_reads_and_receives(client_of):
    w = world()
    concern = a_direct_concern(w)
    client = client_of(w.worker)

    listed = client.get(LIST).content.decode()
    read = client.get(url("direct_concern", concern)).content.decode()
    client.post(url("direct_receive", concern))

    assert w.pupil.last_name in listed
    assert SEEN in read
    assert Concern.objects.get().received_by == w.worker
    assert w.pupil.last_name not in client.get(LIST).content.decode()


def test_the_unit_next_door_the_school_and_the_colleague_find_nothing(client_of):
    w = world()
    concern = a_direct_concern(w)
    elsewhere = UnitFactory(municipality=municipality("0702"))
    strangers = [
        person("cpu_worker", unit=elsewhere),
        w.protector,
        w.head,
        person("teacher", school=w.school),
    ]

    for user in strangers:
        client = client_of(user)
        assert client.get(url("direct_concern", concern)).status_code == 404
        assert client.post(url("direct_receive", concern)).status_code == 404
        assert client.get(url("concern_report", concern)).status_code == 404


def test_nobody_is_led_to_sign_in(client):
    concern = a_direct_concern(world())

    answer = client.get(url("direct_concern", concern))

    assert "/accounts/login/" in answer["Location"]


def test_one_report_is_counted_in_the_singular(client_of):
    w = world()
    a_direct_concern(w)

    page = english(client_of, w.worker).get("/").content.decode()

    assert "concern reported directly" in page
