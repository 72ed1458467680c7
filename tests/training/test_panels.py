"""The training's boxes on the home page."""

import pytest

from tests.factories.schools import SchoolFactory, granted_post, roster_post
from tests.factories.training import an_award, completed, course
from training.outline import address_of


pytestmark = pytest.mark.django_db


def home(client_of, post):
    client = client_of(post.staff.user)
    client.cookies["language"] = "en"
    return client.get("/").text


def test_a_teacher_goes_on_exactly_where_the_next_step_is(client_of):
    made, teacher = course(lessons=2), granted_post("teacher")
    client_of(teacher.staff.user).get(address_of(made.lessons[1].url_path))

    assert f'href="{address_of(made.lessons[1].url_path)}"' in home(client_of, teacher)


def test_there_is_no_box_when_everything_is_complete(client_of):
    made, teacher = course(lessons=1), granted_post("teacher")
    item = made.item(made.module)
    completed(teacher.staff, item, on=item.current.published_at.date())

    assert "Go on with your training" not in home(client_of, teacher)


def test_an_officer_sees_how_far_the_own_schools_are(client_of):
    made, officer = course(lessons=1), granted_post("directorate_officer")
    school = SchoolFactory(directorate=officer.directorate)
    first = roster_post("teacher", school=school).staff
    roster_post("teacher", school=school)
    roster_post("teacher")
    an_award(first, made)

    assert "50 % (1 / 2 teachers" in home(client_of, officer)


def test_an_officer_without_a_roster_reads_no_percentage(client_of):
    course(lessons=1)

    text = home(client_of, granted_post("directorate_officer"))

    assert "No teacher is on the roster yet" in text


def test_the_menu_marks_one_word_only(client_of):
    course(lessons=1)
    client = client_of(granted_post("directorate_officer").staff.user)

    page = client.get("/training/coverage/")

    assert [i["url"] for i in page.context["nav_items"] if i["current"]] == [
        "/training/coverage/"
    ]
