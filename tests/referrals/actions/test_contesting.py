"""A refusal is contested once, in time, and decided on by the supervisor."""

import datetime as dt

import pytest

from portal.models import Notification
from portal.permissions import Permission
from referrals.actions import receiving, reviewing, sending
from referrals.actions.moving import MoveNotOpen
from referrals.models import Referral
from tests.factories.endings import a_contested, supervisor
from tests.factories.referrals import a_referral, taken_to, world


pytestmark = pytest.mark.django_db


def test_the_supervisor_sends_it_back_and_the_unit_answers_anew():
    w = world()
    row = a_contested(w)

    reviewing.send_back(referral=row, by=supervisor(w), reason="U la pa u parë")

    row = Referral.objects.get()
    assert (row.state, row.due_step, row.decline_code) == ("reopened", "answer", "")


def test_an_upheld_refusal_is_not_contested_again():
    w = world()
    row = a_contested(w)

    reviewing.uphold(referral=row, by=supervisor(w), reason="Qendra shëndetësore")

    assert Referral.objects.get().decline_code == "other_service"
    with pytest.raises(MoveNotOpen):
        sending.contest(referral=row, by=w.protector, reason="Sërish")


def test_a_second_refusal_is_not_contested():
    w = world()
    row = a_contested(w)
    reviewing.send_back(referral=row, by=supervisor(w), reason="U la pa u parë")
    receiving.decline(referral=row, by=w.unit_head, code="known", advice="Shih")

    with pytest.raises(MoveNotOpen):
        sending.contest(referral=row, by=w.protector, reason="Sërish")


def test_after_five_working_days_it_is_too_late():
    w = world()
    row = taken_to(w, "not_accepted")
    row.refresh_from_db()

    with pytest.raises(MoveNotOpen):
        sending.contest(
            referral=row,
            by=w.protector,
            reason="Vonë",
            at=row.contest_until + dt.timedelta(minutes=1),
        )


def test_a_case_that_sent_another_referral_does_not_wake_the_refused_one():
    w = world()
    row = taken_to(w, "not_accepted")
    a_referral(w, case=row.case)

    with pytest.raises(MoveNotOpen):
        sending.contest(referral=row, by=w.protector, reason="Sërish")


def test_the_supervisor_sees_it_only_while_it_is_contested():
    w = world()
    judge, far = supervisor(w), supervisor(world())
    row = a_contested(w)
    during = [
        Referral.objects.visible_to(who, Permission.REFERRAL_VIEW).count()
        for who in (judge, far)
    ]

    reviewing.uphold(referral=row, by=judge, reason="Mbetet")

    after = Referral.objects.visible_to(judge, Permission.REFERRAL_VIEW).count()
    assert (during, after) == ([1, 0], 0)


@pytest.mark.parametrize("who", ["protector", "worker", "unit_head", "head"])
def test_nobody_else_decides(who):
    w = world()
    row = a_contested(w)

    with pytest.raises(MoveNotOpen):
        reviewing.uphold(referral=row, by=getattr(w, who), reason="Mbetet")


def test_the_supervisor_is_told():
    w = world()
    judge = supervisor(w)

    a_contested(w)

    assert Notification.objects.filter(to=judge).exists()
