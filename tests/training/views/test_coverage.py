"""Coverage on the screen and in the file, by place."""

import datetime as dt
import io
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from openpyxl import load_workbook

from portal.dates import day_text
from tests.factories.schools import (
    DirectorateFactory,
    SchoolFactory,
    StaffFactory,
    granted_post,
    municipality,
    roster_post,
)
from tests.factories.training import add, award, completed, course, done, publish
from training.models import LearningItem, LessonPage, ModulePage


pytestmark = pytest.mark.django_db


@pytest.fixture
def item():
    made = course(lessons=1)
    made.programme.title = "Bazat"
    return made.item(publish(made.programme))


@pytest.fixture
def directorate():
    return DirectorateFactory()


@pytest.fixture
def school(directorate):
    return SchoolFactory(directorate=directorate, name="Shkolla e Parë")


@pytest.fixture
def officer(directorate, client_of):
    client = client_of(
        granted_post("directorate_officer", directorate=directorate).staff.user
    )
    client.cookies["language"] = "en"
    return client


def trained(school, item, *, done=1, of=2):
    people = [
        StaffFactory(last_name=f"Modeli {school.code} {number}") for number in range(of)
    ]
    for person in people:
        roster_post("teacher", school=school, staff=person)
    for person in people[:done]:
        award(person, item)
    return people


def cells(client, path):
    sheet = load_workbook(io.BytesIO(client.get(path).getvalue()))
    return [[cell.value for cell in row] for row in sheet.active.iter_rows()]


def test_an_officer_sees_the_own_schools_and_those_of_the_offices_below(
    item, directorate, school, officer
):
    below = DirectorateFactory(parent=directorate)
    SchoolFactory(directorate=below, name="Shkolla e Zyrës")
    SchoolFactory(name="Shkolla e Huaj")
    trained(school, item)

    text = officer.get("/training/coverage/").text

    assert "Shkolla e Parë" in text
    assert "Shkolla e Zyrës" in text
    assert "Shkolla e Huaj" not in text
    assert "50 %" in text
    assert "1 / 2 teachers" in text


def test_a_place_with_nobody_on_the_roster_shows_no_percentage(item, school, officer):
    text = officer.get("/training/coverage/").text

    assert "No roster" in text
    assert "no roster" in text
    assert not re.search(r"\b0 %", text)


def test_the_file_says_what_the_screen_says(item, directorate, school, officer):
    trained(school, item, done=2, of=3)
    SchoolFactory(directorate=directorate, name="Shkolla e Dytë")

    rows = cells(officer, "/training/coverage/?format=xlsx")
    text = officer.get("/training/coverage/").text

    assert rows[0][3:] == [
        "Teachers",
        "Completed",
        "Percent",
        "By a psychologist",
        "By a psychologist, percent",
    ]
    assert [row[0] for row in rows[1:3]] == ["Shkolla e Dytë", "Shkolla e Parë"]
    assert rows[2][3:] == [3, 2, 66, 0, 0]
    assert rows[1][3:] == [0, 0, "no roster", 0, "no roster"]
    assert [row[0] for row in rows[-2:]] == [
        f"Roster and completions on {day_text(timezone.localdate())}",
        "What is counted: Bazat",
    ]
    for heading in rows[0]:
        assert heading in text


@pytest.fixture
def module(item):
    """The module of the programme; who completed it has not the award by that."""
    page = ModulePage.objects.get()
    page.title = "Pjesa"
    publish(page)
    return LearningItem.objects.get(translation_key=page.translation_key)


def test_a_module_is_counted_for_who_asks(module, item, directorate, school, officer):
    people = trained(school, item, done=1, of=4)
    for person in people[:3]:
        completed(person, module, on=timezone.localdate())

    rows = cells(officer, f"/training/coverage/?of={module.pk}&format=xlsx")
    text = officer.get(f"/training/coverage/?of={module.pk}").text

    assert rows[-1][0] == "What is counted: Pjesa"
    assert rows[1][3:] == [4, 3, 75, 0, 0]
    assert "Pjesa</h2>" in text
    assert "Bazat</h2>" not in text
    assert f'href="/training/coverage/{school.uid}/?of={module.pk}"' in text
    whole = officer.get("/training/coverage/?of=x").text
    assert "Bazat</h2>" in whole
    assert '<option value="">Bazat</option>' in whole


def test_a_school_says_how_many_modules_each_has_done(module, item, school, officer):
    first, second, _third = trained(school, item, done=1, of=3)
    for person in (first, second):
        completed(person, module, on=timezone.localdate())
    path = f"/training/coverage/{school.uid}/?format=xlsx"

    rows, of_module = cells(officer, path), cells(officer, f"{path}&of={module.pk}")

    assert rows[0][2:] == ["Bazat", "Completed on", "Modules completed, of 1"]
    assert [row[2] for row in rows[1:4]] == ["Completed", "Started", "Not started"]
    assert [row[4] for row in rows[1:4]] == [1, 1, 0]
    assert [row[2] for row in of_module[1:4]] == [
        "Completed",
        "Completed",
        "Not started",
    ]


def test_a_school_says_what_ended_and_when_and_what_was_taken_back(
    item, school, officer
):
    today = timezone.localdate()
    first, second, _third = trained(school, item, done=0, of=3)
    ended = today - dt.timedelta(days=3)
    award(first, item, issued_on=today - dt.timedelta(days=700), valid_until=ended)
    award(
        second,
        item,
        revoked_at=timezone.now(),
        revoked_by=granted_post("content_ministry").staff.user,
        revoke_reason="Dhënë gabimisht.",
    )

    text = officer.get(f"/training/coverage/{school.uid}/").text
    file = officer.get(f"/training/coverage/{school.uid}/?format=csv").text

    for shown in (text, file):
        assert f"Expired on {day_text(ended)}, to be renewed" in shown
        assert "Revoked" in shown
        assert "Not started" in shown
        assert "gabimisht" not in shown


def test_a_lesson_of_another_programme_begins_nothing(module, item, school, officer):
    (reader, other) = trained(school, item, done=0, of=2)
    elsewhere = course(lessons=1)
    for person, lesson in (
        (
            reader,
            LessonPage.objects.descendant_of(ModulePage.objects.get(title="Pjesa")),
        ),
        (other, LessonPage.objects.descendant_of(elsewhere.module)),
    ):
        done(person, elsewhere.item(lesson.get()), at=timezone.now())

    rows = cells(officer, f"/training/coverage/{school.uid}/?format=xlsx")

    assert [row[2] for row in rows[1:3]] == ["Started", "Not started"]


def test_what_is_counted_costs_no_more_than_the_rest(module, item, school, officer):
    trained(school, item)
    path = f"/training/coverage/?of={module.pk}"
    one = queries_of(officer, path)
    for number in range(14):
        words = {"title": "T", "slug": f"t-{number}", "minutes": 5}
        programme = ModulePage.objects.first().get_parent().specific
        add(programme, ModulePage(audience="teacher", **words))

    assert queries_of(officer, path) == one <= 10


def test_the_file_keeps_the_filter_and_the_order(item, directorate, school, officer):
    trained(school, item, done=2, of=2)
    low = SchoolFactory(directorate=directorate, name="Shkolla e Ulët")
    trained(low, item, done=0, of=2)

    query = "?target=below&sort=-percent"

    assert [r[0] for r in cells(officer, f"/training/coverage/{query}&format=xlsx")][
        1:2
    ] == ["Shkolla e Ulët"]


def test_a_school_opens_by_name_for_officer_and_head(item, school, officer, client_of):
    people = trained(school, item)
    head = client_of(granted_post("head", school=school).staff.user)

    for client in (officer, head):
        text = client.get(f"/training/coverage/{school.uid}/").text
        assert all(person.full_name() in text for person in people)


@pytest.mark.parametrize(
    "role", ["protector", "supervisor", "ministry_analyst", "onac_analyst"]
)
def test_counts_are_open_but_no_name_is(item, school, client_of, role):
    people = trained(school, item)
    place = {"protector": {"school": school}}.get(role, {})
    place |= {"directorate": school.directorate} if role == "supervisor" else {}
    client = client_of(granted_post(role, **place).staff.user)

    listed = client.get("/training/coverage/")

    assert listed.status_code == 200
    assert str(school.uid) not in listed.text
    assert people[0].last_name not in listed.text
    assert client.get(f"/training/coverage/{school.uid}/").status_code == 404


def test_the_school_of_a_neighbour_does_not_exist(item, school, client_of):
    neighbour = granted_post("directorate_officer").staff.user
    other_head = granted_post("head").staff.user

    for user in (neighbour, other_head):
        url = f"/training/coverage/{school.uid}/"
        assert client_of(user).get(url).status_code == 404


def test_a_teacher_has_no_coverage_page(item, client_of):
    client = client_of(granted_post("teacher").staff.user)

    assert client.get("/training/coverage/").status_code == 404


def test_the_nation_is_by_municipality_and_opens_to_schools(item, client_of):
    school = SchoolFactory(municipality=municipality("1104"), name="Shkolla e Tiranës")
    SchoolFactory(municipality=municipality("0702"), name="Shkolla e Kukësit")
    trained(school, item)
    client = client_of(granted_post("ministry_analyst").staff.user)

    nation = client.get("/training/coverage/").text
    one = client.get("/training/coverage/municipalities/1104/").text

    assert "Tiranë" in nation
    assert "Shkolla" not in nation
    assert "Shkolla e Tiranës" in one
    assert "Shkolla e Kukësit" not in one


def test_the_file_of_a_municipality_holds_that_municipality(item, client_of):
    trained(SchoolFactory(municipality=municipality("1104"), name="A"), item)
    trained(SchoolFactory(municipality=municipality("0702"), name="B"), item)
    client = client_of(granted_post("onac_analyst").staff.user)

    rows = cells(client, "/training/coverage/municipalities/1104/?format=xlsx")

    assert [row[0] for row in rows[1:-2] if row[0]] == ["A"]


def test_a_municipality_page_is_for_the_nation_only(item, officer):
    url = "/training/coverage/municipalities/1104/"

    assert officer.get(url).status_code == 404


def queries_of(client, path):
    client.get(path)
    with CaptureQueriesContext(connection) as context:
        assert client.get(path).status_code == 200
    counted = ("SELECT", "INSERT", "UPDATE", "DELETE")
    return sum(q["sql"].startswith(counted) for q in context)


def test_thirty_schools_cost_what_one_costs(item, directorate, school, officer):
    trained(school, item)
    one = queries_of(officer, "/training/coverage/")
    for _ in range(29):
        trained(SchoolFactory(directorate=directorate), item)

    assert queries_of(officer, "/training/coverage/") == one <= 10


def test_thirty_teachers_cost_what_one_costs(item, school, officer):
    trained(school, item, of=1)
    path = f"/training/coverage/{school.uid}/"
    one = queries_of(officer, path)
    trained(SchoolFactory(), item)
    for number in range(29):
        person = StaffFactory(last_name=f"Prova {number}")
        roster_post("teacher", school=school, staff=person)

    assert queries_of(officer, path) == one <= 10


def test_the_nation_costs_at_most_ten_queries(item, client_of):
    client = client_of(granted_post("ministry_analyst").staff.user)

    assert queries_of(client, "/training/coverage/") <= 10
