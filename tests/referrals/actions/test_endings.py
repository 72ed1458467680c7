"""Endings that others sign: nobody ends a child's file alone where one could be lost."""

import datetime as dt

import pytest
from django.db import IntegrityError, transaction

from portal.audit.models import AuditEvent
from portal.models import Notification, User
from portal.permissions import Permission
from referrals.actions.cases import NoReason, set_level
from referrals.actions.ending import (
    AlreadyAsked,
    NobodyCalled,
    NothingSeen,
    NotYoursToSign,
    ask_ending,
    refuse_ending,
    sign_ending,
)
from referrals.actions.moving import MoveNotOpen
from referrals.models import Case, EndingRequest, Referral
from schools.models import ProtectionUnit
from tests.factories.endings import (
    LOST,
    SAFE,
    a_waiting_case,
    a_waiting_referral,
    supervisor,
)
from tests.factories.referrals import a_case, taken_to, world
from tests.factories.schools import granted_post


pytestmark = pytest.mark.django_db
NOW = dt.datetime(2026, 11, 26, 9, 0, tzinfo=dt.UTC)


def test_a_lost_child_needs_the_supervisor_and_the_head_of_the_unit():
    w = world()
    asked = a_waiting_referral(w)

    sign_ending(ending=asked, by=supervisor(w))
    between = Referral.objects.get().state
    sign_ending(ending=asked, by=w.unit_head)

    row = Referral.objects.get()
    assert between == "accepted"
    assert (row.state, row.outcome) == ("closed", "lost_contact")
    assert row.child_view == LOST["child_view"]
    assert not row.waits_for_signature


def test_an_acute_case_ends_when_its_supervisor_has_signed():
    w = world()
    case = a_case(w)
    set_level(case=case, by=w.protector, level="acute", reason="Rrezik")

    sign_ending(ending=a_waiting_case(w, case=case), by=supervisor(w))

    case.refresh_from_db()
    assert (case.ending, case.child_view) == ("safe", SAFE["child_view"])
    assert not case.is_open


def test_a_refusal_leaves_the_work_going_on_and_tells_who_asked():
    w = world()
    asked = a_waiting_case(w)

    refuse_ending(ending=asked, by=supervisor(w), reason="Vizitoni shtëpinë më parë")

    assert Case.objects.get().is_open
    told = Notification.objects.filter(to=w.protector, kind="ending.refused")
    assert told.count() == 1
    a_waiting_case(w, case=asked.case)


def test_whoever_asks_does_not_sign_for_another():
    w = world()
    asked = a_waiting_referral(w)

    for person in (w.worker, w.protector, w.head, w.teacher):
        with pytest.raises(NotYoursToSign):
            sign_ending(ending=asked, by=person)


def test_one_signature_is_not_given_twice():
    w = world()
    asked, signer = a_waiting_referral(w), supervisor(w)
    sign_ending(ending=asked, by=signer)

    with pytest.raises(NotYoursToSign):
        sign_ending(ending=asked, by=signer)


def test_the_supervisor_of_another_directorate_does_not_sign():
    w, far = world(), world()

    with pytest.raises(NotYoursToSign):
        sign_ending(ending=a_waiting_case(w), by=supervisor(far))


def test_a_lost_child_was_last_seen_somewhere():
    w = world()
    row = taken_to(w, "accepted")

    with pytest.raises(NothingSeen):
        ask_ending(
            case=row.case, referral=row, by=w.worker, **{**LOST, "seen_where": " "}
        )


def test_an_ending_says_why_and_what_the_child_thinks():
    w = world()

    with pytest.raises(NoReason):
        ask_ending(case=a_case(w), by=w.protector, **{**SAFE, "child_view": ""})


def test_an_ending_is_asked_for_once_at_a_time():
    w = world()
    asked = a_waiting_case(w)

    with pytest.raises(AlreadyAsked):
        ask_ending(case=asked.case, by=w.protector, **SAFE)


def test_only_the_unit_at_work_asks_for_a_referrals_ending():
    w = world()
    row = taken_to(w, "received")

    with pytest.raises(MoveNotOpen):
        ask_ending(case=row.case, referral=row, by=w.worker, **LOST)


def test_the_supervisor_reads_the_file_only_while_it_waits():
    w = world()
    signer = supervisor(w)
    before = Case.objects.visible_to(signer, Permission.CASE_SIGN).count()
    asked = a_waiting_case(w)
    during = Case.objects.visible_to(signer, Permission.CASE_SIGN).count()
    sign_ending(ending=asked, by=signer)

    after = Case.objects.visible_to(signer, Permission.CASE_SIGN).count()
    assert (before, during, after) == (0, 1, 0)
    assert not EndingRequest.objects.visible_to(signer).exists()


def test_every_signature_is_in_the_history():
    w = world()
    asked = a_waiting_referral(w)

    sign_ending(ending=asked, by=supervisor(w))
    sign_ending(ending=asked, by=w.unit_head)

    verbs = AuditEvent.objects.filter(object_uid=asked.uid).values_list(
        "verb", flat=True
    )
    assert sorted(verbs) == ["ending.asked", "ending.signed", "ending.signed"]


def test_one_person_in_both_posts_does_not_sign_twice():
    w = world()
    asked, signer = a_waiting_referral(w), supervisor(w)
    granted_post("cpu_head", user=signer, unit=w.unit)
    sign_ending(ending=asked, by=signer)
    again = User.objects.get(pk=signer.pk)

    with pytest.raises(NotYoursToSign):
        sign_ending(ending=asked, by=again)
    mine = EndingRequest.objects.to_sign(again)
    assert not EndingRequest.objects.filter(mine).exists()


def by_phone(w):
    """A lost child of a unit that has no account."""
    ProtectionUnit.objects.filter(pk=w.unit.pk).update(has_account=False)
    return a_waiting_case(w, **LOST)


CALL = {"head_agreed": "Drejtuesja P. M.: dakord", "head_called_at": NOW}


def test_a_unit_without_account_agrees_by_telephone():
    w = world()

    sign_ending(ending=by_phone(w), by=supervisor(w), **CALL)

    row = EndingRequest.objects.get()
    assert row.head_agreed == CALL["head_agreed"]
    assert row.completed_at
    assert not Case.objects.get().is_open


@pytest.mark.parametrize(
    "call",
    [
        {},
        {**CALL, "head_agreed": " "},
        {**CALL, "head_called_at": None},
        {**CALL, "head_called_at": dt.datetime(2100, 1, 1, tzinfo=dt.UTC)},
    ],
)
def test_without_the_call_nobody_signs_a_lost_child(call):
    w = world()
    asked = by_phone(w)

    with pytest.raises(NobodyCalled):
        sign_ending(ending=asked, by=supervisor(w), **call)

    assert Case.objects.get().is_open


def test_the_database_refuses_a_lost_child_without_a_second_word():
    w = world()
    asked = by_phone(w)
    row = EndingRequest.objects.filter(pk=asked.pk)

    with (
        pytest.raises(IntegrityError, match="ending_lost_two_agreed"),
        transaction.atomic(),
    ):
        row.update(supervisor_at=NOW, supervisor_by=w.head, completed_at=NOW)
