"""Lessons in class by place: what is due, what was taught, and what is hidden."""

import csv
import io

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from portal.clock import now, today
from schools.school_days import start_year_of
from tests.factories.curriculum import a_delivery, curriculum, item_of
from tests.factories.schools import (
    ClassFactory,
    DirectorateFactory,
    SchoolFactory,
    YearFactory,
    granted_post,
)
from training.actions.deliveries import take_back
from training.delivered import bands, with_lessons
from training.lesson_indicators import implementing_rows, taught_rows


pytestmark = pytest.mark.django_db
PAGE = "/training/coverage/lessons/"


@pytest.fixture
def items():
    return [item_of(page) for page in curriculum(lessons=2).lessons]


@pytest.fixture
def directorate():
    return DirectorateFactory()


@pytest.fixture
def school(directorate):
    return SchoolFactory(directorate=directorate, name="Shkolla e Parë")


@pytest.fixture
def teacher(school):
    return granted_post("teacher", school=school).staff


@pytest.fixture
def officer(directorate, client_of):
    client = client_of(
        granted_post("directorate_officer", directorate=directorate).staff.user
    )
    client.cookies["language"] = "en"
    return client


def a_class(school, name="6A", grade=6):
    year = YearFactory(start_year=start_year_of(today()))
    return ClassFactory(school=school, year=year, grade=grade, name=name)


def figures(school):
    (row,) = with_lessons([school], "school", bands("sq"), today())
    return row.lessons[0]


def test_due_is_every_lesson_in_every_class_of_the_grades(items, school):
    a_class(school, "5A", 5)
    a_class(school, "6A", 6)
    a_class(school, "7A", 7)

    assert (figures(school).required, figures(school).percent) == (4, 0)


def test_a_class_and_a_lesson_count_once(items, school, teacher):
    group = a_class(school)
    colleague = granted_post("teacher", school=school).staff
    a_delivery(teacher, items[0], group=group)
    a_delivery(colleague, items[0], group=group)

    assert (figures(school).taught, figures(school).percent) == (1, 50)


def test_what_is_taken_back_counts_no_more(items, school, teacher):
    row = a_delivery(teacher, items[0], group=a_class(school))

    take_back(delivery=row, at=now(), by=teacher.user)

    assert (figures(school).taught, figures(school).pupils) == (0, 0)


@pytest.mark.parametrize(("heads", "shown"), [(4, 0), (5, 5)])
def test_fewer_than_five_heads_at_a_school_are_in_no_sum(
    items, school, teacher, heads, shown
):
    other = SchoolFactory(municipality=school.municipality)
    a_delivery(teacher, items[0], group=a_class(school), present=heads)
    a_delivery(
        granted_post("teacher", school=other).staff, items[0], group=a_class(other)
    )

    (town,) = with_lessons(
        [school.municipality], "school__municipality", bands("sq"), today()
    )

    assert figures(school).pupils == shown
    assert town.lessons[0].pupils == 20 + shown


def test_an_officer_reads_the_own_schools_only(items, school, teacher, officer):
    SchoolFactory(name="Shkolla e Huaj")
    a_delivery(teacher, items[0], group=a_class(school), present=3)

    text = officer.get(PAGE).text

    assert "Shkolla e Parë" in text
    assert "Shkolla e Huaj" not in text
    assert "fewer than 5" in text


def test_all_grades_stand_together_and_one_band_for_who_asks(
    items, school, teacher, officer
):
    more = curriculum(lessons=1, grades=(7, 8))
    upper = a_class(school, "7A", 7)
    a_delivery(teacher, items[0], group=a_class(school), present=20)
    a_delivery(teacher, item_of(more.lessons[0]), group=upper, present=3)

    whole = rows_of(officer, PAGE)
    one = rows_of(officer, f"{PAGE}?band=7-8")

    assert whole[0][1:] == ["Lessons due", "Taught", "Percent", "Pupils there"]
    assert (whole[-1][0], one[-1][0]) == ("All grades", "Klasat 7–8")
    assert whole[1][1:] == ["3", "2", "66", "20"]
    assert one[1][1:] == ["1", "1", "100", "fewer than 5"]
    assert len(one[0]) == len(whole[0]) == 5


def rows_of(client, path):
    sep = "&" if "?" in path else "?"
    text = client.get(f"{path}{sep}format=csv").getvalue().decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text), delimiter=";"))


def test_the_nation_reads_municipalities_and_the_same_in_a_file(items, client_of):
    client = client_of(granted_post("ministry_analyst").staff.user)

    assert "Tiranë" in client.get(PAGE).text
    assert client.get(f"{PAGE}?format=csv").status_code == 200


def test_a_teacher_and_nobody_do_not(client_of):
    teacher = client_of(granted_post("teacher").staff.user)

    assert teacher.get(PAGE).status_code == 404
    assert Client().get(PAGE).status_code == 302


def test_the_indicators_count_the_same(items, school, teacher):
    group = a_class(school)
    for item in items:
        a_delivery(teacher, item, group=group)
    a_class(SchoolFactory(municipality=school.municipality))
    analyst = granted_post("ministry_analyst").staff.user

    (taught,) = [r for r in taught_rows(analyst, today()) if r.denominator]
    (schools,) = implementing_rows(analyst, today())

    assert (taught.place, taught.numerator, taught.denominator) == ("1104", 2, 4)
    assert (schools.numerator, schools.denominator) == (1, 2)


def test_it_costs_the_same_for_one_school_and_for_many(
    items, directorate, school, teacher, officer
):
    def queries():
        with CaptureQueriesContext(connection) as found:
            officer.get(PAGE)
        return len(found)

    a_delivery(teacher, items[0], group=a_class(school))
    officer.get(PAGE)
    one = queries()
    for _ in range(8):
        more = SchoolFactory(directorate=directorate)
        who = granted_post("teacher", school=more).staff
        a_delivery(who, items[0], group=a_class(more))

    assert queries() == one
