"""Who reaches what: the own school, the deputy, the neighbour, and nobody else."""

import datetime as dt

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from portal.audit.models import AuditEvent
from portal.permissions import Permission
from portal.roles import ROLES
from referrals.models import Case, Concern, Referral
from schools.models import PostCover
from tests.factories.referrals import (
    a_concern,
    a_draft,
    a_referral,
    person,
    taken_to,
    world,
)
from tests.factories.schools import granted_post, municipality


pytestmark = pytest.mark.django_db
OUTSIDE = [
    "teacher",
    "registrar",
    "supervisor",
    "table_member",
    "directorate_officer",
    "ministry_analyst",
    "onac_analyst",
    "editor",
    "content_specialist",
    "content_ministry",
    "system_admin",
    "auditor",
]


def paths(w, concern, referral) -> list[str]:
    return [
        reverse("referrals:concern", args=[concern.uid]),
        reverse("referrals:case", args=[referral.case.uid]),
        reverse("referrals:case_note", args=[referral.case.uid]),
        reverse("referrals:referral", args=[referral.uid]),
        reverse("referrals:referral_call", args=[referral.uid]),
        reverse("referrals:referral_move", args=[referral.uid, "reopen"]),
    ]


@pytest.mark.parametrize("role", OUTSIDE)
def test_whoever_need_not_know_finds_nothing(client_of, role):
    w = world()
    concern, referral = a_concern(w), taken_to(w, "closed")
    places = {"school": w.school, "directorate": w.school.directorate}
    kind = ROLES[role].place.value
    here = {kind: places[kind]} if kind in places else {}
    client = client_of(person(role, **here))

    codes = {client.get(path).status_code for path in paths(w, concern, referral)}

    assert codes == {404}


def test_the_head_of_school_opens_no_file(client_of):
    w = world()
    concern, referral = a_concern(w), taken_to(w, "closed")

    codes = {
        client_of(w.head).get(path).status_code for path in paths(w, concern, referral)
    }

    assert codes == {404}


def test_the_protector_next_door_finds_nothing_and_it_is_written_down(client_of):
    w = world()
    concern, referral = a_concern(w), taken_to(w, "closed")
    neighbour = person("protector")
    client = client_of(neighbour)

    codes = {client.get(path).status_code for path in paths(w, concern, referral)}

    denied = AuditEvent.objects.filter(verb="access.denied", actor=neighbour.uid)
    assert codes == {404}
    assert denied.count() == len(paths(w, concern, referral))


def test_nobody_is_led_to_sign_in():
    w = world()
    concern, referral = a_concern(w), taken_to(w, "closed")

    for path in paths(w, concern, referral):
        answer = Client().get(path)
        assert answer.status_code == 302
        assert "/accounts/login/" in answer["Location"]


def test_the_unit_reads_neither_case_nor_concern(client_of):
    w = world()
    concern, referral = a_concern(w), taken_to(w, "received")
    client = client_of(w.unit_head)

    case = client.get(reverse("referrals:case", args=[referral.case.uid]))
    first = client.get(reverse("referrals:concern", args=[concern.uid]))

    assert (case.status_code, first.status_code) == (404, 404)


def test_the_unit_of_another_municipality_finds_nothing(client_of):
    w = world()
    referral = taken_to(w, "received")
    other = world(municipality=municipality("0201"))

    answer = client_of(other.worker).get(
        reverse("referrals:referral", args=[referral.uid])
    )

    assert answer.status_code == 404


def test_a_deputy_who_covers_works_the_cases_until_the_cover_ends(client_of):
    w = world()
    referral = a_referral(w)
    deputy = granted_post("protector")
    post = w.protector.staff.posts.get()
    today = timezone.localdate()
    cover = PostCover.objects.create(
        post=post, deputy=deputy.staff, starts_on=today, ends_on=today
    )
    page = reverse("referrals:case", args=[referral.case.uid])

    during = client_of(deputy.staff.user).get(page)
    PostCover.objects.filter(pk=cover.pk).update(
        starts_on=today - dt.timedelta(days=9), ends_on=today - dt.timedelta(days=1)
    )
    after = client_of(deputy.staff.user).get(page)

    assert (during.status_code, after.status_code) == (200, 404)


def test_a_post_that_ended_opens_nothing(client_of):
    w = world()
    concern = a_concern(w)
    w.protector.staff.posts.update(ends_on=timezone.localdate() - dt.timedelta(days=1))

    answer = client_of(w.protector).get(
        reverse("referrals:concern", args=[concern.uid])
    )

    assert answer.status_code == 404


def test_querysets_show_each_role_its_own_rows_only():
    w = world()
    concern, draft = a_concern(w), a_draft(w)
    sent = a_referral(world(municipality=municipality("0201")))

    def seen(rows, user, right):
        return set(rows.objects.visible_to(user, right))

    assert seen(Concern, w.teacher, Permission.CONCERN_SEND) == {concern}
    assert seen(Concern, w.protector, Permission.CONCERN_READ) == {concern}
    assert seen(Concern, w.head, Permission.CONCERN_READ) == set()
    assert seen(Case, w.protector, Permission.CASE_VIEW) == {draft.case}
    assert seen(Referral, w.protector, Permission.REFERRAL_VIEW) == {draft}
    assert seen(Referral, w.worker, Permission.REFERRAL_VIEW) == set()
    assert sent not in seen(Referral, w.unit_head, Permission.REFERRAL_VIEW)


def test_an_unknown_code_reads_the_same_as_one_out_of_reach(client_of):
    w = world()
    referral = a_referral(w)
    client = client_of(person("protector"))
    unknown = reverse(
        "referrals:referral", args=["00000000-0000-4000-8000-00000000000a"]
    )

    far = client.get(reverse("referrals:referral", args=[referral.uid]))
    none = client.get(unknown)

    assert (far.status_code, none.status_code) == (404, 404)
    assert len(far.content) == len(none.content)
