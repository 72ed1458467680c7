"""Drafting, sending and every step of the unit."""

import datetime as dt
import json
from uuid import uuid4

import pytest
from django.core import mail

from portal.audit.models import AuditEvent, AuditSubject
from portal.models import Notification, OutboxMessage
from referrals.actions import receiving, sending
from referrals.actions.drafting import save_draft, start_draft
from referrals.actions.moving import (
    MoveLacksData,
    MoveNotOpen,
    ReferralChanged,
    SameUnit,
)
from referrals.deadlines import end_of_office
from referrals.models import Case, Referral, ReferralEvent
from schools.models import Post, ProtectionUnit
from tests.factories.referrals import (
    DAY,
    SEEN,
    WORDS,
    a_case,
    a_concern,
    a_draft,
    a_referral,
    taken_to,
    world,
)
from tests.factories.schools import UnitFactory, granted_post, municipality


pytestmark = pytest.mark.django_db
BEFORE_DAY = dt.datetime(DAY.year, DAY.month, 1, 9, tzinfo=dt.UTC)
ACUTE = {
    "urgency": "acute",
    "urgency_reason": "Sonte",
    "call_outcome": "no_answer",
}
FRIDAY = dt.datetime(2026, 11, 20, 14, 0, tzinfo=dt.UTC)


def events(verb: str) -> int:
    return AuditEvent.objects.filter(verb=verb).count()


def test_a_draft_is_filled_from_the_case():
    w = world()
    concern = a_concern(w)
    case = a_case(w, concern=concern)
    concern.case = case
    concern.save(update_fields=["case"])

    draft = start_draft(case=case, by=w.protector, token=uuid4())

    assert SEEN in draft.what_seen
    assert WORDS in draft.child_words
    assert draft.urgency == "standard"
    assert draft.residence == w.school.municipality
    assert draft.unit == w.unit
    assert events("referral.drafted") == 1


def test_a_second_draft_is_the_first():
    w = world()
    case = a_case(w)

    first = start_draft(case=case, by=w.protector, token=uuid4())
    second = start_draft(case=case, by=w.protector, token=uuid4())

    assert first == second
    assert Referral.objects.count() == 1


def test_the_unit_is_that_of_where_the_child_lives():
    w = world()
    durres = municipality("0201")
    away = UnitFactory(municipality=durres)
    case = a_case(w)
    case.pupil.residence = durres
    case.pupil.save()

    draft = start_draft(case=case, by=w.protector, token=uuid4())

    assert draft.unit == away


def test_two_editors_do_not_overwrite_each_other():
    w = world()
    draft = start_draft(case=a_case(w), by=w.protector, token=uuid4())
    save_draft(
        referral=draft, by=w.protector, version=1, values={"what_seen": "e para"}
    )

    with pytest.raises(ReferralChanged) as clash:
        save_draft(
            referral=draft, by=w.protector, version=1, values={"what_seen": "e dyta"}
        )

    assert clash.value.current.what_seen == "e para"


def test_sending_freezes_what_was_sent_and_starts_the_clock():
    w = world()

    sent = a_referral(w, at=FRIDAY)

    frozen = json.loads(sent.snapshot)
    assert frozen["written"]["what_seen"] == SEEN
    assert frozen["child"]["name"] == w.pupil.full_name()
    assert sent.due_step == "receipt"
    assert sent.due_at.date() == dt.date(2026, 11, 24)
    assert events("referral.submit") == 1


def test_the_snapshot_does_not_follow_the_roll():
    w = world()
    sent = a_referral(w)
    w.pupil.last_name = "Tjetër"
    w.pupil.save()

    assert "Tjetër" not in Referral.objects.get(pk=sent.pk).snapshot


def test_sending_twice_is_sending_once():
    w = world()
    draft = a_draft(w)

    first = sending.submit_referral(referral=draft, by=w.protector)
    second = sending.submit_referral(referral=draft, by=w.protector)

    assert first == second
    assert events("referral.submit") == 1
    assert ReferralEvent.objects.filter(verb="submit").count() == 1


def test_sending_tells_the_unit():
    w = world()

    a_referral(w)

    assert {m.to for m in OutboxMessage.objects.all()} == {w.worker, w.unit_head}


@pytest.mark.parametrize(
    ("blank", "value"),
    [
        ("what_seen", ""),
        ("best_interest", " "),
        ("child_told", ""),
        ("parent_reason", ""),
        ("residence_confirmed", False),
    ],
)
def test_nothing_is_sent_without_what_the_table_asks(blank, value):
    w = world()
    draft = a_draft(w, **{blank: value})

    with pytest.raises(MoveLacksData) as lacking:
        sending.submit_referral(referral=draft, by=w.protector)

    assert blank in [need.name for need in lacking.value.needs]
    assert Referral.objects.get().state == "draft"


def test_consent_never_blocks_sending():
    w = world()

    sent = a_referral(
        w, child_told="no", child_told_why="Nuk ishte e mundur", parent_told="no"
    )

    assert sent.state == "submitted"


def test_nothing_goes_to_a_place_without_a_unit():
    w = world()
    draft = a_draft(w)
    ProtectionUnit.objects.filter(pk=w.unit.pk).update(
        municipality=municipality("0201")
    )
    draft = save_draft(referral=draft, by=w.protector, version=draft.version, values={})

    with pytest.raises(sending.NoUnit):
        sending.submit_referral(referral=draft, by=w.protector)


def test_receiving_starts_the_clock_of_the_answer():
    w = world()
    sent = a_referral(w, at=FRIDAY)

    receiving.receive(referral=sent, by=w.worker, at=FRIDAY)

    sent.refresh_from_db()
    assert (sent.state, sent.due_step) == ("received", "answer")
    assert sent.due_at.date() == dt.date(2026, 11, 27)
    assert events("referral.receive") == 1


def test_a_question_gives_the_school_its_own_clock_and_stops_no_other():
    w = world()
    referral = taken_to(w, "received")
    due = referral.due_at

    receiving.ask(referral=referral, by=w.worker, question="Kush e merr?", at=FRIDAY)

    referral.refresh_from_db()
    assert referral.due_at == due
    assert referral.reply_due_at.date() == dt.date(2026, 11, 23)


def test_an_answer_ends_the_clock_of_the_school_and_keeps_the_other():
    w = world()
    referral = taken_to(w, "needs_information")
    due = referral.due_at

    sending.answer_question(referral=referral, by=w.protector, answer="Gjyshja")

    referral.refresh_from_db()
    assert (referral.state, referral.due_at) == ("received", due)
    assert referral.reply_due_at is None
    assert [m.text for m in referral.messages.order_by("at")] == [
        "Kush e merr nga shkolla?",
        "Gjyshja",
    ]


def test_accepting_names_the_worker_and_the_first_contact():
    w = world()

    referral = taken_to(w, "accepted")

    assert referral.worker == "Prova M."
    assert referral.first_contact_on == DAY
    assert referral.due_step == "assessment"


def test_a_worker_does_not_decline():
    w = world()
    referral = taken_to(w, "received")

    with pytest.raises(MoveNotOpen):
        receiving.decline(referral=referral, by=w.worker, code="known", advice="Nuk…")


def test_the_head_of_the_unit_declines_with_advice():
    referral = taken_to(world(), "not_accepted")

    assert referral.decline_code == "other_service"
    assert referral.due_at is None
    assert referral.events.get(verb="decline").text == "Qendra shëndetësore"


def test_the_protector_does_not_receive_for_the_unit():
    w = world()

    with pytest.raises(MoveNotOpen):
        receiving.receive(referral=a_referral(w), by=w.protector)


def test_the_worker_of_another_unit_moves_nothing():
    w = world()
    other = world(municipality=municipality("0201"))

    with pytest.raises(MoveNotOpen):
        receiving.receive(referral=a_referral(w), by=other.worker)


def test_sent_on_it_belongs_to_the_other_unit_and_its_clock_begins():
    w = world()
    other = world(municipality=municipality("0201"))
    referral = taken_to(w, "received")

    receiving.redirect(
        referral=referral, by=w.worker, unit=other.unit, reason="Banon në Durrës"
    )
    receiving.receive(referral=referral, by=other.worker)

    referral.refresh_from_db()
    assert referral.unit == other.unit
    assert referral.state == "received"


def test_sent_on_it_is_news_to_the_former_unit_no_longer():
    w = world()
    other = world(municipality=municipality("0201"))
    referral = taken_to(w, "received")
    told = Notification.objects.filter(obj=referral.uid)
    before = told.filter(to=w.worker).count()

    receiving.redirect(
        referral=referral, by=w.unit_head, unit=other.unit, reason="Banon në Durrës"
    )

    assert before == 1
    assert not told.filter(to=w.worker).exists()
    assert told.filter(to=w.protector).exists()


def test_sent_on_it_is_news_to_the_unit_that_must_act_now():
    w = world()
    other = world(municipality=municipality("0201"))
    referral = taken_to(w, "received")

    receiving.redirect(
        referral=referral, by=w.worker, unit=other.unit, reason="Banon në Durrës"
    )

    assert told(referral) == {w.protector, other.worker, other.unit_head}


def test_opened_again_it_is_news_to_the_unit():
    w = world()
    referral = taken_to(w, "closed")
    Notification.objects.all().delete()

    sending.reopen(referral=referral, by=w.protector, reason="Sërish")

    assert told(referral) == {w.worker, w.unit_head}


def test_in_a_closed_case_nothing_that_ended_begins_again():
    w = world()
    closed, refused = taken_to(w, "closed"), taken_to(world(), "not_accepted")
    for row in (closed, refused):
        Case.objects.filter(pk=row.case.pk).update(
            closed_at=FRIDAY, closed_by=w.protector, ending="safe"
        )

    with pytest.raises(MoveNotOpen):
        sending.reopen(referral=closed, by=w.protector, reason="Sërish")
    with pytest.raises(MoveNotOpen):
        sending.contest(
            referral=refused, by=refused.case.owner.staff.user, reason="U pa sërish"
        )


def test_an_acute_referral_is_mailed_to_its_unit_at_once(
    django_capture_on_commit_callbacks,
):
    w = world()
    for person in (w.worker, w.unit_head):
        person.email = f"{person.username}@shembull.al"
        person.save()

    with django_capture_on_commit_callbacks(execute=True):
        a_referral(w, **ACUTE)

    assert {w.worker.email, w.unit_head.email} <= {
        to for m in mail.outbox for to in m.to
    }


def test_urgent_news_reach_the_deputy_by_name():
    w = world()
    deputy = granted_post("protector", school=w.school).staff
    Post.objects.filter(staff__user=w.protector).update(deputy=deputy)

    a_referral(w, **ACUTE)

    assert Notification.objects.filter(to=deputy.user, kind="referral.urgent").exists()


def told(referral) -> set:
    rows = Notification.objects.filter(obj=referral.uid, kind="referral.news")
    return {row.to for row in rows}


def test_a_plan_is_reviewed_on_the_day_that_was_said():
    w = world()
    referral = taken_to(w, "assessing")

    receiving.start_plan(
        referral=referral, by=w.worker, review_on=DAY, measures="Takim", at=BEFORE_DAY
    )

    referral.refresh_from_db()
    assert referral.due_at == end_of_office(DAY)


def test_a_plan_reviewed_the_same_evening_is_not_late_at_once():
    w = world()
    referral = taken_to(w, "assessing")
    evening = end_of_office(DAY) + dt.timedelta(hours=1)

    receiving.start_plan(
        referral=referral, by=w.worker, review_on=DAY, measures="Takim", at=evening
    )

    referral.refresh_from_db()
    assert referral.due_at > evening


def test_a_unit_does_not_send_a_referral_on_to_itself():
    w = world()
    referral = taken_to(w, "received")

    with pytest.raises(SameUnit):
        receiving.redirect(referral=referral, by=w.worker, unit=w.unit, reason="Po")

    assert Referral.objects.get() == referral
    assert events("referral.redirect") == 0


def test_a_referral_that_is_late_stays_late_when_it_is_sent_on():
    w = world()
    there = world(municipality=municipality("0201"))
    referral = a_referral(w, at=FRIDAY)
    due = referral.due_at
    hop, back = due + dt.timedelta(days=1), due + dt.timedelta(days=2)

    receiving.redirect(
        referral=referral, by=w.worker, unit=there.unit, reason="Po", at=hop
    )
    receiving.redirect(
        referral=referral, by=there.worker, unit=w.unit, reason="Jo", at=back
    )

    referral.refresh_from_db()
    assert (referral.due_at, referral.due_step) == (due, "receipt")


def test_a_referral_sent_on_in_time_gives_the_new_unit_its_clock():
    w = world()
    there = UnitFactory(municipality=municipality("0201"))
    referral = a_referral(w, at=FRIDAY)
    due = referral.due_at
    before = due - dt.timedelta(hours=1)

    receiving.redirect(
        referral=referral, by=w.worker, unit=there, reason="Po", at=before
    )

    referral.refresh_from_db()
    assert referral.due_at > due


def test_closing_tells_the_school_how_it_ended():
    referral = taken_to(world(), "closed")

    assert referral.outcome == "safe"
    assert referral.messages.get().text == "Fëmija është mirë"
    assert referral.due_at is None


@pytest.mark.parametrize("outcome", ["lost_contact", "abroad"])
def test_an_ending_that_can_hide_a_child_is_not_one_persons(outcome):
    w = world()

    with pytest.raises(receiving.EndingNeedsTwoSignatures):
        receiving.close(
            referral=taken_to(w, "accepted"),
            by=w.worker,
            outcome=outcome,
            word="…",
            child_view="…",
        )


def test_reopening_begins_the_clock_again():
    w = world()
    referral = taken_to(w, "closed")

    sending.reopen(referral=referral, by=w.protector, reason="Sërish mungon")

    referral.refresh_from_db()
    assert (referral.state, referral.outcome, referral.closed_at) == (
        "reopened",
        "",
        None,
    )
    assert referral.due_step == "answer"


def test_withdrawing_keeps_the_reason():
    w = world()
    referral = a_referral(w)

    sending.withdraw(referral=referral, by=w.protector, reason="Gabim emri")

    assert referral.events.get(verb="withdraw").text == "Gabim emri"


def test_what_is_received_is_not_withdrawn():
    w = world()

    with pytest.raises(MoveNotOpen):
        sending.withdraw(
            referral=taken_to(w, "received"), by=w.protector, reason="Gabim"
        )


def test_a_unit_without_account_answers_by_telephone():
    w = world()
    ProtectionUnit.objects.filter(pk=w.unit.pk).update(has_account=False)
    referral = a_referral(w)

    receiving.receive(
        referral=referral, by=w.protector, text="Foli znj. Prova", channel="phone"
    )

    referral.refresh_from_db()
    step = referral.events.get(verb="receive")
    assert referral.state == "received"
    assert (step.channel, step.text) == ("phone", "Foli znj. Prova")


def test_a_call_without_a_step_stays_on_the_record():
    w = world()
    ProtectionUnit.objects.filter(pk=w.unit.pk).update(has_account=False)
    referral = a_referral(w)

    sending.log_call(referral=referral, by=w.protector, text="Nuk u përgjigj askush")

    referral.refresh_from_db()
    assert referral.state == "submitted"
    assert referral.events.get(verb="call").text == "Nuk u përgjigj askush"
    assert events("referral.call") == 1


def test_with_an_account_the_sender_logs_nothing_for_the_unit():
    w = world()

    with pytest.raises(MoveNotOpen):
        receiving.receive(referral=a_referral(w), by=w.protector, channel="phone")
    with pytest.raises(MoveNotOpen):
        sending.log_call(referral=Referral.objects.get(), by=w.protector, text="Foli")


def test_an_old_version_moves_nothing():
    w = world()
    referral = taken_to(w, "received")

    with pytest.raises(ReferralChanged):
        receiving.ask(referral=referral, by=w.worker, question="Kush?", version=1)


def test_every_step_is_one_event_under_the_child():
    w = world()

    taken_to(w, "plan_active")

    steps = AuditEvent.objects.filter(verb__startswith="referral.")
    about = AuditSubject.objects.filter(event__in=steps)
    assert steps.count() == about.count() == 7
    assert set(about.values_list("uid", flat=True)) == {w.pupil.uid}


def test_history_names_the_role_and_not_the_person():
    w = world()

    referral = taken_to(w, "received")

    assert list(referral.events.order_by("id").values_list("verb", "role")) == [
        ("submit", "protector"),
        ("receive", "cpu_worker"),
    ]
