"""Shielding on the screen: by the protector, by number, and of oneself."""

import pytest
from django.urls import reverse

from referrals.actions.shielding import lift_shield, shield_child
from referrals.models import Case, CaseShield
from schools.models import PupilShield
from tests.factories.casefile import a_shield
from tests.factories.referrals import a_case, a_concern, a_referral, person, world


pytestmark = pytest.mark.django_db


def url(name: str, row=None) -> str:
    return reverse(f"referrals:{name}", args=[row.uid] if row else [])


@pytest.fixture
def w():
    return world()


def test_the_protector_shields_the_child_from_a_colleague(w, client_of):
    case = a_case(w)

    client_of(w.protector).post(
        url("case_shields", case), {"barred": str(w.head.staff.uid), "reason": "Dajë"}
    )

    shield = PupilShield.objects.get()
    assert (shield.pupil, shield.barred) == (w.pupil, w.head.staff)
    page = reverse("schools:pupil", args=[w.pupil.uid])
    assert client_of(w.head).get(page).status_code == 404


def test_a_pupil_without_a_case_is_shielded_from_the_pupils_page(w, client_of):
    client = client_of(w.protector)
    page = client.get(reverse("schools:pupil", args=[w.pupil.uid])).content.decode()

    client.post(
        url("pupil_shields", w.pupil), {"barred": str(w.head.staff.uid), "reason": "D"}
    )

    assert url("pupil_shields", w.pupil) in page
    assert PupilShield.objects.get().set_by == w.protector


def test_somebody_who_works_elsewhere_is_named_by_staff_code(w, client_of):
    far = person("cpu_worker").staff
    case = a_case(w)

    client_of(w.protector).post(
        url("case_shields", case), {"staff_code": far.staff_code, "reason": "Kushëri"}
    )

    assert PupilShield.objects.get().barred == far


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"reason": "Dajë"}, "Choose one person, or enter one staff code."),
        ({"reason": "Dajë", "staff_code": "X9"}, "Nobody has this staff code."),
    ],
)
def test_what_is_missing_is_said_and_the_reason_is_kept(w, client_of, typed, said):
    client = client_of(w.protector)
    client.cookies["language"] = "en"

    page = client.post(url("case_shields", a_case(w)), typed).content.decode()

    assert said in page
    assert "Dajë" in page
    assert not PupilShield.objects.exists()


def test_a_shield_is_lifted_with_a_reason(w, client_of):
    shield = a_shield(w)

    client_of(w.protector).post(url("shield_lift", shield), {"why": "Gabim në emër"})

    shield.refresh_from_db()
    assert shield.lifted_why == "Gabim në emër"


@pytest.mark.parametrize("known", [True, False])
def test_the_reason_for_lifting_comes_back_when_a_colleague_was_first(
    w, client_of, known
):
    shield = a_shield(w) if known else _of_a_child_on_no_roll(w)
    lift_shield(shield=shield, why="Gabim", by=w.protector)
    client = client_of(w.protector)
    client.cookies["language"] = "en"

    answer = client.post(url("shield_lift", shield), {"why": "Nuk është dajë"})

    page = answer.content.decode()
    assert answer.status_code == 200
    assert "This shield is lifted already." in page
    assert "Nuk është dajë" in page
    shield.refresh_from_db()
    assert shield.lifted_why == "Gabim"


def _of_a_child_on_no_roll(w):
    case = a_case(w, pupil=None, concern=a_concern(w, child_name="Zamir Provëza"))
    return shield_child(by=w.protector, barred=w.head.staff, reason="Dajë", case=case)


def test_the_page_of_a_lifted_shield_leads_back_to_the_shields(w, client_of):
    shield = a_shield(w)
    lift_shield(shield=shield, why="Gabim", by=w.protector)

    answer = client_of(w.protector).get(url("shield_lift", shield))

    assert answer["Location"] == url("pupil_shields", w.pupil)


def test_the_barred_person_does_not_find_the_shield_itself(w, client_of):
    other = person("protector", school=w.school)
    shield = a_shield(w, barred=other.staff)
    client = client_of(other)

    codes = {
        client.get(path).status_code
        for path in (url("shield_lift", shield), url("pupil_shields", w.pupil))
    }

    assert codes == {404}


def test_the_supervisor_shields_by_number_and_reads_no_name_and_no_reason(w, client_of):
    case = a_case(w)
    a_shield(w, reason="Sekret i familjes")
    boss = person("supervisor", directorate=w.school.directorate)
    client = client_of(boss)

    led = client.post(url("case_by_number"), {"number": case.reference.lower()})
    page = client.get(led["Location"]).content.decode()
    client.post(led["Location"], {"barred": str(w.head.staff.uid), "reason": "Dajë"})

    assert led["Location"] == url("case_shields_by_number", case)
    assert w.pupil.first_name not in page
    assert "Sekret i familjes" not in page
    assert PupilShield.objects.filter(barred=w.head.staff, set_by=boss).exists()


def test_a_number_out_of_reach_leads_nowhere(w, client_of):
    case = a_case(w)

    answer = client_of(person("supervisor")).post(
        url("case_by_number"), {"number": case.reference}
    )

    assert answer["Location"] == url("hand_overs")


def test_a_protector_declares_an_interest_and_the_case_goes_to_a_colleague(
    w, client_of
):
    case = a_case(w)
    colleague = person("protector", school=w.school)
    client = client_of(w.protector)

    client.post(url("case_interest", case), {"reason": "Është nipi im"})

    shield = PupilShield.objects.get()
    assert (shield.declared, shield.barred) == (True, w.protector.staff)
    assert client.get(url("case", case)).status_code == 404
    assert Case.objects.get().owner == colleague.staff.posts.get()


def test_a_worker_of_the_unit_declares_an_interest(w, client_of):
    referral = a_referral(w)
    client = client_of(w.worker)

    client.post(url("referral_interest", referral), {"reason": "Fqinj"})

    assert client.get(url("referral", referral)).status_code == 404
    assert client_of(w.unit_head).get(url("referral", referral)).status_code == 200


def test_the_head_declares_an_interest_from_the_pupils_page(w, client_of):
    client = client_of(w.head)

    client.post(url("pupil_interest", w.pupil), {"reason": "Mbesa ime"})

    page = reverse("schools:pupil", args=[w.pupil.uid])
    assert client.get(page).status_code == 404


def test_a_child_on_no_roll_is_shielded_and_found_again(w, client_of):
    case = a_case(w, pupil=None, concern=a_concern(w, child_name="Zamir Provëza"))
    other = person("protector", school=w.school)
    client = client_of(w.protector)

    client.post(
        url("case_shields", case), {"barred": str(other.staff.uid), "reason": "Dajë"}
    )
    during = client_of(other).get(url("case", case)).status_code
    client.post(url("shield_lift", CaseShield.objects.get()), {"why": "Gabim"})

    assert during == 404
    assert client_of(other).get(url("case", case)).status_code == 200
