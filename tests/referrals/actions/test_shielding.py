"""Who shields a child, what it takes away, and who gives it back."""

import datetime as dt

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from portal.audit.models import AuditEvent
from portal.models import Notification, OutboxMessage
from portal.permissions import Permission
from referrals.actions import receiving
from referrals.actions.reminding import remind
from referrals.actions.shielding import (
    AlreadyLifted,
    NoReason,
    OwnShield,
    lift_shield,
    shield_child,
)
from referrals.models import Case, CaseShield, Concern, Placement, Referral, Seat
from referrals.timeline import happenings
from schools.models import AbsenceFlag, PostCover, Pupil, PupilShield
from tests.factories.attendance import flag
from tests.factories.placements import a_placement
from tests.factories.referrals import (
    DAY,
    a_case,
    a_concern,
    a_referral,
    person,
    taken_to,
    world,
)
from tests.factories.schools import enrolled


pytestmark = pytest.mark.django_db
WHY = "Është dajë i fëmijës"


def shield(w, user, **given):
    values = {"by": w.protector, "barred": user.staff, "reason": WHY, "pupil": w.pupil}
    return shield_child(**{**values, **given})


def seen(user) -> dict[str, int]:
    """How many rows about a child each of the querysets shows to the person."""
    rows = {
        "pupils": Pupil.objects.visible_to(user, Permission.PUPIL_VIEW),
        "names": Pupil.objects.visible_to(user, Permission.PUPIL_LOOKUP),
        "flags": AbsenceFlag.objects.visible_to(user, Permission.WATCH_VIEW),
        "cases": Case.objects.visible_to(user, Permission.CASE_VIEW),
        "concerns": Concern.objects.visible_to(user, Permission.CONCERN_READ),
        "own": Concern.objects.visible_to(user, Permission.CONCERN_SEND),
        "referrals": Referral.objects.visible_to(user, Permission.REFERRAL_VIEW),
        "steps": Referral.objects.visible_to(user, Permission.REFERRAL_STATUS),
        "received": Referral.objects.visible_to(user, Permission.REFERRAL_RECEIVE),
    }
    return {name: found.count() for name, found in rows.items()}


@pytest.fixture
def w():
    """A child with a flag, a concern, a case and a referral sent."""
    cast = world()
    flag(cast.pupil)
    a_concern(cast)
    a_referral(cast)
    return cast


@pytest.mark.parametrize("who", ["teacher", "protector", "head", "worker", "unit_head"])
def test_the_barred_person_finds_no_row_about_the_child(w, who):
    user = getattr(w, who)
    before = seen(user)

    shield(w, user, by=w.head)

    assert sum(before.values()) > 0
    assert sum(seen(user).values()) == 0


def test_the_others_find_as_much_as_before(w):
    before = seen(w.protector)

    shield(w, w.head)

    assert seen(w.protector) == before


def test_a_barred_deputy_finds_nothing_in_anothers_post(w):
    deputy = person("protector")
    today = timezone.localdate()
    PostCover.objects.create(
        post=w.protector.staff.posts.get(),
        deputy=deputy.staff,
        starts_on=today,
        ends_on=today,
    )
    before = seen(deputy)

    shield(w, deputy)

    assert before["cases"] == 1
    assert sum(seen(deputy).values()) == 0


def test_a_shield_begins_and_ends_on_its_days(w):
    today = timezone.localdate()
    one = shield(w, w.head, ends_on=today)
    during = seen(w.head)["pupils"]
    PupilShield.objects.filter(pk=one.pk).update(
        starts_on=today - dt.timedelta(days=9), ends_on=today - dt.timedelta(days=1)
    )

    assert (during, seen(w.head)["pupils"]) == (0, 1)


def test_lifting_gives_the_child_back_and_keeps_both_reasons(w):
    one = shield(w, w.head)

    lift_shield(shield=one, why="Nuk është i afërm", by=w.protector)

    one.refresh_from_db()
    assert seen(w.head)["pupils"] == 1
    assert (one.reason, one.lifted_why) == (WHY, "Nuk është i afërm")
    assert one.lifted_by == w.protector


def test_nobody_lifts_the_own_shield_or_one_twice(w):
    one = shield(w, w.head)

    with pytest.raises(OwnShield):
        lift_shield(shield=one, why="Gabim", by=w.head)
    lift_shield(shield=one, why="Gabim", by=w.protector)
    with pytest.raises(AlreadyLifted):
        lift_shield(shield=one, why="Gabim", by=w.protector)


def test_a_shield_and_its_lifting_say_why(w):
    one = shield(w, w.head)

    with pytest.raises(NoReason):
        lift_shield(shield=one, why=" ", by=w.protector)
    with pytest.raises(NoReason):
        shield(w, w.teacher, reason=" ")


def test_the_same_shield_twice_is_one(w):
    assert shield(w, w.head) == shield(w, w.head)


def test_a_case_leaves_its_barred_owner_for_the_next_protector(w):
    other = person("protector", school=w.school)

    shield(w, w.protector, by=other)

    case = Case.objects.get(pupil=w.pupil)
    assert case.owner == other.staff.posts.get()


def test_with_no_other_protector_the_case_stands_without_an_owner(w):
    shield(w, w.protector, by=w.protector, declared=True)

    assert Case.objects.get(pupil=w.pupil).owner is None


def test_a_child_on_no_roll_is_shielded_by_the_case(w):
    concern = a_concern(w, child_name="Zamir Provëza")
    case = a_case(w, pupil=None, concern=concern)
    Concern.objects.filter(pk=concern.pk).update(case=case)
    before = seen(w.protector)

    shield(w, w.protector, by=w.head, pupil=None, case=case)

    after = seen(w.protector)
    assert (before["cases"] - after["cases"]) == 1
    assert (before["concerns"] - after["concerns"]) == 1
    assert CaseShield.objects.get().reason == WHY


def test_lifting_a_shield_of_a_case_gives_it_back(w):
    case = a_case(w, pupil=None, concern=a_concern(w, child_name="Zamir Provëza"))
    one = shield(w, w.protector, by=w.head, pupil=None, case=case)

    lift_shield(shield=one, why="Gabim në emër", by=w.head)

    assert seen(w.protector)["cases"] == 2


def test_supervisors_get_a_word_without_content_and_the_barred_none(w):
    boss = person("supervisor", directorate=w.school.directorate)

    shield(w, w.head)
    shield(w, boss)

    told = OutboxMessage.objects.filter(kind="shield.set")
    assert [message.to for message in told] == [boss]


def test_news_of_a_shielded_child_does_not_reach_the_barred_person(w):
    shield(w, w.protector, by=w.head)
    OutboxMessage.objects.all().delete()

    a_concern(w)

    assert not OutboxMessage.objects.filter(to=w.protector).exists()


def test_what_waited_for_the_barred_person_about_the_child_waits_no_longer(w):
    before = Notification.objects.filter(to=w.worker, read_at=None).count()

    shield(w, w.worker)

    w.worker.refresh_from_db()
    assert before > 0
    assert not Notification.objects.filter(to=w.worker, read_at=None).exists()
    assert w.worker.unread == 0


def test_the_daily_count_leaves_out_what_a_barred_person_does_not_find(w):
    today = timezone.localdate()
    late = timezone.now() - dt.timedelta(days=9)
    Referral.objects.update(due_at=late)
    Concern.objects.update(due_at=late)
    colleague = person("protector", school=w.school)
    w.pupil = enrolled(w.school)
    other = a_concern(w)
    Concern.objects.filter(pk=other.pk).update(due_at=late)
    shield(w, colleague, pupil=Case.objects.get().pupil)

    remind(on=today)

    told = Notification.objects.filter(kind="clocks.late")
    assert told.get(to=w.protector).count == 3
    assert told.get(to=colleague).count == 1


def test_each_act_is_in_the_history_of_the_child(w):
    one = shield(w, w.head)
    shield(w, w.teacher, by=w.teacher, declared=True)
    lift_shield(shield=one, why="Gabim", by=w.protector)

    acts = AuditEvent.objects.filter(
        subjects__uid=w.pupil.uid, verb__startswith="shield."
    )
    assert [event.verb for event in acts.order_by("id")] == [
        "shield.set",
        "shield.declared",
        "shield.lifted",
    ]


def test_the_timeline_of_the_others_stays_whole(w):
    case = Case.objects.get(pupil=w.pupil)
    before = len(happenings(case, w.protector).lines)

    shield(w, w.head)

    assert len(happenings(case, w.protector).lines) == before


@pytest.mark.parametrize(
    ("name", "values"),
    [
        ("pupil_shield_ends_after_start", {"ends_on": dt.date(2020, 1, 1)}),
        ("pupil_shield_lifted_pair", {"lifted_at": timezone.now()}),
    ],
)
def test_the_database_refuses_half_a_shield(w, name, values):
    one = shield(w, w.head)

    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        PupilShield.objects.filter(pk=one.pk).update(**values)


@pytest.mark.parametrize(
    ("name", "values"),
    [
        ("case_shield_ends_after_start", {"ends_on": dt.date(2020, 1, 1)}),
        ("case_shield_lifted_pair", {"lifted_at": timezone.now()}),
    ],
)
def test_the_database_refuses_half_a_shield_of_a_case(w, name, values):
    case = a_case(w, pupil=None, concern=a_concern(w, child_name="Zamir Provëza"))
    one = shield(w, w.head, pupil=None, case=case)

    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        CaseShield.objects.filter(pk=one.pk).update(**values)


def test_a_shield_of_a_child_on_no_roll_hides_the_placement_asked_for_it():
    w = world()
    case = a_case(w, pupil=None, concern=a_concern(w, child_name="Zamir Provëza"))
    placement = a_placement(w, referral=taken_to(w, "accepted", case=case))
    barred = person("cpu_worker", unit=w.unit)

    shield(w, barred, pupil=None, case=case)

    found = Placement.objects.visible_to(barred, Permission.PLACEMENT_ASK)
    others = Placement.objects.visible_to(w.worker, Permission.PLACEMENT_ASK)
    assert (list(found), list(others)) == ([], [placement])


def test_news_of_a_placement_do_not_reach_who_is_barred_from_the_child(w):
    barred = person("protector", school=w.school)
    shield(w, barred)

    a_placement(w, referral=Referral.objects.get())

    told = Notification.objects.filter(kind="placement.news")
    assert {row.to for row in told} == {w.protector}


def test_a_case_group_seats_no_protector_who_is_barred_from_the_child():
    w = world()
    referral, other = taken_to(w, "assessing"), person("protector", school=w.school)
    shield(w, w.protector, by=other)
    Case.objects.update(owner=None)

    receiving.call_group(referral=referral, by=w.worker, group_on=DAY)

    assert Seat.objects.get().post.staff.user == other
    assert not Notification.objects.filter(
        to=w.protector, kind="meeting.called"
    ).exists()
