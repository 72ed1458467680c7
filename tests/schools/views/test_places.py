"""Roll, roster, protection units and days away: who may, the neighbour, nobody."""

import datetime as dt
import uuid

import pytest
import time_machine

from portal.audit.models import AuditEvent, AuditSubject
from schools.actions.outreach import hold
from schools.actions.posts import cover_post
from schools.models import PostCover
from tests.factories.schools import (
    ClassFactory,
    SchoolFactory,
    UnitFactory,
    enrolled,
    granted_post,
    municipality,
    roster_post,
)


pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel("2026-11-22T10:00:00+01:00", tick=True):
        yield


def test_a_teacher_sees_the_own_class_by_name_without_links_to_files(client_of):
    group = ClassFactory()
    post = granted_post("teacher", school=group.school, classes=[group])
    pupil = enrolled(group.school, group=group, first_name="Zymra")
    enrolled(group.school, group=ClassFactory(school=group.school, name="8B"))

    page = client_of(post.staff.user, second_factor=False).get("/schools/pupils/")

    assert page.content.count(b"Zymra") == 1
    assert str(pupil.uid).encode() not in page.content
    assert AuditSubject.objects.filter(uid=pupil.uid).count() == 1


def test_the_roll_costs_the_same_for_one_pupil_and_for_thirty(
    client_of, django_assert_max_num_queries
):
    post = granted_post("protector")
    client = client_of(post.staff.user)
    enrolled(post.school)
    client.get("/schools/pupils/")

    with django_assert_max_num_queries(14) as one:  # with begin and savepoints
        client.get("/schools/pupils/")
    for _ in range(29):
        enrolled(post.school)
    with django_assert_max_num_queries(14) as thirty:
        client.get("/schools/pupils/")

    assert len(one) == len(thirty)


def test_the_file_of_the_roll_names_every_child_in_the_audit(client_of):
    post = granted_post("protector")
    pupils = [enrolled(post.school) for _ in range(30)]

    answer = client_of(post.staff.user).get("/schools/pupils/?format=xlsx")

    event = AuditEvent.objects.get(verb="roll.viewed")
    assert answer.status_code == 200
    assert event.subjects.count() == len(pupils)


def test_an_officer_sees_the_roster_of_the_directorate_and_no_other(client_of):
    officer = granted_post("directorate_officer")
    school = SchoolFactory(directorate=officer.directorate)
    own = roster_post("teacher", school=school).staff
    foreign = roster_post("teacher").staff
    client = client_of(officer.staff.user)

    page = client.get("/schools/staff/")

    assert str(own.uid).encode() in page.content
    assert str(foreign.uid).encode() not in page.content
    assert client.get(f"/schools/staff/{foreign.uid}/").status_code == 404


def test_the_head_of_a_unit_keeps_the_own_telephone_right(client_of):
    unit = UnitFactory()
    head = granted_post("cpu_head", unit=unit)
    sent = {"name": unit.name, "telephone": "04 111 1111", "has_account": "on"}

    answer = client_of(head.staff.user).post(
        f"/schools/units/{unit.municipality.code}/", sent
    )

    unit.refresh_from_db()
    assert answer.status_code == 302
    assert unit.telephone == "04 111 1111"
    assert AuditEvent.objects.filter(verb="unit.changed").count() == 1


def test_another_units_head_does_not_find_it(client_of):
    other = UnitFactory(municipality=municipality("0702"))
    head = granted_post("cpu_head", unit=UnitFactory())

    answer = client_of(head.staff.user).get(
        f"/schools/units/{other.municipality.code}/"
    )

    assert answer.status_code == 404


def test_a_head_of_unit_is_led_to_the_own_unit_and_to_no_other(client_of):
    own, other = (UnitFactory(municipality=municipality(c)) for c in ("0101", "0201"))
    head = granted_post("cpu_head", unit=own)

    page = client_of(head.staff.user).get("/schools/units/").content.decode()

    assert f'href="/schools/units/{own.municipality.code}/"' in page
    assert f'href="/schools/units/{other.municipality.code}/"' not in page


def test_a_unit_without_a_telephone_is_not_saved_and_nothing_typed_is_lost(client_of):
    unit = UnitFactory(telephone="04 000 0000")
    head = granted_post("cpu_head", unit=unit)
    sent = {"name": "NJMF e re", "telephone": ""}

    page = client_of(head.staff.user).post(
        f"/schools/units/{unit.municipality.code}/", sent
    )

    assert page.status_code == 200
    assert b"NJMF e re" in page.content
    assert b"govuk-error-summary" in page.content


def test_a_protector_sets_days_away_and_the_deputy_acts(client_of):
    post = granted_post("protector")
    colleague = granted_post(
        "protector", school=SchoolFactory(directorate=post.school.directorate)
    )
    sent = {
        "deputy": colleague.staff.pk,
        "starts_on": "22.11.2026",
        "ends_on": "30.11.2026",
    }

    answer = client_of(post.staff.user).post(f"/schools/away/{post.uid}/", sent)

    pupil = enrolled(post.school)
    deputy = client_of(colleague.staff.user)
    assert answer.status_code == 302
    assert PostCover.objects.get().ends_on == dt.date(2026, 11, 30)
    assert deputy.get(f"/schools/pupils/{pupil.uid}/").status_code == 200


def test_a_last_day_before_the_first_is_refused_in_words(client_of):
    post = granted_post("protector")
    colleague = granted_post(
        "protector", school=SchoolFactory(directorate=post.school.directorate)
    )
    sent = {
        "deputy": colleague.staff.pk,
        "starts_on": "30.11.2026",
        "ends_on": "22.11.2026",
    }

    page = client_of(post.staff.user).post(f"/schools/away/{post.uid}/", sent)

    assert b'href="#id_ends_on"' in page.content
    assert not PostCover.objects.exists()


def test_a_neighbour_cannot_cover_somebody_elses_post(client_of):
    post = granted_post("protector")
    neighbour = granted_post("protector")

    answer = client_of(neighbour.staff.user).get(f"/schools/away/{post.uid}/")

    assert answer.status_code == 404


@pytest.mark.parametrize("path", ["pupils/", "staff/", "units/", "away/"])
def test_nobody_is_led_to_sign_in(client, path):
    answer = client.get(f"/schools/{path}")

    assert answer.status_code == 302
    assert answer["Location"].startswith("/accounts/login/")


def test_during_a_hold_the_teacher_reads_who_makes_contact_and_not_why(client_of):
    group = ClassFactory()
    post = granted_post("teacher", school=group.school, classes=[group])
    client = client_of(post.staff.user)
    client.cookies["language"] = "en"
    pupil = enrolled(group.school, group=group)
    before = client.get("/schools/pupils/")

    hold(pupil=pupil, source=uuid.uuid4(), by=None)

    line = b"the school service will make contact"
    assert line not in before.content
    assert line in client.get("/schools/pupils/").content


def test_a_class_list_by_name_alone_leaves_the_screen_in_no_file(client_of):
    group = ClassFactory()
    post = granted_post("teacher", school=group.school, classes=[group])
    enrolled(group.school, group=group)

    answer = client_of(post.staff.user).get("/schools/pupils/?format=xlsx")

    assert answer["Content-Type"].startswith("text/html")
    assert b"format=csv" not in answer.content


def a_pair():
    """A protector and a colleague of the same directorate who may stand in."""
    post = granted_post("protector")
    near = SchoolFactory(directorate=post.school.directorate)
    return post, granted_post("protector", school=near)


@pytest.mark.parametrize(
    ("first", "last"),
    [("01.09.2020", "30.11.2026"), ("22.11.2026", "31.12.2099")],
)
def test_days_past_and_years_to_come_are_refused(first, last, client_of):
    post, colleague = a_pair()
    sent = {"deputy": colleague.staff.pk, "starts_on": first, "ends_on": last}

    page = client_of(post.staff.user).post(f"/schools/away/{post.uid}/", sent)

    assert b"govuk-error-summary" in page.content
    assert not PostCover.objects.exists()


def test_two_deputies_do_not_act_on_the_same_day(client_of):
    post, colleague = a_pair()
    near = SchoolFactory(directorate=post.school.directorate)
    other = granted_post("protector", school=near)
    client = client_of(post.staff.user)
    days = {"starts_on": "22.11.2026", "ends_on": "30.11.2026"}

    client.post(f"/schools/away/{post.uid}/", {"deputy": colleague.staff.pk, **days})
    page = client.post(f"/schools/away/{post.uid}/", {"deputy": other.staff.pk, **days})

    assert b"govuk-error-summary" in page.content
    assert PostCover.objects.get().deputy == colleague.staff


def test_a_cover_that_is_ended_ends_the_deputys_access_at_once(client_of):
    post, colleague = a_pair()
    pupil = enrolled(post.school)
    days = {"starts_on": dt.date(2026, 11, 20), "ends_on": dt.date(2026, 11, 30)}
    cover = cover_post(post=post, deputy=colleague.staff, by=None, **days)
    deputy = client_of(colleague.staff.user)
    before = deputy.get(f"/schools/pupils/{pupil.uid}/").status_code

    client_of(post.staff.user).post(f"/schools/away/{cover.uid}/end/")

    assert before == 200
    assert deputy.get(f"/schools/pupils/{pupil.uid}/").status_code == 404


def test_a_neighbour_cannot_end_a_cover(client_of):
    post, colleague = a_pair()
    days = {"starts_on": dt.date(2026, 11, 22), "ends_on": dt.date(2026, 11, 30)}
    cover = cover_post(post=post, deputy=colleague.staff, by=None, **days)

    answer = client_of(granted_post("head").staff.user).post(
        f"/schools/away/{cover.uid}/end/"
    )

    assert answer.status_code == 404
    assert PostCover.objects.get().ends_on == dt.date(2026, 11, 30)


def test_a_registrar_does_not_read_who_makes_contact(client_of):
    post = granted_post("registrar")
    pupil = enrolled(post.school)
    hold(pupil=pupil, source=uuid.uuid4(), by=None)
    client = client_of(post.staff.user)
    client.cookies["language"] = "en"

    page = client.get("/schools/pupils/")
    sheet = client.get("/schools/pupils/?format=csv")

    assert b"school service" not in page.content
    assert b"school service" not in sheet.getvalue()
