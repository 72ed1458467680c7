"""The coaching of one child on the screen: plan, talk, page to print, report."""

import datetime as dt
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from portal.crypto import forget_keys
from referrals.models import CoachingPlan, CoachingSession
from tests.factories.coaching import VIEW, WISH, a_plan, a_session, an_activity
from tests.factories.referrals import a_case, a_concern, world
from tests.referrals.costing import MOST, cost


pytestmark = pytest.mark.django_db


def url(name: str, case) -> str:
    return reverse(f"referrals:{name}", args=[case.uid])


def english(client):
    client.cookies["language"] = "en"
    return client


def test_a_talk_is_written_down_with_one_line_and_a_day(client_of):
    w = world()
    case = a_case(w)
    client = client_of(w.protector)
    page = client.get(url("coaching_session", case))

    answer = client.post(
        url("coaching_session", case),
        {
            "token": str(uuid4()),
            "on": f"{timezone.localdate():%d.%m.%Y}",
            "done": "Folëm për shokët",
            "next_on": f"{timezone.localdate() + dt.timedelta(days=7):%d.%m.%Y}",
            "outcome": "held",
        },
    )

    case.refresh_from_db()
    assert page.status_code == 200
    assert answer.status_code == 302, answer.context["form"].errors
    assert CoachingSession.objects.get().done == "Folëm për shokët"
    assert case.next_on == timezone.localdate() + dt.timedelta(days=7)
    assert case.last_contact_at is not None


def test_an_empty_talk_says_what_is_missing_and_keeps_the_words(client_of):
    w = world()
    case = a_case(w)

    answer = client_of(w.protector).post(
        url("coaching_session", case),
        {"token": str(uuid4()), "done": "", "child_words": "S'dua", "outcome": "held"},
    )

    assert answer.status_code == 200
    assert "S&#x27;dua" in answer.content.decode()
    assert not CoachingSession.objects.exists()


def test_the_plan_shows_the_childs_words_and_how_the_goals_moved(client_of):
    w = world()
    plan = a_plan(w)
    a_session(w, plan.case)

    page = client_of(w.protector).get(url("case_coaching", plan.case)).content.decode()

    assert WISH in page
    assert VIEW in page


@pytest.mark.parametrize("who", ["teacher", "head", "worker", "unit_head"])
@pytest.mark.parametrize("name", ["case_coaching", "coaching_session", "child_page"])
def test_coaching_is_for_the_protector_alone(client_of, who, name):
    w = world()
    case = a_plan(w).case

    assert client_of(getattr(w, who)).get(url(name, case)).status_code == 404


def test_a_neighbour_finds_no_coaching(client_of):
    w, far = world(), world()
    case = a_plan(w).case
    client = client_of(far.protector)

    for name in ("case_coaching", "coaching_plan", "coaching_session", "child_page"):
        assert client.get(url(name, case)).status_code == 404


def test_nobody_is_led_to_sign_in(client):
    case = a_case(world())

    answer = client.get(url("case_coaching", case))

    assert answer.status_code == 302
    assert "/accounts/login/" in answer["Location"]


def test_the_childs_page_speaks_to_the_child_and_bears_no_surname(client_of):
    w = world()
    plan = a_plan(w)

    page = client_of(w.protector).get(url("child_page", plan.case)).content.decode()

    assert WISH in page
    assert "116 111" in page


def test_the_library_is_read_by_age_and_shows_the_steps(client_of):
    w = world()
    activity = an_activity()
    client = client_of(w.protector)
    client.cookies["language"] = activity.locale.language_code

    listed = client.get("/referrals/activities/").content.decode()
    one = client.get(f"/referrals/activities/{activity.translation_key}/")

    assert activity.title in listed
    assert one.status_code == 200
    for text in (activity.steps, activity.watch, activity.stop, activity.avoid):
        assert text.splitlines()[0] in one.content.decode()


@pytest.mark.parametrize(
    ("query", "shown"),
    [("age=11-14", True), ("age=15-18", False), ("purpose=people", True),
     ("purpose=school", False), ("age=6-10&purpose=people", True)],
)  # fmt: skip
def test_the_library_is_filtered_by_age_and_purpose(client_of, query, shown):
    activity = an_activity()  # people, 6 to 14
    page = client_of(world().protector).get(f"/referrals/activities/?{query}")

    assert (activity.title in page.content.decode()) is shown


def test_the_library_costs_the_same_with_thirty_activities(client_of):
    w = world()
    an_activity()
    client = client_of(w.protector)
    one = cost(client, "/referrals/activities/")

    for number in range(29):
        an_activity(title=f"Veprimtaria {number}")

    assert cost(client, "/referrals/activities/") == one <= MOST


def test_three_months_are_one_page_and_name_no_child(client_of):
    w = world()
    a_concern(w)
    a_session(w, a_plan(w).case)
    client = english(client_of(w.protector))

    page = client.get("/referrals/report/").content.decode()
    sheet = client.get("/referrals/report/?format=xlsx")

    assert "Concerns received" in page
    assert w.school.name in page
    assert w.pupil.first_name not in page
    assert sheet.status_code == 200


def test_the_page_of_the_coaching_costs_the_same_with_thirty_talks(client_of):
    w = world()
    plan = a_plan(w)
    client, path = client_of(w.protector), url("case_coaching", plan.case)
    a_session(w, plan.case)
    one = cost(client, path)

    for _n in range(29):
        a_session(w, plan.case)

    assert cost(client, path) == one <= MOST


@pytest.mark.parametrize("name", ["coaching_session", "coaching_plan", "child_page"])
def test_writing_about_a_plan_stays_within_ten_queries(client_of, name):
    w = world()
    plan = a_plan(w)
    client, path = client_of(w.protector), url(name, plan.case)
    client.get(path)
    forget_keys()

    with CaptureQueriesContext(connection) as queries:
        client.get(path)

    counted = [
        q for q in queries if q["sql"].startswith(("SELECT", "INSERT", "UPDATE"))
    ]
    assert len(counted) <= MOST
    assert CoachingPlan.objects.count() == 1
