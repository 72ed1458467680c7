"""The teacher's side of a session: what the list says, and what a refusal costs."""

import datetime as dt
from uuid import uuid4

import pytest
from django.utils import timezone

from portal.audit.models import AuditEvent
from tests.factories.schools import granted_post, roster_post
from tests.factories.sessions import cast, close, code_of, held, mark, planned
from training.actions.attending import MOST_TRIES, note_refusal
from training.models import Attendance, TrainingSession
from training.views import sign_in


pytestmark = pytest.mark.django_db
MINE = "/training/sessions/mine/"
HOUR = dt.timedelta(hours=1)


@pytest.fixture
def who():
    return cast()


@pytest.fixture
def teacher(who, client_of):
    client = client_of(who.teachers[0].user)
    client.cookies["language"] = "en"
    return client


def sign(client, code, session=None):
    address = f"/training/sessions/{session.uid}/sign/" if session else "/training/in/"
    data = {"code": code, "client_id": str(uuid4())}
    return client.post(address, data, follow=True)


def events(verb):
    return [event.body for event in AuditEvent.objects.filter(verb=verb).order_by("id")]


# --- Marked as not there ---------------------------------------------------------------
@pytest.mark.parametrize("state", ["absent", "excused"])
def test_who_is_marked_away_and_types_the_right_code_is_told_the_truth(
    who, teacher, state
):
    session, person = held(who, at=timezone.now()), who.teachers[0]
    mark(session, who, person, state=state)

    answer = sign(teacher, code_of(session, timezone.now()))

    assert "You are signed in" not in answer.text
    assert "the facilitator has marked you" in answer.text
    assert "You signed in by code, and you are marked as not there" in answer.text
    row = Attendance.objects.get(session=session)
    assert (row.state, row.signed_at is None) == (state, False)
    assert f'"state":"{state}"' in events("session.signed")[0]


def test_the_facilitator_sees_who_signed_though_marked_away_and_puts_it_right(
    who, teacher, client_of
):
    session, person = held(who, at=timezone.now()), who.teachers[0]
    mark(session, who, person, state="absent")
    sign(teacher, code_of(session, timezone.now()))
    leader = client_of(who.user)
    leader.cookies["language"] = "en"
    page = f"/training/sessions/{session.uid}/"
    assert "signed in by code all the same" in leader.get(page).text

    mark(session, who, person)

    assert "signed in by code all the same" not in leader.get(page).text
    session = close(session, who, 1, at=timezone.now())
    assert Attendance.objects.get(session=session).counts


def test_a_code_told_by_telephone_brings_nobody_back_whom_the_room_did_not_see(
    who, teacher
):
    session, person = held(who, at=timezone.now()), who.teachers[0]
    mark(session, who, person, state="absent")
    mark(session, who, who.teachers[1])

    sign(teacher, code_of(session, timezone.now()))
    session = close(session, who, 1, at=timezone.now())

    counted = Attendance.objects.filter(session=session, counts=True)
    assert [row.staff for row in counted] == [who.teachers[1]]


def test_who_is_marked_for_a_part_of_the_time_is_signed_in(who, teacher):
    session = held(who, at=timezone.now())
    mark(session, who, who.teachers[0], state="partial", minutes=40)

    answer = sign(teacher, code_of(session, timezone.now()))

    assert "You are signed in." in answer.text
    assert Attendance.objects.get(session=session).minutes == 40


# --- What counts as a wrong code ---------------------------------------------------------
@pytest.mark.parametrize("why", ["overlap", "closed", "own", "tries"])
def test_only_wrong_codes_end_the_guessing(who, teacher, why):
    session, user = held(who, at=timezone.now()), who.teachers[0].user
    for _try in range(MOST_TRIES):
        note_refusal(session=session, why=why, by=user)

    answer = sign(teacher, code_of(session, timezone.now()))

    assert "You are signed in." in answer.text
    assert len(events("session.refused")) == MOST_TRIES


def test_a_wrong_code_has_a_word_of_its_own_in_the_audit(who, teacher):
    session = held(who, at=timezone.now())

    sign(teacher, "000000x", session)

    assert len(events("session.wrong_code")) == 1
    assert events("session.refused") == []


def test_the_second_of_two_overlapping_sessions_is_refused_and_audited(
    who, teacher, client_of
):
    """Must show 4: nobody signs two sessions that overlap."""
    person, elsewhere = who.teachers[0], cast(made=who.made)
    roster_post("teacher", school=elsewhere.school, staff=person)
    first = held(who, at=timezone.now())
    second = held(elsewhere, at=timezone.now())
    sign(teacher, code_of(first, timezone.now()))

    answer = sign(teacher, code_of(second, timezone.now()))

    assert "You are signed in to another session at this time" in answer.text
    assert [row.session for row in Attendance.objects.all()] == [first]
    assert '"why":"overlap"' in events("session.refused")[0]
    assert str(second.uid) in events("session.refused")[0]


# --- The list ----------------------------------------------------------------------------
def starts(answer, name):
    return [line["session"].starts_at for line in answer.context[name]]


def test_what_runs_today_comes_first_and_the_past_is_told_backwards(who, teacher):
    at, person = timezone.now(), who.teachers[0]
    for days in (30, 10, 20):
        session = held(who, at=at - dt.timedelta(days=days))
        mark(session, who, person)
        close(session, who, 1)
    for days in (9, 0, 3):
        planned(who, at=at + dt.timedelta(days=days, minutes=5))

    answer = teacher.get(MINE)

    coming, past = starts(answer, "coming"), starts(answer, "past")
    assert coming == sorted(coming)
    assert coming[0].date() == (at + dt.timedelta(minutes=5)).date()
    assert past == sorted(past, reverse=True)
    assert (len(coming), len(past)) == (3, 3)


def test_many_old_sessions_do_not_hide_the_one_of_today(who, teacher, monkeypatch):
    monkeypatch.setattr(sign_in, "SHOWN", 2)
    at = timezone.now()
    for days in (40, 30, 20):
        session = held(who, at=at - dt.timedelta(days=days))
        mark(session, who, who.teachers[0])
        close(session, who, 1)
    today = held(who, at=at)

    answer = teacher.get(MINE)

    assert starts(answer, "coming") == [today.starts_at]
    assert (
        starts(answer, "past")
        == sorted(
            TrainingSession.objects.filter(state="closed").values_list(
                "starts_at", flat=True
            )
        )[:0:-1]
    )


def test_a_session_that_nobody_closed_is_past_and_offers_no_sign_in(who, teacher):
    old = held(who, at=timezone.now() - dt.timedelta(days=2))
    mark(old, who, who.teachers[0], state="absent")

    answer = teacher.get(MINE)

    assert starts(answer, "past") == [old.starts_at]
    assert f"/training/sessions/{old.uid}/sign/" not in answer.text


def test_a_neighbour_is_told_of_no_session_here(who, client_of):
    held(who, at=timezone.now())
    other = client_of(granted_post("teacher").staff.user)

    assert starts(other.get(MINE), "coming") == []
