"""A concern about a member of staff: past that person, the head and the school."""

import datetime as dt

import pytest
from django.urls import reverse

from portal.audit.models import AuditEvent, AuditSubject
from portal.models import Notification
from portal.permissions import Permission
from referrals.actions.concern_direct import report_to_unit
from referrals.models import Case, Concern
from referrals.timeline import happenings
from schools.models import OutreachHold, Post, PostCover
from tests.factories.referrals import (
    a_case,
    a_concern,
    a_staff_concern,
    person,
    world,
)
from tests.factories.schools import UnitFactory, granted_post, municipality


pytestmark = pytest.mark.django_db
LIST = "/referrals/concerns/"
RIGHTS = (
    Permission.CONCERN_READ,
    Permission.CONCERN_TRIAGE,
    Permission.REFERRAL_RECEIVE,
)


def found(user) -> int:
    """How many concerns any right of the user finds; as a fresh request would."""
    user.__dict__.pop("_grants", None)
    return sum(Concern.objects.visible_to(user, right).count() for right in RIGHTS)


def page(one) -> str:
    return reverse("referrals:concern", args=[one.uid])


def test_only_the_supervisor_finds_it():
    w = world()
    a_staff_concern(w)

    at_school = (w.protector, w.head, person("registrar", school=w.school), w.worker)
    assert [found(user) for user in at_school] == [0, 0, 0, 0]
    assert found(w.extra["supervisor"]) == 2  # may read and decide


def test_a_supervisor_elsewhere_finds_nothing():
    a_staff_concern(world())

    assert found(person("supervisor")) == 0


def test_about_the_protector_her_deputy_finds_nothing_either():
    w = world()
    deputy = granted_post("protector")
    post = Post.objects.get(staff__user=w.protector)
    today = dt.datetime.now(tz=dt.UTC).date()
    PostCover.objects.create(
        post=post,
        deputy=deputy.staff,
        starts_on=today,
        ends_on=today + dt.timedelta(days=3),
    )
    a_staff_concern(w, staff=w.protector.staff)

    assert found(w.protector) == 0
    assert found(deputy.staff.user) == 0


def test_who_covers_the_supervisor_does_not_find_the_one_about_themselves():
    w = world()
    concern = a_staff_concern(w)
    today = dt.datetime.now(tz=dt.UTC).date()
    PostCover.objects.create(
        post=concern.owner,
        deputy=w.head.staff,
        starts_on=today,
        ends_on=today + dt.timedelta(days=3),
    )

    assert found(w.head) == 0


def test_the_list_the_page_and_the_tiles_of_the_school_show_nothing(client_of):
    w = world()
    before = client_of(w.protector).get("/").content.count(b"app-tile")
    concern = a_staff_concern(w)

    for user in (w.protector, w.head):
        client = client_of(user)
        assert w.pupil.first_name not in client.get(f"{LIST}?show=all").content.decode()
        assert client.get(page(concern)).status_code == 404
    home = client_of(w.protector).get("/").content
    assert home.count(b"app-tile") == before
    assert concern.reference.encode() not in home


def test_the_supervisor_reads_and_decides(client_of):
    w = world()
    concern = a_staff_concern(w)
    client = client_of(w.extra["supervisor"])

    listed = client.get(LIST).content.decode()
    read = client.get(page(concern)).content.decode()
    answer = client.post(
        page(concern),
        {"decision": "watch", "reason": "E shoh vetë", "red_lines": "none"},
    )

    assert w.pupil.first_name in listed
    assert w.head.staff.full_name() in read
    assert 'value="coach"' not in read
    assert answer.status_code == 302
    assert Concern.objects.get().state == "watch"
    assert not Case.objects.exists()


def test_nobody_at_the_school_is_told_and_no_contact_is_held():
    w = world()

    a_staff_concern(w)

    assert {row.to for row in Notification.objects.all()} == {w.extra["supervisor"]}
    assert not OutreachHold.objects.exists()


def test_the_childs_file_and_its_readers_do_not_tell(client_of):
    w = world()
    case = a_case(w)
    concern = a_staff_concern(w)
    client = client_of(w.extra["supervisor"])
    client.get(LIST)
    client.get(page(concern))

    assert concern.case is None
    assert concern.key_uid != case.key_uid
    history = happenings(case, w.protector, 1)
    assert concern.reference not in str(history)
    seen = AuditSubject.objects.filter(uid=w.pupil.uid).values("event")
    tells = AuditEvent.objects.filter(pk__in=seen, verb__startswith="concern.")
    assert not tells.exists()


def test_the_sender_keeps_the_own_one(client_of):
    w = world()
    concern = a_staff_concern(w)

    client = client_of(w.teacher, second_factor=False)

    assert concern.reference in client.get("/referrals/concerns/mine/").content.decode()


def test_a_typed_name_bypasses_the_whole_school_too():
    w = world()
    a_staff_concern(w, staff=None, staff_named="Mësuesi i fizkulturës")

    assert [found(user) for user in (w.protector, w.head)] == [0, 0]


@pytest.mark.parametrize("role", ["supervisor", "head"])
def test_who_stands_in_finds_nothing_while_the_protector_has_it(client_of, role):
    w = world()
    w.extra["supervisor"] = person("supervisor", directorate=w.school.directorate)
    concern = a_concern(w)
    user = w.head if role == "head" else w.extra["supervisor"]

    client = client_of(user)

    assert client.get(page(concern)).status_code == 404
    assert w.pupil.first_name not in client.get(LIST).content.decode()


def test_the_head_reads_and_decides_where_nobody_else_is_in_post(client_of):
    w = world()
    Post.objects.filter(staff__user=w.protector).update(granted_at=None)
    concern = a_concern(w)
    client = client_of(w.head)

    home = client.get("/").content.decode()
    read = client.get(page(concern))
    answer = client.post(
        page(concern),
        {"decision": "no_action", "reason": "U zgjidh", "red_lines": "none"},
    )

    assert f"{LIST}?show=open" in home
    assert read.status_code == 200
    assert answer.status_code == 302
    assert Concern.objects.get().triaged_by == w.head


def test_the_unit_finds_it_once_it_was_reported():
    w = world()
    concern = a_staff_concern(w)
    before = found(w.worker)

    report_to_unit(concern=concern, by=w.extra["supervisor"])

    elsewhere = UnitFactory(municipality=municipality("0702"))
    assert (before, found(w.worker)) == (0, 1)
    assert found(person("cpu_worker", unit=elsewhere)) == 0
    assert [found(user) for user in (w.protector, w.head)] == [0, 0]
