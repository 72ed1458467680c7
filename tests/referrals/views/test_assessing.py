"""The gate, the two sides, the level under a floor, and the protector's Monday."""

import datetime as dt

import pytest
from django.urls import reverse

from portal.audit.models import AuditEvent
from referrals.actions.assessing import check_red_lines, note_factors
from referrals.models import Case, Factor, LevelChoice, RedLineCheck
from referrals.mornings import MOST_LINES, lines_of
from tests.factories.assessing import a_factor
from tests.factories.endings import supervisor
from tests.factories.referrals import a_case, a_concern, world
from tests.factories.schools import SchoolFactory, granted_post


pytestmark = pytest.mark.django_db


def url(name: str, row) -> str:
    return reverse(f"referrals:{name}", args=[row.uid])


def english(client):
    client.cookies["language"] = "en"
    return client


# --- The gate -------------------------------------------------------------------------
def test_nobody_decides_before_the_red_lines_were_asked(client_of):
    w = world()
    concern = a_concern(w)

    answer = client_of(w.protector).post(
        url("concern", concern), {"decision": "coach", "reason": "Po"}
    )

    assert answer.status_code == 200
    assert not Case.objects.exists()


def test_a_crossed_line_leads_to_whom_to_call(client_of):
    w = world()
    client = english(client_of(w.protector))

    page = client.post(
        url("concern", a_concern(w)),
        {"decision": "refer", "reason": "Po", "red_lines": ["travel"]},
        follow=True,
    ).content.decode()

    assert "Act now" in page
    assert w.unit.telephone in page
    assert RedLineCheck.objects.get().crossed


def test_going_on_without_acting_says_why(client_of):
    w = world()
    answers = {"decision": "no_action", "reason": "Po", "red_lines": ["injury"]}
    client = client_of(w.protector)

    refused = client.post(url("concern", a_concern(w)), answers)
    taken = client.post(
        url("concern", a_concern(w)), {**answers, "why_not": "Është në spital"}
    )

    assert (refused.status_code, taken.status_code) == (200, 302)
    assert RedLineCheck.objects.get().why_not == "Është në spital"


def test_none_of_these_is_not_ticked_beside_a_danger(client_of):
    w = world()

    answer = client_of(w.protector).post(
        url("concern", a_concern(w)),
        {"decision": "coach", "reason": "Po", "red_lines": ["none", "injury"]},
    )

    assert answer.status_code == 200


# --- The two sides --------------------------------------------------------------------
def test_several_lines_are_noted_with_one_save(client_of):
    w = world()
    case = a_case(w)

    client_of(w.protector).post(
        url("case_assessment", case),
        {"worries": ["works", "no_carer"], "protects": ["friend"], "basis": "seen"},
    )

    assert Factor.objects.filter(case=case).count() == 3
    assert AuditEvent.objects.filter(verb="case.assessed").count() == 1


def test_noting_it_again_renews_it():
    w = world()
    case = a_case(w)
    first = a_factor(w, case)

    second = a_factor(w, case)

    first.refresh_from_db()
    assert first.ended_at is not None
    assert [one.pk for one in Factor.objects.filter(ended_at=None)] == [second.pk]


def test_a_withdrawn_line_stays_with_its_reason(client_of):
    w = world()
    case = a_case(w)
    factor = a_factor(w, case)

    client_of(w.protector).post(url("factor_withdraw", factor), {"why": "Ishte gabim"})

    factor.refresh_from_db()
    assert (factor.ended_why, factor.ended_by) == ("Ishte gabim", w.protector)


def test_an_expired_line_stands_no_more():
    w = world()
    factor = a_factor(w, a_case(w))

    later = factor.expires_on + dt.timedelta(days=1)

    assert Factor.objects.standing(factor.expires_on).count() == 1
    assert Factor.objects.standing(later).count() == 0


def test_the_table_does_not_say_what_was_noted():
    w = world()
    factor = a_factor(w, a_case(w))

    stored = Factor.objects.filter(pk=factor.pk).values_list("code", flat=True).get()

    assert b"works" not in bytes(stored)


@pytest.mark.parametrize("who", ["teacher", "head", "worker", "unit_head"])
def test_the_assessment_is_for_the_protector_alone(client_of, who):
    w = world()

    answer = client_of(getattr(w, who)).get(url("case_assessment", a_case(w)))

    assert answer.status_code == 404


def test_a_neighbour_finds_no_assessment(client_of):
    w, far = world(), world()
    factor = a_factor(w, a_case(w))
    client = client_of(far.protector)

    assert client.get(url("case_assessment", factor.case)).status_code == 404
    assert client.get(url("factor_withdraw", factor)).status_code == 404


# --- The level under a floor ----------------------------------------------------------
def test_a_level_under_the_floor_asks_why_and_keeps_the_answer(client_of):
    w = world()
    case = a_case(w)
    check_red_lines(by=w.protector, lines=["missing"], case=case)
    client = client_of(w.protector)
    low = {"level": "standard", "reason": "U gjet"}

    asked = client.post(url("case_level", case), low)
    taken = client.post(url("case_level", case), {**low, "below_why": "Është këtu"})

    assert (asked.status_code, taken.status_code) == (200, 302)
    assert LevelChoice.objects.get().below_why == "Është këtu"


def test_two_things_the_child_said_put_a_floor():
    w = world()
    case = a_case(w)
    note_factors(
        case=case, by=w.protector, codes=["works", "no_carer"], basis="child_said"
    )

    from portal.clock import today
    from referrals.assessments import floors_of, standing_lines

    found = floors_of(case, standing_lines(case, today()), today())
    assert [floor.level for floor in found] == ["standard"]


# --- Monday ---------------------------------------------------------------------------
def test_the_morning_has_at_most_seven_lines_in_their_order():
    names = "late urgent due crossing concerns asked places files lapsed reviews actions summer adults"
    lines = lines_of(dict.fromkeys(names.split(), 1))

    assert len(lines) == MOST_LINES
    assert "show=late" in lines[0].url
    assert "show=urgent" in lines[1].url


def test_a_quiet_morning_has_no_line():
    names = "late urgent due crossing concerns asked places files lapsed reviews actions summer adults"

    assert lines_of(dict.fromkeys(names.split(), 0)) == []


def test_each_number_opens_exactly_the_list_that_it_counts(client_of):
    w = world()
    a_concern(w, urgent=True, call_outcome="called")
    a_concern(w)
    client = english(client_of(w.protector))
    home = client.get("/").content.decode()

    listed = client.get("/referrals/concerns/?show=urgent").content.decode()

    assert "<strong>1</strong> urgent concern" in home
    assert "1 concern<" in listed


def test_a_protector_of_two_schools_says_where_she_is_today(client_of):
    w = world()
    other = SchoolFactory(municipality=w.school.municipality)
    granted_post("protector", school=other, user=w.protector)
    a_concern(w)
    client = english(client_of(w.protector))

    client.post("/referrals/today/", {"school": str(w.school.uid)})
    page = client.get("/").content.decode()

    form = page[page.index('action="/referrals/today/"') :]
    assert "csrfmiddlewaretoken" in form[: form.index("</form>")]
    assert f"Today at this school: {w.school.name}" in page
    assert f"school={w.school.uid}" in page


def test_a_school_of_somebody_else_is_not_remembered(client_of):
    w, far = world(), world()
    client = client_of(w.protector)

    client.post("/referrals/today/", {"school": str(far.school.uid)})

    assert "today_school" not in client.session


# --- The supervisor -------------------------------------------------------------------
def test_the_supervisor_sees_levels_by_protector_and_no_child(client_of):
    w = world()
    a_case(w)

    page = client_of(supervisor(w)).get("/referrals/levels/").content.decode()

    assert w.protector.staff.full_name() in page
    assert w.pupil.first_name not in page


def test_who_works_at_two_schools_has_a_row_for_each_by_its_name(client_of):
    w = world()
    a_case(w)

    page = client_of(supervisor(w)).get("/referrals/levels/").content.decode()

    assert w.school.name in page.split("<tbody>")[1]
