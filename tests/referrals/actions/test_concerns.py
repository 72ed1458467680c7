"""Concerns: sent once, sealed, read, decided on."""

import datetime as dt
from uuid import uuid4

import pytest
from django.utils import timezone

from portal.audit.models import AuditEvent, AuditSubject
from portal.models import Notification, OutboxMessage
from referrals.actions.concerns import (
    AlreadyDecided,
    NoChild,
    NoReason,
    correct_concern,
    read_concern,
    triage_concern,
)
from referrals.models import Case, Concern, ConcernIsSealed
from schools.models import OutreachHold, Post
from tests.factories.endings import supervisor
from tests.factories.referrals import (
    SEEN,
    a_case,
    a_concern,
    a_direct_concern,
    a_staff_concern,
    world,
)
from tests.factories.schools import granted_post


pytestmark = pytest.mark.django_db
FRIDAY = dt.datetime(2026, 11, 20, 14, 0, tzinfo=dt.UTC)


def events(verb: str) -> int:
    return AuditEvent.objects.filter(verb=verb).count()


def test_sending_leaves_one_event_under_the_child():
    w = world()

    concern = a_concern(w)

    event = AuditEvent.objects.get(verb="concern.sent")
    assert event.object_uid == concern.uid
    assert AuditSubject.objects.filter(event=event, uid=w.pupil.uid).exists()


def test_sending_twice_is_one_concern_and_one_event():
    w = world()
    token = uuid4()

    first = a_concern(w, token=token)
    second = a_concern(w, token=token)

    assert first.pk == second.pk
    assert events("concern.sent") == 1


@pytest.mark.parametrize(
    "changed",
    [{"urgent": True, "call_outcome": "called"}, {"text": "Sot ka mavijosje"}],
)
def test_who_goes_back_and_says_more_is_not_taken_for_an_echo(changed):
    w = world()
    token = uuid4()
    first = a_concern(w, token=token)

    second = a_concern(w, token=token, **changed)

    assert second.pk != first.pk
    assert Concern.objects.count() == 2


def test_the_token_of_another_person_gives_nothing_back():
    w = world()
    token = uuid4()
    a_concern(w, token=token)

    with pytest.raises(Exception, match=r"token|UNIQUE|unique"):
        a_concern(w, token=token, by=w.protector)


def test_sending_stops_calls_to_the_home_and_tells_the_protector():
    w = world()

    a_concern(w)

    assert OutreachHold.objects.filter(pupil=w.pupil, ends_at=None).count() == 1
    assert OutboxMessage.objects.get().to == w.protector


def test_a_calm_concern_is_due_on_the_next_working_day():
    concern = a_concern(world(), at=FRIDAY)

    assert concern.due_at.date() == dt.date(2026, 11, 23)


def test_an_urgent_concern_is_due_within_the_hour():
    concern = a_concern(world(), urgent=True, call_outcome="no_answer", at=FRIDAY)

    assert concern.due_at - FRIDAY == dt.timedelta(hours=1)


def test_a_child_on_no_roll_is_named_as_known():
    w = world()

    concern = a_concern(w, child_name="Beni", child_about="rreth 9 vjeç, te tregu")

    assert concern.pupil is None
    assert Concern.objects.get(pk=concern.pk).child_name == "Beni"


def test_a_concern_is_about_somebody():
    with pytest.raises(NoChild):
        a_concern(world(), child_name=" ")


def test_a_concern_joins_the_key_of_the_open_case():
    w = world()
    case = a_case(w)

    concern = a_concern(w)

    assert concern.key_uid == case.key_uid


def test_a_sent_concern_is_not_rewritten():
    concern = a_concern(world())
    concern.text = "tjetër"

    with pytest.raises(ConcernIsSealed):
        concern.save(update_fields=["text"])
    with pytest.raises(ConcernIsSealed):
        concern.save()


def test_a_correction_is_appended():
    w = world()
    concern = a_concern(w)

    correct_concern(concern=concern, by=w.teacher, text="Ishte krahu i majtë")

    assert concern.corrections.get().text == "Ishte krahu i majtë"
    assert Concern.objects.get().text == SEEN
    assert events("concern.corrected") == 1


def told(concern) -> set:
    rows = Notification.objects.filter(obj=concern.uid, kind="concern.added")
    return {row.to for row in rows}


def test_what_is_added_is_told_to_who_reads_the_concern():
    w = world()
    concern = a_concern(w)

    correct_concern(concern=concern, by=w.teacher, text="E merr sonte")

    assert told(concern) == {w.protector}


def test_what_is_added_long_after_is_told_to_the_owner_of_the_case():
    w = world()
    concern = triage_concern(
        concern=a_concern(w), by=w.protector, decision="coach", reason="E njohim"
    )
    other = granted_post("protector", school=w.school)
    Case.objects.update(owner=other)
    concern.refresh_from_db()

    correct_concern(concern=concern, by=w.teacher, text="E merr sonte")

    assert told(concern) == {other.staff.user}


def test_what_is_added_on_a_colleague_goes_to_who_supervises_now():
    w = world()
    concern = a_staff_concern(w)
    before = w.extra["supervisor"]
    yesterday = timezone.localdate() - dt.timedelta(days=1)
    Post.objects.filter(staff__user=before).update(ends_on=yesterday)
    now_there = supervisor(w)
    concern.refresh_from_db()

    correct_concern(concern=concern, by=w.teacher, text="E merr sonte")

    assert told(concern) == {now_there}


def test_what_is_added_to_a_direct_concern_is_told_to_the_unit_too():
    w = world()
    concern = a_direct_concern(w)
    Notification.objects.all().delete()

    correct_concern(concern=concern, by=w.teacher, text="E merr sonte")

    at_unit = Notification.objects.filter(kind="concern.direct_added")
    assert w.worker in {row.to for row in at_unit}


def test_a_blank_correction_is_refused():
    w = world()

    with pytest.raises(NoReason):
        correct_concern(concern=a_concern(w), by=w.teacher, text=" ")


def test_reading_marks_it_read_once():
    w = world()
    concern = a_concern(w)

    read_concern(concern=concern, by=w.protector)
    again = read_concern(concern=concern, by=w.protector)

    assert again.state == Concern.State.READ
    assert again.read_by == w.protector
    assert events("concern.read") == 1


@pytest.mark.parametrize("decision", ["watch", "coach", "refer"])
def test_a_decision_to_act_opens_the_case_with_the_same_key(decision):
    w = world()
    concern = a_concern(w)

    decided = triage_concern(
        concern=concern, by=w.protector, decision=decision, reason="Dy herë në javë"
    )

    case = Case.objects.get()
    assert decided.case == case
    assert case.key_uid == concern.key_uid
    assert case.opened_from == "concern"
    assert case.owner.staff.user == w.protector
    assert events("concern.decided") == 1


def test_a_second_concern_joins_the_open_case():
    w = world()
    case = a_case(w)

    decided = triage_concern(
        concern=a_concern(w), by=w.protector, decision="coach", reason="Po ndihmohet"
    )

    assert decided.case == case
    assert Case.objects.count() == 1


def test_no_action_opens_no_case_and_releases_the_home():
    w = world()

    triage_concern(
        concern=a_concern(w), by=w.protector, decision="no_action", reason="Ishte lojë"
    )

    assert not Case.objects.exists()
    assert not OutreachHold.objects.filter(ends_at=None).exists()


def test_while_the_case_is_open_the_home_stays_on_hold():
    w = world()

    triage_concern(
        concern=a_concern(w), by=w.protector, decision="coach", reason="Po ndihmohet"
    )

    held = OutreachHold.objects.get(ends_at=None)
    assert held.source == Case.objects.get().uid


def test_a_decision_is_taken_once():
    w = world()
    concern = a_concern(w)
    triage_concern(
        concern=concern, by=w.protector, decision="no_action", reason="Ishte lojë"
    )

    with pytest.raises(AlreadyDecided):
        triage_concern(
            concern=concern, by=w.protector, decision="coach", reason="Tjetër"
        )


def test_a_decision_needs_a_reason():
    w = world()

    with pytest.raises(NoReason):
        triage_concern(
            concern=a_concern(w), by=w.protector, decision="coach", reason=" "
        )


def test_a_child_on_no_roll_gets_a_case_too():
    w = world()
    concern = a_concern(w, child_name="Beni")

    triage_concern(
        concern=concern,
        by=w.protector,
        decision="coach",
        reason="Nuk është në regjistër",
    )

    case = Case.objects.get()
    assert case.pupil is None
    assert case.child_name == "Beni"
    assert AuditSubject.objects.filter(uid=case.uid).exists()
