"""Who may do what where."""

import datetime as dt

import pytest
from django.http import Http404

from portal.access import get_visible_or_404, grants
from portal.audit.models import AuditEvent
from portal.permissions import READS_A_CHILD, Permission
from portal.roles import ROLES
from schools.actions.posts import cover_post, end_post
from schools.models import Pupil
from tests.factories.portal import UserFactory
from tests.factories.schools import (
    ClassFactory,
    DirectorateFactory,
    SchoolFactory,
    StaffFactory,
    enrolled,
    granted_post,
    roster_post,
)


pytestmark = pytest.mark.django_db


def reach(user, permission=Permission.PUPIL_VIEW):
    return set(Pupil.objects.visible_to(user, permission))


def test_a_protector_reaches_the_pupils_of_the_own_school_only():
    post = granted_post("protector")
    own = enrolled(post.school)
    enrolled(SchoolFactory())

    assert reach(post.staff.user) == {own}


def test_a_protector_of_two_schools_reaches_both():
    post = granted_post("protector")
    second = granted_post("protector", user=post.staff.user)
    pupils = {enrolled(post.school), enrolled(second.school)}

    assert reach(post.staff.user) == pupils


def test_rights_are_pairs_and_never_all_roles_times_all_places():
    """A teacher here who is a protector there opens no pupil here."""
    here = granted_post("teacher")
    there = granted_post("protector", user=here.staff.user)
    enrolled(here.school)
    pupil_there = enrolled(there.school)

    assert reach(here.staff.user) == {pupil_there}


def test_a_post_on_the_roster_opens_nothing():
    post = roster_post("protector", staff=StaffFactory(user=UserFactory()))
    enrolled(post.school)

    assert not grants(post.staff.user).all
    assert reach(post.staff.user) == set()


def test_a_post_that_ends_takes_its_rights_along_the_next_day():
    post = granted_post("protector")
    enrolled(post.school)
    user = post.staff.user
    last = dt.date(2026, 11, 20)

    end_post(post=post, on=last, by=None)

    assert grants(user, on=last).has(Permission.PUPIL_VIEW)
    assert not grants(user, on=last + dt.timedelta(1)).has(Permission.PUPIL_VIEW)


def test_a_teacher_reaches_the_own_class_by_name_and_no_file():
    group = ClassFactory()
    other = ClassFactory(school=group.school, name="8B")
    post = granted_post("teacher", school=group.school, classes=[group])
    own = enrolled(group.school, group=group)
    enrolled(group.school, group=other)

    assert reach(post.staff.user, Permission.PUPIL_LOOKUP) == {own}
    assert reach(post.staff.user, Permission.PUPIL_VIEW) == set()


def test_a_deputy_acts_in_the_post_on_the_covered_days_only():
    post = granted_post("protector")
    pupil = enrolled(post.school)
    deputy = granted_post("protector")
    user = deputy.staff.user

    cover_post(
        post=post,
        deputy=deputy.staff,
        starts_on=dt.date(2026, 11, 10),
        ends_on=dt.date(2026, 11, 12),
        by=None,
    )

    acting = [g for g in grants(user, on=dt.date(2026, 11, 12)).all if g.deputy]
    assert [g.place.id for g in acting] == [pupil.school_id]
    assert not [g for g in grants(user, on=dt.date(2026, 11, 13)).all if g.deputy]


def test_a_directorate_reaches_the_schools_of_its_offices_and_no_child():
    from schools.directory import schools_for

    post = granted_post("directorate_officer")
    office = DirectorateFactory(parent=post.directorate)
    school = SchoolFactory(directorate=office)
    SchoolFactory()
    enrolled(school)

    assert set(schools_for(post.staff.user, Permission.ROSTER_VIEW)) == {school}
    assert reach(post.staff.user) == set()


def test_superuser_status_opens_no_child():
    user = UserFactory(is_superuser=True)
    enrolled(SchoolFactory())

    assert reach(user) == set()
    assert not user.has_perm("wagtailadmin.access_admin")


def test_out_of_reach_and_unknown_read_the_same_and_are_recorded():
    post = granted_post("protector")
    foreign = enrolled(SchoolFactory())
    user = post.staff.user

    for uid in (foreign.uid, "00000000-0000-4000-8000-000000000000"):
        with pytest.raises(Http404):
            get_visible_or_404(Pupil, user, Permission.PUPIL_VIEW, uid=uid)

    denied = AuditEvent.objects.filter(verb="access.denied", actor=user.uid)
    assert denied.count() == 2
    assert str(foreign.uid) not in "".join(denied.values_list("body", flat=True))


@pytest.mark.parametrize("role", ROLES.values(), ids=lambda role: role.key)
def test_every_role_that_reads_a_child_needs_a_second_factor(role):
    reads = bool(role.permissions & READS_A_CHILD)

    assert not reads or role.second_factor
    assert role.second_factor == (role.key != "teacher")


@pytest.mark.parametrize(
    "role",
    [
        "teacher",
        "registrar",
        "table_member",
        "directorate_officer",
        "ministry_analyst",
        "onac_analyst",
        "editor",
        "content_specialist",
        "content_ministry",
        "system_admin",
        "auditor",
    ],
)
def test_roles_that_have_no_business_with_cases_hold_no_case_permission(role):
    case_words = ("concern.read", "case.", "referral.")
    held = [p for p in ROLES[role].permissions if p.value.startswith(case_words)]

    assert held == []
