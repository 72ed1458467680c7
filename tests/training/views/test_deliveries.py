"""Logging a lesson on the screen: two taps, a list, and the way back."""

import datetime as dt
import re

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from portal.clock import today
from portal.dates import day_text
from tests.factories.curriculum import a_delivery, curriculum, item_of
from tests.factories.schools import (
    ClassFactory,
    SchoolFactory,
    granted_post,
    school_days,
)
from tests.portal.test_drafts import hidden
from training.models import LessonDelivery
from training.outline import address_of


pytestmark = pytest.mark.django_db
TUESDAY = dt.datetime(2026, 11, 24, 11, 0, tzinfo=dt.UTC)


@pytest.fixture(autouse=True)
def _on_a_tuesday():
    with time_machine.travel(TUESDAY, tick=True):
        yield


@pytest.fixture
def made():
    return curriculum(lessons=1)


@pytest.fixture
def item(made):
    return item_of(made.lessons[0])


@pytest.fixture
def school():
    return SchoolFactory()


@pytest.fixture
def group(school):
    return ClassFactory(school=school, grade=6, name="6A")


@pytest.fixture
def post(school, group):
    return granted_post("teacher", school=school, classes=[group])


@pytest.fixture
def teacher(post, client_of):
    client = client_of(post.staff.user)
    client.cookies["language"] = "en"
    return client


def form_of(item):
    return f"/training/taught/lesson/{item.uid}/"


def test_two_taps_with_the_own_class_and_today_filled_in(made, item, group, teacher):
    lesson = teacher.get(address_of(made.lessons[0].url_path)).text
    form = teacher.get(form_of(item)).text

    assert f'href="{form_of(item)}"' in lesson
    assert f'<option value="{group.uid}" selected>6A</option>' in form
    assert f'value="{day_text(today())}"' in form

    teacher.post(
        form_of(item),
        {"where": str(group.uid), "taught_on": day_text(today()), "present": ""},
    )

    row = LessonDelivery.objects.get()
    assert (row.class_group, row.taught_on, row.present) == (group, today(), None)
    assert "Taught by you: 6A" in " ".join(
        teacher.get(address_of(made.lessons[0].url_path)).text.split()
    )


def test_the_heads_of_the_last_lesson_are_filled_in(post, item, group, teacher):
    a_delivery(post.staff, item, group=group, present=23)

    assert 'name="present" value="23"' in teacher.get(form_of(item)).text


@pytest.mark.parametrize(
    ("kept", "words"), [(23, "in your list with 23 pupils"), (None, "without a number")]
)
def test_another_number_for_a_lesson_in_the_list_is_not_thanked_for(
    post, item, group, teacher, kept, words
):
    a_delivery(post.staff, item, group=group, taught_on=today(), present=kept)

    answer = teacher.post(
        form_of(item),
        {"where": str(group.uid), "taught_on": day_text(today()), "present": "11"},
    )

    assert words in answer.text
    assert 'value="11"' in answer.text
    assert LessonDelivery.objects.get().present == kept


def test_the_log_stands_in_the_room_of_the_lessons(teacher):
    text = teacher.get("/training/taught/").text

    here = re.findall(r'aria-current="(?:page|true)"[^>]*>\s*([^<]+?)\s*<', text)
    assert set(here) == {"Lessons in class"}


def test_a_class_that_is_on_no_list_is_logged_by_its_grade(item, school, teacher):
    teacher.post(
        form_of(item),
        {"where": f"{school.uid}-5", "taught_on": "24.11.2026", "present": "11"},
    )

    assert LessonDelivery.objects.get().grade == 5


def test_a_class_of_another_school_is_no_choice(item, teacher):
    elsewhere = ClassFactory(grade=6)

    answer = teacher.post(
        form_of(item), {"where": str(elsewhere.uid), "taught_on": "24.11.2026"}
    )

    assert answer.status_code == 200
    assert not LessonDelivery.objects.exists()


@pytest.mark.parametrize(
    ("day", "words"),
    [
        ("25.11.2026", "Enter a day that has passed"),
        ("31.08.2026", "Enter a day of this school year"),
    ],
)
def test_a_day_to_come_or_of_another_year_is_refused(item, group, teacher, day, words):
    answer = teacher.post(form_of(item), {"where": str(group.uid), "taught_on": day})

    assert words in answer.text


def test_a_friday_is_warned_of_and_never_refused(
    item, school, group, post, teacher, client_of
):
    granted_post("protector", school=school)
    school_days(dt.date(2026, 11, 23), dt.date(2026, 11, 27))
    assert "Today is Friday" not in teacher.get(form_of(item)).text

    with time_machine.travel(TUESDAY + dt.timedelta(days=3)):
        teacher = client_of(post.staff.user)
        teacher.cookies["language"] = "en"
        warned = teacher.get(form_of(item)).text
        teacher.post(
            form_of(item), {"where": str(group.uid), "taught_on": "27.11.2026"}
        )

    assert "Today is Friday" in warned
    assert LessonDelivery.objects.exists()


def test_the_day_before_holidays_and_a_missing_protector_are_warned_of(item, teacher):
    school_days(dt.date(2026, 11, 23), dt.date(2026, 11, 24))

    text = teacher.get(form_of(item)).text

    assert "There is no school tomorrow" in text
    assert "No child protector works at your school today" in text


def test_who_teaches_at_two_schools_reads_at_which_nobody_can_be_told(
    item, school, post, teacher
):
    other = SchoolFactory(name="Ura")
    granted_post("teacher", school=other, user=post.staff.user)
    alone = teacher.get(form_of(item)).text
    granted_post("protector", school=school)
    words = "No child protector works at your school today"

    text = teacher.get(form_of(item)).text

    assert alone.count(words) == 1
    assert f"Ura: {words}" not in alone
    assert text.count(words) == 1
    assert f"Ura: {words}" in text


def test_more_schools_cost_no_more(item, post, teacher):
    def queries():
        teacher.get(form_of(item))
        with CaptureQueriesContext(connection) as found:
            teacher.get(form_of(item))
        return len(found)

    few = queries()
    for _number in range(4):
        granted_post("teacher", school=SchoolFactory(), user=post.staff.user)

    assert queries() == few


def test_an_evening_is_logged_without_a_class(made, school, teacher):
    teacher.post(
        "/training/taught/event/",
        {
            "audience": "parents",
            "unit": str(item_of(made.unit).uid),
            "school": str(school.uid),
            "taught_on": "23.11.2026",
            "present": "14",
        },
    )

    row = LessonDelivery.objects.get()
    assert (row.audience, row.school, row.class_group) == ("parents", school, None)
    assert "Parents’ evening: Njësia" in teacher.get("/training/taught/").text


def test_an_evening_sent_twice_from_one_page_is_one_and_opened_anew_another(
    school, teacher
):
    url = "/training/taught/event/"
    said = {"audience": "parents", "school": str(school.uid), "taught_on": "23.11.2026"}
    form = {**hidden(teacher.get(url)), **said}

    first, second = teacher.post(url, form), teacher.post(url, form)
    assert LessonDelivery.objects.count() == 1
    assert second["Location"] == first["Location"] == "/training/taught/"

    teacher.post(url, {**form, **hidden(teacher.get(url)), **said})
    assert LessonDelivery.objects.count() == 2


def test_an_entry_is_taken_back_after_one_question(post, item, group, teacher):
    row = a_delivery(post.staff, item, group=group)
    assert "6A" in teacher.get(f"/training/taught/{row.uid}/back/").text

    teacher.post(f"/training/taught/{row.uid}/back/")

    assert "Nothing is logged yet" in teacher.get("/training/taught/").text
    void = LessonDelivery.objects.get(is_void=True)
    assert teacher.post(f"/training/taught/{void.uid}/back/").status_code == 404


def test_a_colleague_sees_and_takes_back_nothing_of_it(
    post, item, group, school, client_of
):
    row = a_delivery(post.staff, item, group=group)
    colleague = client_of(granted_post("teacher", school=school).staff.user)

    colleague.cookies["language"] = "en"

    assert "Nothing is logged yet" in colleague.get("/training/taught/").text
    assert colleague.post(f"/training/taught/{row.uid}/back/").status_code == 404
    assert LessonDelivery.objects.standing().exists()


def test_a_withdrawn_lesson_is_not_logged(made, item, teacher):
    made.lessons[0].unpublish()

    assert teacher.get(form_of(item)).status_code == 404


def test_an_officer_logs_nothing_and_nobody_signs_in_first(made, item, client_of):
    officer = client_of(granted_post("directorate_officer").staff.user)

    assert officer.get(form_of(item)).status_code == 404
    assert "I have taught" not in officer.get(address_of(made.unit.url_path)).text
    assert Client().get(form_of(item)).status_code == 302


def test_the_list_costs_the_same_with_many_entries(post, item, group, teacher):
    def queries():
        with CaptureQueriesContext(connection) as found:
            teacher.get("/training/taught/")
        return len(found)

    a_delivery(post.staff, item, group=group)
    teacher.get("/training/taught/")
    few = queries()
    for back in range(1, 15):
        day = today() - dt.timedelta(days=back)
        a_delivery(post.staff, item, group=group, taught_on=day)

    assert queries() == few
