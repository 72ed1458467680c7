"""Handing cases over on the screen, the receipt, and cases without an owner."""

import pytest
from django.urls import reverse
from django.utils import timezone

from portal.dates import day_text
from referrals.actions.cases import set_level
from referrals.models import Case, HandOver
from referrals.transfer_days import days_late
from schools.actions.shielding import shield_pupil
from tests.factories.casefile import a_hand_over, an_ownerless_case
from tests.factories.referrals import a_case, person, world
from tests.factories.schools import enrolled, granted_post
from tests.referrals.costing import MOST, cost


pytestmark = pytest.mark.django_db
PAGE = "/referrals/hand-overs/"


def url(name: str, row) -> str:
    return reverse(f"referrals:{name}", args=[row.uid])


@pytest.fixture
def w():
    cast = world()
    cast.extra["boss"] = person("supervisor", directorate=cast.school.directorate)
    return cast


def test_a_protector_who_leaves_hands_over_in_bulk_and_the_other_receives(w, client_of):
    first = a_case(w)
    w.pupil = enrolled(w.school, first_name="Tjetra")
    second = a_case(w)
    own, other = w.protector.staff.posts.get(), granted_post(school=w.school)
    client = client_of(w.protector)

    listed = client.get(PAGE).content.decode()
    client.post(
        url("hand_over_new", own),
        {
            "cases": [str(first.uid), str(second.uid)],
            "to_post": str(other.uid),
            "from_on": day_text(timezone.localdate()),
            "note": "Takimi është të enjten",
        },
    )
    made = HandOver.objects.get()
    waiting = client_of(other.staff.user).get(PAGE).content.decode()
    note = client_of(other.staff.user).get(url("hand_over", made)).content.decode()
    client_of(other.staff.user).post(url("hand_over", made))

    made.refresh_from_db()
    assert url("hand_over_new", own) in listed
    assert set(Case.objects.filter(owner=other)) == {first, second}
    assert url("hand_over", made) in waiting
    assert "Takimi është të enjten" in note
    assert made.received_by == other.staff.user


def test_the_one_who_gave_does_not_give_the_receipt(w, client_of):
    made = a_hand_over(w)

    client_of(made.from_post.staff.user).post(url("hand_over", made))

    made.refresh_from_db()
    assert made.received_at is None


def test_a_note_that_may_speak_of_a_child_hidden_since_is_not_shown(w, client_of):
    made = a_hand_over(w)
    page = url("hand_over", made)
    before = client_of(w.protector).get(page).content.decode()

    shield_pupil(pupil=w.pupil, barred=w.protector.staff, reason="Dajë", by=None)

    after = client_of(w.protector).get(page).content.decode()
    assert made.note in before
    assert made.note not in after
    assert w.pupil.first_name not in after


def test_the_supervisor_gives_a_case_without_an_owner_by_number_and_level(w, client_of):
    case = an_ownerless_case(w)
    set_level(case=case, by=w.protector, level="acute", reason="Sipas fjalëve")
    client = client_of(w.extra["boss"])
    client.cookies["language"] = "en"

    page = client.get(PAGE).content.decode()
    form = client.get(url("case_owner", case)).content.decode()
    client.post(
        url("case_owner", case), {"to_post": str(w.protector.staff.posts.get().uid)}
    )

    case.refresh_from_db()
    for text in (page, form):
        assert case.reference in text
        assert "Acute" in text
        assert w.pupil.first_name not in text
    assert case.owner == w.protector.staff.posts.get()


def test_the_supervisor_hands_over_for_one_who_left_without_reading_a_name(
    w, client_of
):
    case = a_case(w)
    other = granted_post(school=w.school)
    client = client_of(w.extra["boss"])
    page = url("hand_over_new", w.protector.staff.posts.get())

    text = client.get(page).content.decode()
    client.post(
        page,
        {
            "cases": [str(case.uid)],
            "to_post": str(other.uid),
            "from_on": day_text(timezone.localdate()),
        },
    )

    case.refresh_from_db()
    assert case.reference in text
    assert w.pupil.first_name not in text
    assert case.owner == other


def test_a_case_with_an_owner_is_not_on_the_page_of_ownerless_ones(w, client_of):
    case = a_case(w)
    client = client_of(w.extra["boss"])

    assert client.get(url("case_owner", case)).status_code == 404
    assert case.reference not in client.get(PAGE).content.decode()


def test_the_supervisor_of_another_directorate_sees_nothing(w, client_of):
    case = an_ownerless_case(w)
    client = client_of(person("supervisor"))

    assert case.reference not in client.get(PAGE).content.decode()
    assert client.get(url("case_owner", case)).status_code == 404
    assert (
        client.get(url("hand_over_new", w.protector.staff.posts.get())).status_code
        == 404
    )


def test_a_protector_does_not_hand_over_a_colleagues_cases(w, client_of):
    a_case(w)
    colleague = person("protector", school=w.school)

    answer = client_of(colleague).get(
        url("hand_over_new", w.protector.staff.posts.get())
    )

    assert answer.status_code == 404


@pytest.mark.parametrize(("days", "late"), [(5, 0), (6, 1), (9, 4), (0, 0)])
def test_a_receipt_is_late_after_the_fifth_school_day(days, late):
    offered = timezone.localdate()
    session = [offered + timezone.timedelta(days=n) for n in range(1, 31)]

    assert days_late(offered, session, offered + timezone.timedelta(days=days)) == late


def test_the_desk_costs_the_same_with_one_case_and_with_thirty(w, client_of):
    client = client_of(w.extra["boss"])

    def more(count: int) -> None:
        for _n in range(count):
            an_ownerless_case(w)
            w.pupil = enrolled(w.school)
            a_case(w)

    more(1)
    one = cost(client, PAGE)
    more(29)

    assert cost(client, PAGE) == one <= MOST


def test_the_receipt_and_the_bulk_page_cost_the_same_with_thirty(w, client_of):
    made = a_hand_over(w)
    own = w.protector.staff.posts.get()
    client = client_of(w.protector)
    pages = [url("hand_over", made), url("hand_over_new", own)]
    before = [cost(client, page) for page in pages]
    for _n in range(29):
        w.pupil = enrolled(w.school)
        a_case(w)

    after = [cost(client, page) for page in pages]

    assert after == before
    assert max(after) <= MOST
