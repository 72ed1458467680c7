"""Training taken elsewhere on the screen: proposed, decided, walled."""

import pytest

from portal.dates import day_text
from tests.factories.days import in_days
from tests.factories.schools import granted_post
from tests.factories.sessions import AT, a_recognition, cast
from training.models import ModuleCompletion, Recognition


pytestmark = pytest.mark.django_db


@pytest.fixture
def who():
    return cast()


@pytest.fixture
def teacher(who, client_of):
    client = client_of(who.teachers[0].user)
    client.cookies["language"] = "en"
    return client


@pytest.fixture
def officer(who, client_of):
    post = granted_post("directorate_officer", directorate=who.school.directorate)
    client = client_of(post.staff.user)
    client.cookies["language"] = "en"
    return client


@pytest.fixture
def row(who):
    person = who.teachers[0]
    return a_recognition(person, who.school, who.made, person.user)


def address(row):
    return f"/training/recognition/{row.uid}/"


def test_a_teacher_proposes_and_an_officer_recognises(who, teacher, officer):
    teacher.post(
        "/training/recognition/new/",
        {
            "module": str(who.module.uid),
            "school": str(who.school.uid),
            "trained_on": day_text(AT.date().replace(month=5)),
            "body": "Organizata Shembull",
            "evidence": "Vërtetim nr. 12",
        },
    )
    row = Recognition.objects.get()
    assert "Vërtetim nr. 12" in officer.get(address(row)).text

    officer.post(address(row), {"verdict": "approved", "reason": "U pa."})

    assert ModuleCompletion.objects.get().route == "recognised"
    assert "U pa." in teacher.get(address(row)).text


def test_a_day_to_come_is_no_earlier_training(who, teacher):
    answer = teacher.post(
        "/training/recognition/new/",
        {"trained_on": in_days(2), "body": "Organizata Shembull"},
    )

    assert "Enter a day that has passed" in answer.text
    assert "Organizata Shembull" in answer.text


def test_a_teacher_does_not_decide(row, teacher):
    answer = teacher.post(address(row), {"verdict": "approved", "reason": "Po."})

    assert answer.status_code == 404
    assert not ModuleCompletion.objects.exists()


@pytest.mark.parametrize("role", ["directorate_officer", "teacher", "head"])
def test_a_neighbour_finds_nothing(row, client_of, role):
    neighbour = client_of(granted_post(role).staff.user)

    assert neighbour.get(address(row)).status_code == 404
    assert "Moduli" not in neighbour.get("/training/recognition/").text


def test_nobody_is_led_to_sign_in(row, client):
    assert client.get(address(row)).status_code == 302
