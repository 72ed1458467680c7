"""The watch-list page: who may read it, what it says, and deciding on a flag."""

import datetime as dt

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from portal.models import AuditEvent, AuditSubject
from schools.actions.flags import AlreadyDecided, mark_case_opened
from schools.models import AbsenceFlag
from tests.factories.attendance import absent, flag, register
from tests.factories.schools import SchoolFactory, enrolled, granted_post, school_days


WATCH = "/schools/watch/"


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel(dt.datetime(2026, 11, 20, 9, tzinfo=dt.UTC), tick=True):
        yield


@pytest.fixture
def school(db):
    school_days(dt.date(2026, 9, 14), dt.date(2026, 11, 20))
    return SchoolFactory()


@pytest.fixture
def protector(school):
    return granted_post("protector", school=school).staff.user


@pytest.fixture
def page(client_of):
    """`page(user)`: the watch-list as this person sees it."""
    return lambda user, query="": client_of(user).get(WATCH + query)


def test_the_protector_reads_why_in_words(page, protector, school):
    child = enrolled(school, first_name="Drita")
    flag(child, "severe", facts={"absent": 9, "days": 62, "unexplained": 4})
    flag(child, "three_in_row", facts={"absent": 3, "last": "2026-11-12"})

    response = page(protector)

    text = response.content.decode()
    assert response.status_code == 200
    assert "Drita" in text
    assert "62" in text
    assert "12.11.2026" in text
    event = AuditEvent.objects.get(verb="watch.viewed")
    assert AuditSubject.objects.get(event=event).uid == child.uid


def test_a_neighbour_sees_an_empty_list(page, school):
    child = enrolled(school, first_name="Drita")
    flag(child)
    neighbour = granted_post("protector").staff.user

    assert "Drita" not in page(neighbour).content.decode()


@pytest.mark.parametrize(
    "role", ["teacher", "registrar", "cpu_worker", "directorate_officer"]
)
def test_who_has_no_watch_gets_404(page, school, role):
    user = granted_post(role).staff.user

    assert page(user).status_code == 404


def test_nobody_is_led_to_sign_in(client, db):
    assert client.get(WATCH).status_code == 302


def test_the_weightiest_rule_comes_first(page, protector, school):
    flag(
        enrolled(school, first_name="Bora"), "part_days", facts={"parts": 8, "days": 20}
    )
    flag(enrolled(school, first_name="Zana"), "critical")

    text = page(protector).content.decode()

    assert text.index("Zana") < text.index("Bora")


def test_filters_are_codes(page, protector, school):
    flag(
        enrolled(school, first_name="Bora"), "part_days", facts={"parts": 8, "days": 20}
    )
    flag(enrolled(school, first_name="Zana"), "critical")

    text = page(protector, "?rule=part_days").content.decode()

    assert "Bora" in text
    assert "Zana" not in text


def test_the_page_costs_the_same_for_1_and_30_pupils(client_of, protector, school):
    client = client_of(protector)
    flag(enrolled(school))
    client.get(WATCH)

    def queries() -> int:
        with CaptureQueriesContext(connection) as found:
            assert client.get(WATCH).status_code == 200
        return len(
            [
                q
                for q in found
                if q["sql"].split()[0] in {"SELECT", "INSERT", "UPDATE", "DELETE"}
            ]
        )

    one = queries()
    for _n in range(29):
        flag(enrolled(school))

    assert queries() == one <= 10


def test_registers_not_taken_are_named(page, protector, school, client_of):
    days = sorted(dt.date(2026, 11, n) for n in (16, 17, 18))
    register(school, days)

    text = page(protector).content.decode()
    named = (
        client_of(protector).get(reverse("schools:watch_registers")).content.decode()
    )

    assert school.name in text
    assert "19.11.2026" in named
    assert "18.11.2026" not in named


def test_the_file_has_the_words(page, protector, school):
    flag(enrolled(school), "chronic", facts={"absent": 9, "days": 62})

    response = page(protector, "?format=csv")

    assert b"62" in b"".join(
        response.streaming_content if response.streaming else [response.content]
    )


# --- Deciding ---------------------------------------------------------------------
def test_a_flag_is_dismissed_with_a_reason(client_of, protector, school):
    child = enrolled(school)
    kept, gone = (
        flag(child, "chronic"),
        flag(child, "part_days", facts={"parts": 8, "days": 20}),
    )
    url = reverse("schools:watch_dismiss", args=[child.uid])

    response = client_of(protector).post(
        url, {"kinds": ["part_days"], "reason": "Në spital"}
    )

    assert response.status_code == 302
    gone.refresh_from_db()
    kept.refresh_from_db()
    assert (gone.state, gone.reason, gone.decided_by) == (
        "dismissed",
        "Në spital",
        protector,
    )
    assert kept.state == "new"
    assert AuditEvent.objects.filter(verb="flag.dismissed").count() == 1


def test_a_reason_is_asked_for(client_of, protector, school):
    child = enrolled(school)
    flag(child)
    url = reverse("schools:watch_dismiss", args=[child.uid])

    response = client_of(protector).post(url, {"kinds": ["chronic"], "reason": ""})

    assert response.status_code == 200
    assert AbsenceFlag.objects.get().state == "new"


@pytest.mark.parametrize("role", ["head", "teacher", "protector"])
def test_only_the_protector_of_the_school_dismisses(client_of, school, role):
    child = enrolled(school)
    flag(child)
    place = {} if role == "protector" else {"school": school}
    user = granted_post(role, **place).staff.user
    url = reverse("schools:watch_dismiss", args=[child.uid])

    assert (
        client_of(user).post(url, {"kinds": ["chronic"], "reason": "x"}).status_code
        == 404
    )
    assert AbsenceFlag.objects.get().state == "new"


def test_opening_a_case_answers_all_flags_of_the_child(protector, school):
    child = enrolled(school)
    one, other = flag(child, "chronic"), flag(child, "five_in_twenty")

    mark_case_opened(flag=one, by=protector)

    other.refresh_from_db()
    assert other.state == "case_opened"
    with pytest.raises(AlreadyDecided):
        mark_case_opened(flag=one, by=protector)


def test_the_pupils_page_shows_the_year(client_of, protector, school):
    child = enrolled(school)
    absent(child, [dt.date(2026, 11, 16), dt.date(2026, 11, 17)], missed=3, held=6)

    text = (
        client_of(protector)
        .get(reverse("schools:pupil", args=[child.uid]))
        .content.decode()
    )

    assert "17.11.2026" in text
