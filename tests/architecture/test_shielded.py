"""A shielded child, at every address: the barred person finds nothing, in any role."""

from typing import Any

import pytest
from django.db.models import Q

from portal.roles import ROLES
from referrals.models import Case
from schools.actions.shielding import shield_pupil
from schools.models import Pupil
from tests.architecture.url_rules import RULES
from tests.architecture.walk import OURS, shows_a_mark
from tests.architecture.world import MARKS, World


pytestmark = pytest.mark.django_db

# What in the world is about one child alone: its address answers 404.
ABOUT_A_CHILD = {"pupil", "case", "concern", "referral", "receiving", "draft"}
ABOUT_A_CHILD |= {"attachment", "home_contact"}
ABOUT_A_CHILD |= {"household", "action", "shield", "ownerless", "placement", "transfer"}
ABOUT_A_CHILD |= {"table_item", "table_task"}
FILES = ("", "?format=csv", "?format=xlsx")


def bar(world: World, user: Any) -> None:
    """Every child of the own place, moved ones too, is shielded from this person."""
    school = world.people["head"].staff.posts.get().school
    here = Q(school=school) | Q(cases__school=school)
    for pupil in Pupil.objects.filter(here).distinct():
        shield_pupil(pupil=pupil, barred=user.staff, reason="Kushëri i babait", by=None)


@pytest.mark.parametrize("role", ROLES)
def test_whoever_is_barred_finds_and_changes_the_child_at_no_address(
    role, world, client_of
):
    user = world.people[role]
    bar(world, user)
    client = client_of(user)
    found, answered = [], []
    for address in OURS:
        rule = RULES[address.name]
        path = address.path(world.own.get(rule.needs, {}))
        about_the_child = rule.needs in ABOUT_A_CHILD
        for file in FILES if not rule.needs else ("",):
            response = client.get(path + file)
            if shows_a_mark(response, MARKS[0]):
                found.append((path, "the name"))
            if about_the_child and response.status_code not in (404, 405):
                found.append((path, response.status_code))
        if about_the_child:
            response = client.post(path)
            if response.status_code not in (404, 405):
                answered.append((path, response.status_code))

    assert found == []
    assert answered == []


def test_everybody_else_still_finds_the_child(world, client_of):
    bar(world, world.people["head"])
    case = Case.objects.get(uid=world.own["case"]["uid"])

    answer = client_of(world.people["protector"]).get(f"/referrals/cases/{case.uid}/")

    assert answer.status_code == 200
    assert shows_a_mark(answer, MARKS[0])


def test_the_search_finds_nothing_and_records_nobody(world, client_of):
    user = world.people["protector"]
    bar(world, user)
    case = Case.objects.get(uid=world.own["case"]["uid"])
    client = client_of(user)

    for typed in (MARKS[0], case.reference, case.pupil.code):
        answer = client.post("/search/", {"q": typed})
        assert str(case.uid) not in answer.content.decode()
        assert str(case.pupil.uid) not in answer.content.decode()
