"""The parts of a child's file, made by the actions themselves."""

from typing import Any

from django.utils import timezone

from referrals.actions.case_actions import add_action
from referrals.actions.handing_over import hand_over
from referrals.actions.household import add_member
from referrals.actions.shielding import shield_child
from referrals.actions.transferring import prompt_transfers
from referrals.models import Case, CaseAction, HandOver, HouseholdMember, Transfer
from schools.models import PupilShield
from tests.factories.referrals import World, a_case
from tests.factories.schools import (
    SchoolFactory,
    enrolled,
    granted_post,
    roster_post,
)


def a_member(w: World, case: Case, **given: Any) -> HouseholdMember:
    """The child's mother."""
    values = {"relation": "mother", "name": "Nëna Provëza", "note": "Punon natën"}
    return add_member(case=case, by=w.protector, **{**values, **given})


def an_action(w: World, case: Case, **given: Any) -> CaseAction:
    """Something that the protector does today."""
    values = {
        "what": "Thirr gjyshen",
        "due_on": timezone.localdate(),
        "owner": w.protector.staff.posts.order_by("pk").first(),
    }
    return add_action(case=case, by=w.protector, **{**values, **given})


def a_shield(w: World, **given: Any) -> PupilShield:
    """The pupil shielded from a colleague without any right."""
    barred = roster_post("teacher", school=w.school).staff
    values = {"barred": barred, "reason": "Është dajë", "pupil": w.pupil}
    return shield_child(by=w.protector, **{**values, **given})


def an_ownerless_case(w: World) -> Case:
    """A case that belongs to nobody."""
    w.pupil = enrolled(w.school, first_name="Zamira")
    case = a_case(w)
    case.owner = None
    case.save()
    return case


def a_hand_over(w: World) -> HandOver:
    """A case of a colleague who leaves, given to the protector."""
    w.pupil = enrolled(w.school, first_name="Zamira")
    case = a_case(w)
    leaving = granted_post("protector", school=w.school)
    case.owner = leaving
    case.save()
    return hand_over(
        by=leaving.staff.user,
        from_post=leaving,
        to_post=w.protector.staff.posts.get(role="protector", school=w.school),
        cases=[case],
        from_on=timezone.localdate(),
        note="Takimi i radhës është të enjten",
    )


def a_transfer(w: World) -> Transfer:
    """A pupil with a case here who is now on another school's roll; to decide."""
    pupil = w.pupil = enrolled(w.school, first_name="Zamira")
    a_case(w)
    pupil.school, pupil.class_group = SchoolFactory(), None
    pupil.save()
    prompt_transfers(pupils=[pupil.pk], on=timezone.localdate())
    return Transfer.objects.get(pupil=pupil)
