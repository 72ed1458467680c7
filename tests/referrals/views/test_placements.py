"""The pages of a placement: who gets in, what they show, what they write down."""

import datetime as dt

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from portal.audit.models import AuditEvent, AuditSubject
from referrals.models import Case, Placement, PlacementCheck
from schools.actions.shielding import shield_pupil
from tests.factories.placements import (
    FOR_CLASS,
    INTEREST,
    MONDAY,
    WHY,
    a_placement,
    placed,
    with_class_text,
)
from tests.factories.referrals import person, taken_to, world
from tests.factories.schools import ClassFactory, municipality


pytestmark = pytest.mark.django_db
LIST = "/referrals/placements/"
CLASS = "/referrals/class/"
CHILD = "Beni Provëza"


def page(name: str, *args: object) -> str:
    return reverse(f"referrals:{name}", args=args)


def pages(placement: Placement) -> list[str]:
    uid = placement.uid
    return [
        page("placement", uid),
        page("placement_say", uid),
        page("placement_move", uid, "complete"),
        page("placement_class", uid),
        page("placement_check", uid, 1),
        page("placement_coach", uid),
    ]


def read_by(user, verb: str) -> set:
    events = AuditEvent.objects.filter(actor=user.uid, verb=verb)
    return set(
        AuditSubject.objects.filter(event__in=events).values_list("uid", flat=True)
    )


def test_the_unit_asks_for_the_child_of_its_referral(client_of):
    w = world()
    referral = taken_to(w, "accepted")
    path = page("placement_of_referral", referral.uid)
    client = client_of(w.worker)
    token = client.get(path).context["form"]["token"].value()

    answer = client.post(
        path,
        {"school": w.school.pk, "why": WHY, "best_interest": INTEREST, "token": token},
    )

    placement = Placement.objects.get()
    assert answer["Location"] == page("placement", placement.uid)
    assert placement.pupil == w.pupil


def test_the_unit_chooses_the_school_by_its_name(client_of):
    w = world()

    page_text = client_of(w.worker).get(page("placement_new")).content.decode()

    assert f">{w.school.name}</option>" in page_text
    assert str(w.school) not in page_text


def test_a_pupil_shielded_from_the_reader_is_not_named_among_the_class(client_of):
    w = world()
    one = with_class_text(w)
    barred = person("protector", school=w.school)
    shield_pupil(pupil=w.pupil, barred=barred.staff, reason="Kushëri", by=w.protector)
    path = page("placement_move", one.uid, "first_day")

    offered = client_of(w.protector).get(path).content.decode()
    hidden = client_of(barred).get(path).content.decode()

    assert w.pupil.full_name() in offered
    assert w.pupil.full_name() not in hidden


def test_the_unit_asks_no_school_of_another_municipality(client_of):
    w, far = world(), world(municipality=municipality("0201"))
    path = page("placement_new")

    offered = client_of(w.worker).get(path).context["form"].fields["school"].queryset

    assert w.school in offered
    assert far.school not in offered


def test_a_form_with_a_gap_keeps_what_was_typed(client_of):
    w = world()
    client = client_of(w.worker)

    answer = client.post(page("placement_new"), {"child_name": CHILD, "why": WHY})

    assert answer.status_code == 200
    assert CHILD in answer.content.decode()
    assert not Placement.objects.exists()


@pytest.mark.parametrize("role", ["protector", "worker"])
def test_both_sides_see_it_in_their_list_and_the_reading_is_written_down(
    client_of, role
):
    w = world()
    placement = a_placement(w)
    user = getattr(w, role)

    listed = client_of(user).get(LIST)
    opened = client_of(user).get(page("placement", placement.uid))

    assert CHILD in listed.content.decode()
    assert INTEREST in opened.content.decode()
    assert read_by(user, "placement.listed") == {placement.uid}
    assert read_by(user, "placement.viewed") == {placement.uid}


def test_a_list_of_a_referrals_child_is_filed_under_the_pupil(client_of):
    w = world()
    a_placement(w, referral=taken_to(w, "accepted"))

    client_of(w.protector).get(LIST)

    assert read_by(w.protector, "placement.listed") == {w.pupil.uid}


def test_the_school_next_door_and_the_other_unit_find_nothing(client_of):
    w = world()
    placement = placed(w, "attending")
    far = world(municipality=municipality("0201"))

    for outsider in (person("protector"), far.worker, far.unit_head, w.head, w.teacher):
        client = client_of(outsider)
        assert {client.get(path).status_code for path in pages(placement)} == {404}
        assert CHILD not in client.get(LIST).content.decode()


def test_the_unit_opens_nothing_that_is_the_schools(client_of):
    w = world()
    placement = placed(w, "attending")
    client = client_of(w.worker)

    own = [
        page("placement_class", placement.uid),
        page("placement_coach", placement.uid),
    ]

    assert {client.get(path).status_code for path in own} == {404}


def test_nobody_is_led_to_sign_in():
    placement = placed(world(), "attending")

    for path in [LIST, CLASS, *pages(placement)]:
        assert "/accounts/login/" in Client().get(path)["Location"]


def test_the_school_that_sent_the_referral_sees_no_placement_elsewhere(client_of):
    w = world()
    referral = taken_to(w, "accepted")
    elsewhere = ClassFactory().school
    placement = a_placement(w, referral=referral, school=elsewhere)

    answer = client_of(w.protector).get(page("placement", placement.uid))

    assert answer.status_code == 404


def test_the_protector_walks_it_to_the_first_check(client_of):
    w = world()
    placement = a_placement(w)
    group = ClassFactory(school=w.school)
    client = client_of(w.protector)
    steps = [
        ("receive", {"version": 1}),
        (
            "find_place",
            {"version": 2, "class_group": group.pk, "place_on": "30.11.2026"},
        ),
    ]
    for verb, data in steps:
        assert (
            client.get(page("placement_move", placement.uid, verb)).status_code == 200
        )
        assert (
            client.post(page("placement_move", placement.uid, verb), data).status_code
            == 302
        )
    day = timezone.localdate() - dt.timedelta(days=1)
    first = page("placement_move", placement.uid, "first_day")
    assert w.pupil.full_name() in client.get(first).content.decode()
    assert read_by(w.protector, "pupil.looked_up") == {w.pupil.uid}
    client.post(first, {"version": 3, "first_day_on": f"{day:%d.%m.%Y}"})
    client.post(
        page("placement_check", placement.uid, 1),
        {"done_on": f"{day:%d.%m.%Y}", "how": "Mirë", "child_words": "Kam shok"},
    )

    check = PlacementCheck.objects.get(months=1)
    assert (check.how, check.child_words, check.done_on) == ("Mirë", "Kam shok", day)
    assert Placement.objects.get().class_group == group


def test_a_change_in_between_shows_both_texts(client_of):
    w = world()
    placement = with_class_text(w)
    client = client_of(w.protector)

    answer = client.post(
        page("placement_class", placement.uid), {"version": 1, "text": "Pa zhurmë"}
    )

    said = answer.content.decode()
    assert FOR_CLASS in said
    assert "Pa zhurmë" in said
    assert Placement.objects.get().for_class == FOR_CLASS


def test_coaching_opens_the_file_of_the_child_on_the_roll(client_of):
    w = world()
    placement = a_placement(w)
    Placement.objects.filter(pk=placement.pk).update(pupil=w.pupil)

    client_of(w.protector).post(
        page("placement_coach", placement.uid), {"why": "Ka nevojë"}
    )

    case = Case.objects.get()
    assert case.pupil == w.pupil
    assert Placement.objects.get().case == case


def test_the_teacher_reads_what_the_child_needs_and_nothing_else(client_of):
    w = world()
    placement = with_class_text(w)

    answer = client_of(w.teacher).get(CLASS)

    said = answer.content.decode()
    assert FOR_CLASS in said
    assert CHILD in said
    for secret in (WHY, INTEREST, placement.reference, w.unit.name, "/placements/"):
        assert secret not in said
    assert read_by(w.teacher, "class_needs.viewed") == {placement.uid}


def test_a_teacher_of_another_class_reads_nothing(client_of):
    w = world()
    with_class_text(w)
    other = person(
        "teacher", school=w.school, classes=[ClassFactory(school=w.school, name="7Z")]
    )

    assert FOR_CLASS not in client_of(other).get(CLASS).content.decode()


def test_a_teacher_whose_post_names_no_class_reads_nothing(client_of):
    w = world()
    with_class_text(w)
    other = person("teacher", school=w.school)

    assert FOR_CLASS not in client_of(other).get(CLASS).content.decode()


def test_an_ended_placement_leaves_the_class_page(client_of):
    w = world()
    placement = with_class_text(w)
    Placement.objects.filter(pk=placement.pk).update(
        state="completed",
        first_day_on=MONDAY,
        ended_at=timezone.now(),
        due_at=None,
        due_step="",
    )

    assert FOR_CLASS not in client_of(w.teacher).get(CLASS).content.decode()


def test_a_referral_in_work_offers_its_unit_the_way_to_ask(client_of):
    w = world()
    referral = taken_to(w, "accepted")
    way = page("placement_of_referral", referral.uid)
    path = page("referral", referral.uid)

    assert way in client_of(w.worker).get(path).content.decode()
    assert way not in client_of(w.protector).get(path).content.decode()
