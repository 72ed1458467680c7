"""The parts of a child's file on the screen: roll, home, tasks, summer, readers."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from portal.audit.models import AuditEvent
from referrals.actions.cases import set_level
from referrals.actions.linking import link_child
from referrals.models import Case, CaseAction, HouseholdMember, SummerContact
from schools.actions.shielding import shield_pupil
from tests.factories.casefile import a_member, an_action
from tests.factories.referrals import a_case, a_concern, person, world
from tests.factories.schools import enrolled, granted_post, school_days
from tests.referrals.costing import MOST, cost


pytestmark = pytest.mark.django_db


def url(name: str, row=None) -> str:
    return reverse(f"referrals:{name}", args=[row.uid] if row else [])


def english(client):
    client.cookies["language"] = "en"
    return client


@pytest.fixture
def w():
    return world()


# --- A child on no roll --------------------------------------------------------------
def test_a_case_is_opened_for_a_child_on_no_roll(w, client_of):
    answer = client_of(w.protector).post(
        url("case_unlisted"),
        {
            "child_name": "Beni i stacionit",
            "child_age": "9",
            "child_seen": "Te stacioni i autobusëve",
            "why": "Lyp çdo ditë",
        },
    )

    case = Case.objects.get()
    assert answer.status_code == 302
    assert (case.child_name, case.child_age) == ("Beni i stacionit", 9)
    assert case.child_seen == "Te stacioni i autobusëve"
    assert case.school == w.school
    assert case.owner == w.protector.staff.posts.get()


def test_with_two_schools_one_says_which_and_nothing_typed_is_lost(w, client_of):
    other = world()
    granted_post("protector", user=w.protector, school=other.school)
    client = english(client_of(w.protector))
    typed = {"child_name": "Beni i stacionit", "why": "Lyp"}

    asked = client.post(url("case_unlisted"), typed)
    client.post(url("case_unlisted"), {**typed, "school": str(other.school.uid)})

    page = asked.content.decode()
    assert "Choose the school that works on this case." in page
    assert "Beni i stacionit" in page
    assert Case.objects.get().school == other.school


def unlisted(w) -> Case:
    return a_case(w, pupil=None, concern=a_concern(w, child_name="Zamir Provëza"))


def test_the_child_is_found_among_the_own_pupils_and_linked(w, client_of):
    case = unlisted(w)
    elsewhere = enrolled(world().school, first_name="Zamira", last_name="Largët")
    client = client_of(w.protector)

    found = client.post(url("case_link", case), {"name": "Zamira"})
    client.post(url("case_link", case), {"name": "Zamira", "pupil": str(w.pupil.uid)})

    case.refresh_from_db()
    assert str(w.pupil.uid) in found.content.decode()
    assert str(elsewhere.uid) not in found.content.decode()
    assert case.pupil == w.pupil


def test_a_pupil_out_of_reach_cannot_be_linked_by_the_uid(w, client_of):
    case = unlisted(w)
    elsewhere = enrolled(world().school, first_name="Zamira")

    client_of(w.protector).post(
        url("case_link", case), {"name": "Zamira", "pupil": str(elsewhere.uid)}
    )

    case.refresh_from_db()
    assert case.pupil is None


def test_a_second_case_of_the_pupil_is_refused_in_words(w, client_of):
    case = unlisted(w)
    a_case(w)

    answer = english(client_of(w.protector)).post(
        url("case_link", case), {"name": "Zamira", "pupil": str(w.pupil.uid)}
    )

    assert "Two files are not mixed" in answer.content.decode()


def test_the_link_is_taken_back_by_one_button(w, client_of):
    case = unlisted(w)
    link_child(case=case, pupil=w.pupil, by=w.protector)
    client = client_of(w.protector)

    page = client.get(url("case_link", case))
    client.post(url("case_unlink", case))

    case.refresh_from_db()
    assert url("case_unlink", case) in page.content.decode()
    assert case.pupil is None


# --- Household -----------------------------------------------------------------------
def test_a_person_of_the_home_is_added_and_taken_off(w, client_of):
    case = a_case(w)
    client = client_of(w.protector)

    client.post(
        url("case_household", case),
        {"relation": "mother", "name": "Prova Nëna", "note": "Punon natën"},
    )
    shown = client.get(url("case_household", case)).content.decode()
    client.post(url("household_remove", HouseholdMember.objects.get()))
    after = client.get(url("case_household", case)).content.decode()

    assert "Prova Nëna" in shown
    assert "Punon natën" in shown
    assert "Prova Nëna" not in after


def test_a_sibling_of_the_school_is_found_first_and_then_linked(w, client_of):
    case = a_case(w)
    sibling = enrolled(w.school, first_name="Motra", last_name="Provëza")
    client = client_of(w.protector)
    typed = {"relation": "sibling", "name": "Motra"}

    first = client.post(url("case_household", case), typed)
    nothing_yet = HouseholdMember.objects.count()
    client.post(url("case_household", case), {**typed, "pupil": str(sibling.uid)})

    assert str(sibling.uid) in first.content.decode()
    assert nothing_yet == 0
    assert HouseholdMember.objects.get().pupil == sibling


def test_a_linked_child_is_named_only_to_who_has_a_right_of_their_own(w, client_of):
    case = a_case(w)
    elsewhere = enrolled(world().school, first_name="Zymrakuqe")
    a_member(w, case, relation="sibling", pupil=elsewhere)

    page = english(client_of(w.protector)).get(url("case_household", case))

    assert "Zymrakuqe" not in page.content.decode()
    assert str(elsewhere.uid) not in page.content.decode()
    assert "a pupil of another school" in page.content.decode()


def test_a_linked_child_shielded_from_the_reader_is_not_named(w, client_of):
    case = a_case(w)
    sibling = enrolled(w.school, first_name="Zymrakuqe")
    a_member(w, case, relation="sibling", pupil=sibling)
    shield_pupil(pupil=sibling, barred=w.protector.staff, reason="Hallë", by=None)

    page = client_of(w.protector).get(url("case_household", case))

    assert "Zymrakuqe" not in page.content.decode()


# --- Actions -------------------------------------------------------------------------
def test_an_action_is_agreed_and_done_in_one_tap_with_a_note(w, client_of):
    case = a_case(w)
    client = client_of(w.protector)

    client.post(
        url("case_actions", case),
        {"what": "Thirr gjyshen", "agency": "Policia", "due_on": "01.12.2026"},
    )
    client.post(url("action_done", CaseAction.objects.get()), {"note": "Erdhi sot"})

    action = CaseAction.objects.get()
    page = client.get(url("case_actions", case)).content.decode()
    assert action.done_by == w.protector
    assert "Erdhi sot" in page


def test_an_action_needs_one_owner_and_keeps_what_was_typed(w, client_of):
    case = a_case(w)

    answer = english(client_of(w.protector)).post(
        url("case_actions", case), {"what": "Thirr gjyshen", "due_on": "01.12.2026"}
    )

    page = answer.content.decode()
    assert "Choose a person of the school, or name one agency." in page
    assert "Thirr gjyshen" in page
    assert not CaseAction.objects.exists()


def test_an_overdue_action_says_so(w, client_of):
    case = a_case(w)
    an_action(w, case, due_on=timezone.localdate() - dt.timedelta(days=1))

    page = english(client_of(w.protector)).get(url("case_actions", case))

    assert "overdue" in page.content.decode()


def test_the_protector_next_door_does_nothing(w, client_of):
    case = a_case(w)
    action, member = an_action(w, case), a_member(w, case)
    client = client_of(person("protector"))

    codes = {
        client.post(path).status_code
        for path in (
            url("action_done", action),
            url("household_remove", member),
            url("case_household", case),
            url("case_unlink", case),
            url("case_summer", case),
        )
    }

    assert codes == {404}


# --- Summer --------------------------------------------------------------------------
def test_the_summer_contact_is_named_and_its_case_leaves_the_list(
    w, client_of, monkeypatch
):
    days = school_days(dt.date(2026, 9, 14), dt.date(2027, 6, 18))
    monkeypatch.setattr("referrals.views.summers.today", lambda: days[-5])
    case = a_case(w)
    set_level(case=case, by=w.protector, level="acute", reason="Sipas fjalëve")
    client = client_of(w.protector)

    before = client.get(url("summers")).content.decode()
    client.post(
        url("case_summer", case),
        {"who": "Halla Prova", "phone": "069 000 0000", "agreed": "yes"},
    )
    after = client.get(url("summers")).content.decode()

    contact = SummerContact.objects.get()
    assert url("case_summer", case) in before
    assert url("case_summer", case) not in after
    assert (contact.who, contact.start_year) == ("Halla Prova", 2026)


def test_a_task_for_a_day_that_is_over_is_refused_and_kept(w, client_of):
    case = a_case(w)
    sent = {"what": "Thirr gjyshen", "agency": "Policia", "due_on": "27.11.2025"}

    page = english(client_of(w.protector)).post(url("case_actions", case), sent)

    assert "The day must be today or later." in page.content.decode()
    assert "Thirr gjyshen" in page.content.decode()
    assert not CaseAction.objects.exists()


# --- Who opened this file ------------------------------------------------------------
def test_the_owner_sees_who_opened_the_file_in_words_and_it_is_recorded(w, client_of):
    case = a_case(w)
    colleague = person("protector", school=w.school)
    client_of(colleague).get(url("case", case))

    page = english(client_of(w.protector)).get(url("case_readers", case))

    text = page.content.decode()
    assert colleague.name in text
    assert "Case read" in text
    assert "Child protector" in text
    read = AuditEvent.objects.filter(verb="case.readers", actor=w.protector.uid)
    assert read.filter(subjects__uid=w.pupil.uid).exists()


def test_the_readers_come_in_pages_of_fifty(w, client_of):
    case = a_case(w)
    client = client_of(w.protector)
    for _n in range(55):
        client.get(url("case_household", case))

    first = english(client).get(url("case_readers", case)).content.decode()
    number = first.split("?before=")[1].split('"')[0]
    second = client.get(url("case_readers", case) + f"?before={number}")

    assert first.count('<li class="app-card">') == 50
    assert "Earlier" in first
    assert "Earlier" not in second.content.decode()


@pytest.mark.parametrize("before", ["9" * 30, "9" * 5000, "-1", "x"])
def test_a_number_that_is_none_shows_the_latest_readers(w, client_of, before):
    page = client_of(w.protector).get(
        url("case_readers", a_case(w)), {"before": before}
    )

    assert page.status_code == 200


# --- Cost ----------------------------------------------------------------------------
@pytest.mark.parametrize(
    "page", ["case_household", "case_actions", "case_readers", "case_shields"]
)
def test_a_part_costs_the_same_with_one_row_and_with_thirty(w, client_of, page):
    case = a_case(w)
    client = client_of(w.protector)
    make_rows(w, case, 1)
    one = cost(client, url(page, case))
    make_rows(w, case, 29)

    assert cost(client, url(page, case)) == one <= MOST


def make_rows(w, case: Case, count: int) -> None:
    for n in range(count):
        an_action(w, case)
        a_member(w, case, name=f"Prova {n}")
        a_member(w, case, relation="sibling", pupil=enrolled(w.school))
        barred = granted_post("teacher", school=w.school).staff
        shield_pupil(pupil=w.pupil, barred=barred, reason="Dajë", by=w.protector)
