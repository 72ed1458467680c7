"""Cases given to another post: from a day on, with a receipt, never to nobody."""

import datetime as dt

import pytest
from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone

from portal.models import Notification
from referrals.actions.handing_over import (
    NotAnOwner,
    NothingToHandOver,
    NotTheReceiver,
    ShieldedFrom,
    apply_hand_overs,
    hand_over,
    receive_hand_over,
)
from referrals.actions.ownerless import tell_of_ownerless
from referrals.actions.shielding import shield_child
from referrals.models import Case, HandOver, HandOverCase
from referrals.timeline import happenings
from schools.actions.posts import end_post
from tests.factories.referrals import a_case, person, world


pytestmark = pytest.mark.django_db


def post_of(user):
    return user.staff.posts.get()


@pytest.fixture
def w():
    cast = world()
    cast.extra["next"] = person("protector", school=cast.school)
    cast.extra["case"] = a_case(cast)
    return cast


def given(w, **changed) -> HandOver:
    values = {
        "by": w.protector,
        "from_post": post_of(w.protector),
        "to_post": post_of(w.extra["next"]),
        "from_on": timezone.localdate(),
        "cases": [w.extra["case"]],
        "note": "Takimi i radhës është të enjten",
    }
    return hand_over(**{**values, **changed})


def test_from_today_the_case_is_the_others_at_once_and_they_are_told(w):
    made = given(w)

    w.extra["case"].refresh_from_db()
    told = Notification.objects.get(kind="case.handed_over")
    assert w.extra["case"].owner == post_of(w.extra["next"])
    assert (told.to, told.obj) == (w.extra["next"], made.uid)
    assert made.applied_at is not None


def test_from_a_later_day_the_daily_job_gives_it_on_that_day(w):
    day = timezone.localdate() + dt.timedelta(days=3)
    given(w, from_on=day)
    case = w.extra["case"]

    early = apply_hand_overs(on=day - dt.timedelta(days=1))
    case.refresh_from_db()
    before = case.owner
    due = apply_hand_overs(on=day)
    again = apply_hand_overs(on=day)

    case.refresh_from_db()
    assert before == post_of(w.protector)
    assert case.owner == post_of(w.extra["next"])
    assert (early, due, again) == (0, 1, 0)


def test_a_post_of_another_school_cannot_own_the_case(w):
    with pytest.raises(NotAnOwner):
        given(w, to_post=post_of(person("protector")))


def test_a_head_cannot_own_a_case(w):
    with pytest.raises(NotAnOwner):
        given(w, to_post=post_of(w.head))


def test_whoever_is_barred_from_the_child_does_not_get_the_case(w):
    shield_child(
        by=w.protector, barred=w.extra["next"].staff, reason="Hallë", pupil=w.pupil
    )

    with pytest.raises(ShieldedFrom):
        given(w)


def test_a_case_of_somebody_else_is_not_given_away(w):
    with pytest.raises(NothingToHandOver):
        given(w, from_post=post_of(w.extra["next"]), to_post=post_of(w.protector))


def test_the_receiver_alone_says_that_they_have_it_and_once(w):
    made = given(w)

    with pytest.raises(NotTheReceiver):
        receive_hand_over(hand_over=made, by=w.protector)
    first = receive_hand_over(hand_over=made, by=w.extra["next"])
    second = receive_hand_over(hand_over=made, by=w.extra["next"])

    assert first.received_by == w.extra["next"]
    assert first.received_at == second.received_at


def test_the_timeline_says_that_the_case_was_given(w):
    given(w)

    titles = [
        str(line.title) for line in happenings(w.extra["case"], w.protector).lines
    ]

    assert "Rasti iu dha një mbrojtësi tjetër" in titles


def test_a_post_that_ends_leaves_its_cases_without_an_owner(w):
    today = timezone.localdate()
    before = Case.objects.open().without_owner(today)
    assert list(before) == []

    end_post(post=post_of(w.protector), on=today, by=None)

    tomorrow = Case.objects.open().without_owner(today + dt.timedelta(days=1))
    assert list(tomorrow) == [w.extra["case"]]


def test_a_case_without_an_owner_is_given_to_a_post(w):
    Case.objects.update(owner=None)

    made = given(w, from_post=None, by=person("supervisor"))

    w.extra["case"].refresh_from_db()
    assert made.from_post is None
    assert w.extra["case"].owner == post_of(w.extra["next"])


def test_supervisors_hear_once_a_day_how_many_cases_belong_to_nobody(w):
    boss = person("supervisor", directorate=w.school.directorate)
    person("supervisor")
    Case.objects.update(owner=None)
    today = timezone.localdate()

    first, second = tell_of_ownerless(on=today), tell_of_ownerless(on=today)

    told = Notification.objects.get(kind="case.ownerless")
    assert (first, second) == (1, 0)
    assert (told.to, told.count, told.obj) == (boss, 1, None)


@pytest.mark.parametrize(
    ("name", "values"),
    [
        ("hand_over_to_another", {"to_post": F("from_post")}),
        ("hand_over_received_pair", {"received_at": timezone.now()}),
    ],
)
def test_the_database_refuses(w, name, values):
    made = given(w)

    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        HandOver.objects.filter(pk=made.pk).update(**values)


def test_the_database_refuses_a_case_twice_in_one_hand_over(w):
    row = HandOverCase.objects.get(hand_over=given(w))
    row.pk, row.uid = None, w.extra["case"].uid

    with pytest.raises(IntegrityError), transaction.atomic():
        row.save(force_insert=True)
