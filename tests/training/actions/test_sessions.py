"""From plan to closing: the facilitator's own session, and heads that match."""

import datetime as dt

import pytest
from django.db import IntegrityError, transaction

from portal.audit.models import AuditEvent
from tests.factories.schools import granted_post
from tests.factories.sessions import (
    AT,
    MINUTES,
    cast,
    close,
    closed,
    code_of,
    held,
    mark,
    planned,
    signs,
)
from training.actions.attending import Refused
from training.actions.sessions import (
    AlreadyThen,
    HeadcountDiffers,
    LateWithoutReason,
    NobodyThere,
    NotYourSession,
    SomebodyThere,
    TooEarly,
    WrongState,
    cancel_session,
    hold_session,
)
from training.actions.walk_ins import add_walk_in
from training.models import Attendance, TrainingSession


pytestmark = pytest.mark.django_db


@pytest.fixture
def who():
    return cast(teachers=3)


def verbs():
    return set(AuditEvent.objects.values_list("verb", flat=True))


@pytest.mark.parametrize("profession", ["psychologist", "social_worker"])
def test_what_the_facilitator_is_is_frozen_when_planned(profession):
    who = cast(profession=profession)
    session = planned(who)
    who.facilitator.posts.update(profession="")

    session.refresh_from_db()

    assert session.capacity == profession


def test_a_planned_session_keeps_the_test_that_is_printed(who):
    session = planned(who)
    questions = session.paper_test
    who.made.questions[0].delete()

    session.refresh_from_db()

    assert session.paper_test == questions
    assert len(questions) == 3
    assert session.pass_mark == 80


def test_nobody_leads_two_sessions_at_once(who):
    planned(who)

    with pytest.raises(AlreadyThen):
        planned(who, at=AT + dt.timedelta(minutes=MINUTES - 1))
    assert planned(who, at=AT + dt.timedelta(minutes=MINUTES))


def test_a_session_does_not_begin_before_its_time(who):
    session = planned(who)

    with pytest.raises(TooEarly):
        hold_session(session=session, at=AT - dt.timedelta(minutes=61), by=who.user)


def test_only_the_facilitator_begins_marks_and_closes(who):
    colleague = granted_post("protector", school=who.school).staff.user
    session = planned(who)
    with pytest.raises(NotYourSession):
        hold_session(session=session, at=AT, by=colleague)

    session = hold_session(session=session, at=AT, by=who.user)
    mark(session, who, *who.teachers)

    with pytest.raises(NotYourSession):
        close(session, who, 3, by=colleague)
    session.refresh_from_db()
    assert session.state == "held"


def test_heads_that_differ_from_the_marks_keep_it_open(who):
    session = held(who)
    mark(session, who, *who.teachers[:2])

    with pytest.raises(HeadcountDiffers) as refused:
        close(session, who, 3)

    assert (refused.value.heads, refused.value.marked) == (3, 2)
    session.refresh_from_db()
    assert session.state == "held"


def test_closing_counts_who_was_there_for_eighty_percent(who):
    session = held(who)
    first, second, third = who.teachers
    mark(session, who, first)
    mark(session, who, second, state="partial", minutes=71)
    mark(session, who, third, state="excused")

    session = close(session, who, 2)

    counted = Attendance.objects.filter(session=session, counts=True)
    assert [row.staff for row in counted] == [first]
    assert session.state == "closed"
    assert {"session.planned", "session.held", "session.marked", "session.closed"} <= (
        verbs()
    )


def test_nothing_is_marked_after_the_closing(who):
    session = closed(who, *who.teachers[:2])

    with pytest.raises(WrongState):
        mark(session, who, who.teachers[2])


def test_a_session_with_nobody_is_not_closed(who):
    session = held(who)
    mark(session, who, *who.teachers, state="absent")

    with pytest.raises(NobodyThere):
        close(session, who, 0)


def test_more_than_seven_days_late_asks_for_a_reason_and_is_flagged(who):
    session = held(who)
    mark(session, who, *who.teachers)
    at = AT + dt.timedelta(days=8)

    with pytest.raises(LateWithoutReason):
        close(session, who, 3, at=at)
    session = close(session, who, 3, at=at, late_reason="Nuk kishte rrjet.")

    assert session.is_late
    assert session.late_reason == "Nuk kishte rrjet."


def test_more_sign_ins_than_heads_is_flagged(who):
    session = held(who)
    for person in who.teachers:
        signs(session, person, code_of(session, AT))
    mark(session, who, who.teachers[2], state="absent")

    session = close(session, who, 2)

    assert session.oversigned


def test_a_planned_session_is_cancelled_with_a_reason(who):
    session = cancel_session(session=planned(who), reason="Dëborë.", by=who.user)

    assert (session.state, session.cancel_reason) == ("cancelled", "Dëborë.")


def test_a_session_begun_by_mistake_with_nobody_in_it_is_cancelled(who):
    session = held(who)
    mark(session, who, *who.teachers, state="absent")

    session = cancel_session(session=session, reason="Gabim.", by=who.user)

    assert (session.state, session.held_at) == ("cancelled", None)
    event = AuditEvent.objects.get(verb="session.cancelled")
    assert '"from":"held"' in event.body
    assert planned(who)  # the hour is free again


def marked(session, who):
    mark(session, who, who.teachers[0])


def signed(session, who):
    signs(session, who.teachers[0], code_of(session, AT))


def signed_and_marked_away(session, who):
    signed(session, who)
    mark(session, who, who.teachers[0], state="absent")


def noted(session, who):
    add_walk_in(session=session, name="Prova", method="paper", by=who.user)


@pytest.mark.parametrize("came", [marked, signed, signed_and_marked_away, noted])
def test_a_session_at_which_somebody_was_is_not_cancelled(who, came):
    session = held(who)
    came(session, who)

    with pytest.raises(SomebodyThere):
        cancel_session(session=session, reason="Dëborë.", by=who.user)

    session.refresh_from_db()
    assert session.state == "held"


def test_a_closed_session_is_not_cancelled(who):
    with pytest.raises(WrongState):
        cancel_session(session=closed(who), reason="Dëborë.", by=who.user)


@pytest.mark.parametrize(
    ("name", "values"),
    [
        # An unknown state has no time either; PostgreSQL names that rule first.
        ("session_state_known|session_held_has_its_time", {"state": "dreamt"}),
        ("session_capacity_known", {"capacity": "guru"}),
        ("session_lasts", {"minutes": 5}),
        ("session_lasts", {"ends_at": AT}),
        ("session_held_has_its_time", {"state": "held"}),
        ("session_closed_has_a_headcount", {"headcount": 3}),
        ("session_late_says_why", {"is_late": True}),
        ("session_cancelled_says_why", {"state": "cancelled"}),
        ("session_pass_mark_in_percent", {"pass_mark": 0}),
    ],
)
def test_a_session_is_refused_by_the_database(who, name, values):
    session = planned(who)

    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        TrainingSession.objects.filter(pk=session.pk).update(**values)


def test_the_facilitator_is_not_marked(who):
    session = held(who)

    with pytest.raises(Refused, match="own"):
        mark(session, who, who.facilitator)
