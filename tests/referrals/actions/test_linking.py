"""A child on no roll, linked to a pupil and taken back."""

import datetime as dt

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from portal.audit.models import AuditEvent
from portal.permissions import Permission
from referrals.actions.cases import CaseOpenElsewhere, close_case
from referrals.actions.household import add_member
from referrals.actions.linking import (
    AlreadyLinked,
    PupilHasCase,
    TooLate,
    link_child,
    unlink_child,
)
from referrals.actions.shielding import shield_child
from referrals.models import Case, PupilLink
from referrals.timeline import happenings
from schools.models import OutreachHold, Pupil
from tests.factories.referrals import a_case, a_concern, world
from tests.factories.schools import enrolled


pytestmark = pytest.mark.django_db


@pytest.fixture
def w():
    return world()


@pytest.fixture
def case(w):
    """The case of a child on no roll."""
    return a_case(w, pupil=None, concern=a_concern(w, child_name="Zamir Provëza"))


def test_the_case_becomes_the_pupils_and_the_home_is_left_alone(w, case):
    link_child(case=case, pupil=w.pupil, by=w.protector)

    case.refresh_from_db()
    assert case.pupil == w.pupil
    assert case.child_name == "Zamir Provëza"
    assert OutreachHold.objects.filter(pupil=w.pupil, source=case.uid).exists()


def test_a_link_taken_back_leaves_the_home_of_a_sibling_alone(w, case):
    sibling = enrolled(w.school)
    add_member(case=case, by=w.protector, relation="sibling", pupil=sibling)
    link_child(case=case, pupil=w.pupil, by=w.protector)

    unlink_child(case=case, by=w.protector)

    held = OutreachHold.objects.filter(source=case.uid, ends_at=None)
    assert [one.pupil for one in held] == [sibling]


def test_the_end_of_a_case_of_a_child_on_no_roll_ends_the_holds_of_siblings(w, case):
    sibling = enrolled(w.school)
    add_member(case=case, by=w.protector, relation="sibling", pupil=sibling)

    close_case(case=case, by=w.protector, ending="safe", why="Mirë", child_view="Po")

    assert not OutreachHold.objects.filter(source=case.uid, ends_at=None).exists()


def test_the_timeline_and_the_history_say_both(w, case):
    link_child(case=case, pupil=w.pupil, by=w.protector)
    unlink_child(case=case, by=w.protector)

    case.refresh_from_db()
    titles = {str(line.title) for line in happenings(case, w.protector).lines}
    acts = AuditEvent.objects.filter(subjects__uid=w.pupil.uid)
    verbs = set(acts.values_list("verb", flat=True))
    assert {"Lidhur me një nxënës të regjistrit", "Lidhja me nxënësin u hoq"} <= titles
    assert {"case.linked", "case.unlinked"} <= verbs
    assert case.pupil is None


def test_a_pupil_with_a_case_here_is_not_mixed_silently(w, case):
    a_case(w)

    with pytest.raises(PupilHasCase):
        link_child(case=case, pupil=w.pupil, by=w.protector)


def test_a_pupil_with_a_case_elsewhere_is_refused_in_other_words(w, case):
    other = world()
    open_there = a_case(other)
    Case.objects.filter(pk=open_there.pk).update(pupil=w.pupil)

    with pytest.raises(CaseOpenElsewhere):
        link_child(case=case, pupil=w.pupil, by=w.protector)


def test_a_case_of_a_pupil_is_not_linked_again(w):
    with pytest.raises(AlreadyLinked):
        link_child(case=a_case(w), pupil=w.pupil, by=w.protector)


def test_the_link_is_taken_back_for_thirty_days(w, case):
    moment = timezone.now()
    link_child(case=case, pupil=w.pupil, by=w.protector, at=moment)

    with pytest.raises(TooLate):
        unlink_child(case=case, by=w.protector, at=moment + dt.timedelta(days=31))
    unlink_child(case=case, by=w.protector, at=moment + dt.timedelta(days=30))

    case.refresh_from_db()
    assert case.pupil is None
    assert not OutreachHold.objects.filter(source=case.uid, ends_at=None).exists()


def test_what_was_taken_back_is_not_taken_back_twice(w, case):
    link_child(case=case, pupil=w.pupil, by=w.protector)
    unlink_child(case=case, by=w.protector)

    with pytest.raises(TooLate):
        unlink_child(case=case, by=w.protector)


def test_a_shield_of_the_case_holds_for_the_pupil(w, case):
    shield_child(by=w.protector, barred=w.head.staff, reason="Dajë", case=case)

    link_child(case=case, pupil=w.pupil, by=w.protector)

    found = Pupil.objects.visible_to(w.head, Permission.PUPIL_VIEW)
    assert not found.filter(pk=w.pupil.pk).exists()


@pytest.mark.parametrize("name", ["pupil_link_undone_pair"])
def test_the_database_refuses_half_a_link(w, case, name):
    link = link_child(case=case, pupil=w.pupil, by=w.protector)

    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        PupilLink.objects.filter(pk=link.pk).update(undone_at=timezone.now())


def test_the_database_refuses_two_standing_links(w, case):
    link = link_child(case=case, pupil=w.pupil, by=w.protector)
    link.pk, link.uid = None, case.uid

    with pytest.raises(IntegrityError), transaction.atomic():
        link.save(force_insert=True)


def test_the_database_refuses_the_age_of_an_adult(case):
    with (
        pytest.raises(IntegrityError, match="case_age_of_a_child"),
        transaction.atomic(),
    ):
        Case.objects.filter(pk=case.pk).update(child_age=40)
