"""Words both ways, measures, the national track, the ladder, growing up."""

import datetime as dt

import pytest
from django.core import mail

from portal.audit.models import AuditEvent
from portal.models import Notification
from referrals.actions.climbing import climb_ladder
from referrals.actions.growing_up import begin_adult_hand_over
from referrals.actions.measuring import MeasureIsOver, end_measure, set_measure
from referrals.actions.moving import MoveNotOpen
from referrals.actions.talking_over import NoWords, add_facts, send_message
from referrals.actions.tracking import note_step, open_track
from referrals.models import AdultHandOver, Case, LadderNotice, Referral
from tests.factories.endings import a_contested, a_measure, supervisor
from tests.factories.referrals import a_case, a_referral, person, taken_to, world


pytestmark = pytest.mark.django_db
DAY = dt.date(2026, 11, 20)


# --- Words ---------------------------------------------------------------------------
def test_both_sides_write_and_the_snapshot_stays_frozen():
    w = world()
    row = a_referral(w)
    frozen = Referral.objects.get().snapshot

    add_facts(referral=row, by=w.protector, text="Sot erdhi")
    send_message(referral=row, by=w.worker, text="Faleminderit")

    assert [event.verb for event in row.events.order_by("id")][-2:] == [
        "addendum",
        "message",
    ]
    assert Referral.objects.get().snapshot == frozen


def test_the_other_side_is_told_of_a_message():
    w = world()
    row = a_referral(w)
    Notification.objects.all().delete()

    send_message(referral=row, by=w.worker, text="Ejani")

    assert set(Notification.objects.values_list("to", flat=True)) == {w.protector.pk}


def test_the_unit_adds_no_facts_and_strangers_no_words():
    w, far = world(), world()
    row = a_referral(w)

    with pytest.raises(MoveNotOpen):
        add_facts(referral=row, by=w.worker, text="…")
    for stranger in (far.protector, w.teacher, w.head):
        with pytest.raises(MoveNotOpen):
            send_message(referral=row, by=stranger, text="…")


def test_an_empty_message_is_none():
    w = world()

    with pytest.raises(NoWords):
        send_message(referral=a_referral(w), by=w.protector, text=" ")


# --- Measures ------------------------------------------------------------------------
def test_a_measure_ends_once():
    w = world()
    measure = a_measure(w)

    end_measure(measure=measure, by=w.protector, done=True, note="U bë")

    with pytest.raises(MeasureIsOver):
        end_measure(measure=measure, by=w.worker, done=False)


def test_only_the_unit_at_work_sets_measures():
    w = world()

    with pytest.raises(MoveNotOpen):
        set_measure(referral=a_referral(w), by=w.worker, agency="shkolla", what="…")
    with pytest.raises(MoveNotOpen):
        set_measure(
            referral=taken_to(w, "accepted", case=None),
            by=w.protector,
            agency="shkolla",
            what="…",
        )


# --- The national mechanism ----------------------------------------------------------
def test_the_track_opens_once_on_the_same_referral_by_either_side():
    w = world()
    row = a_referral(w)

    first = open_track(referral=row, by=w.protector, why="I ofruan punë jashtë")
    second = open_track(referral=row, by=w.worker, why="Edhe ne")

    assert first == second
    assert Referral.objects.count() == 1
    step = note_step(track=first, by=w.worker, code="police_told", done_on=DAY)
    again = note_step(track=first, by=w.worker, code="police_told", done_on=DAY)
    assert step == again


def test_a_neighbour_opens_no_track():
    w, far = world(), world()

    with pytest.raises(MoveNotOpen):
        open_track(referral=a_referral(w), by=far.protector, why="…")


# --- The ladder ----------------------------------------------------------------------
def test_each_rung_is_told_once_and_only_numbers_leave(
    django_capture_on_commit_callbacks,
):
    w = world()
    judge = supervisor(w)
    officer = person("directorate_officer", directorate=w.school.directorate)
    sent = a_referral(w)
    sent.refresh_from_db()
    late = sent.due_at + dt.timedelta(hours=121)

    with django_capture_on_commit_callbacks(execute=True):
        first = climb_ladder(at=late)
        second = climb_ladder(at=late)

    assert (first["told"], second["told"]) == (3, 0)
    rungs = set(LadderNotice.objects.values_list("rung", flat=True))
    assert rungs == {"unit_head", "supervisor", "agency"}
    told = Notification.objects.filter(kind="referral.late")
    assert set(told.values_list("to", flat=True)) == {
        w.unit_head.pk,
        judge.pk,
        officer.pk,
    }
    text = "".join(message.body + message.subject for message in mail.outbox)
    assert w.pupil.first_name not in text
    assert w.school.name not in text


def test_a_contested_refusal_that_is_late_is_told_to_who_decides_on_it():
    w = world()
    judge = supervisor(w)
    contested = a_contested(w)
    contested.refresh_from_db()

    climb_ladder(at=contested.due_at + dt.timedelta(hours=1))

    told = Notification.objects.filter(kind="referral.late")
    assert [row.to for row in told] == [judge]


def test_nothing_is_told_before_a_clock_has_run_out():
    w = world()
    sent = a_referral(w)
    sent.refresh_from_db()

    assert climb_ladder(at=sent.due_at)["told"] == 0


def test_acute_news_is_mailed_at_once(django_capture_on_commit_callbacks):
    w = world()
    judge = supervisor(w)

    with django_capture_on_commit_callbacks(execute=True):
        a_referral(w, urgency="acute", call_outcome="called")

    assert judge.email in [to for message in mail.outbox for to in message.to]
    assert w.pupil.first_name not in "".join(message.body for message in mail.outbox)


# --- Growing up ----------------------------------------------------------------------
def test_seventeen_and_a_half_is_due_until_the_hand_over_begins():
    w = world()
    w.pupil.birth_date = dt.date(2009, 5, 26)
    w.pupil.save()
    case = a_case(w)
    early = Case.objects.turning_eighteen(dt.date(2026, 11, 25)).count()
    due = Case.objects.turning_eighteen(dt.date(2026, 11, 26)).count()

    begin_adult_hand_over(
        case=case,
        by=w.protector,
        service="Qendra e punës",
        view="Dua të punoj",
        told=True,
        begins_on=DAY,
    )

    assert (early, due) == (0, 1)
    assert not Case.objects.turning_eighteen(dt.date(2026, 11, 26)).exists()
    assert AdultHandOver.objects.get().told
    assert AuditEvent.objects.filter(verb="case.adult").count() == 1
