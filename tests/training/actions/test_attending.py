"""Who was there: a code opens one session, and nobody is in two places."""

import datetime as dt
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction

from portal.audit.models import AuditEvent
from tests.factories.schools import granted_post, roster_post
from tests.factories.sessions import (
    AT,
    cast,
    code_of,
    held,
    mark,
    planned,
    signs,
)
from training.actions.attending import (
    MOST_TRIES,
    Refused,
    note_refusal,
    roster,
    sessions_by_code,
)
from training.models import Attendance


pytestmark = pytest.mark.django_db


@pytest.fixture
def who():
    return cast()


def refused(session, person, code, *, at=AT):
    with pytest.raises(Refused) as found:
        signs(session, person, code, at=at)
    assert not Attendance.objects.filter(session=session, staff=person).exists()
    return found.value.why


def test_the_code_on_the_screen_signs_in_once(who):
    session, person = held(who), who.teachers[0]

    signs(session, person, code_of(session, AT))
    again = signs(session, person, code_of(session, AT))

    assert Attendance.objects.filter(session=session).get() == again
    assert (again.state, again.method, again.signed_at) == ("present", "code", AT)


def test_the_form_of_the_morning_signs_in_to_the_afternoon_too(who):
    person, form, later = who.teachers[0], uuid4(), AT + dt.timedelta(hours=5)
    morning, afternoon = held(who), held(who, at=later)
    signs(morning, person, code_of(morning, AT), form=form)

    row = signs(afternoon, person, code_of(afternoon, later), at=later, form=form)

    assert (row.session, row.state) == (afternoon, "present")


def test_a_code_of_another_session_is_refused(who):
    session, other = held(who), held(cast(made=who.made))

    assert refused(session, who.teachers[0], code_of(other, AT)) == "code"


def test_an_old_code_is_refused(who):
    session = held(who)
    code = code_of(session, AT)

    assert (
        refused(session, who.teachers[0], code, at=AT + dt.timedelta(seconds=60))
        == "code"
    )


def test_no_code_opens_a_session_that_is_not_under_way(who):
    session = planned(who)

    assert refused(session, who.teachers[0], code_of(session, AT)) == "closed"


def test_no_code_opens_a_session_long_after_its_hour(who):
    session = held(who)
    late = session.ends_at + dt.timedelta(minutes=61)

    assert (
        refused(session, who.teachers[0], code_of(session, late), at=late) == "closed"
    )


def test_the_facilitator_does_not_sign_in(who):
    session = held(who)

    assert refused(session, who.facilitator, code_of(session, AT)) == "own"


def test_two_overlapping_sessions_are_not_signed_by_one_person(who):
    person = who.teachers[0]
    elsewhere = cast(made=who.made)
    roster_post("teacher", school=elsewhere.school, staff=person)
    first = held(who)
    second = held(elsewhere, at=AT + dt.timedelta(minutes=30))
    at = AT + dt.timedelta(minutes=30)
    signs(first, person, code_of(first, AT))

    assert refused(second, person, code_of(second, at), at=at) == "overlap"


def test_a_facilitator_marks_nobody_who_is_at_another_session(who):
    person = who.teachers[0]
    elsewhere = cast(made=who.made)
    roster_post("teacher", school=elsewhere.school, staff=person)
    mark(held(elsewhere), elsewhere, person)
    session = held(who)

    with pytest.raises(Refused) as found:
        mark(session, who, *who.teachers)

    assert (found.value.why, found.value.staff) == ("overlap", person)
    assert not Attendance.objects.filter(session=session).exists()


def test_guessing_ends_after_some_tries(who):
    session, person = held(who), who.teachers[0]
    for _try in range(MOST_TRIES):
        note_refusal(session=session, why="code", by=person.user)
    since = AuditEvent.objects.filter(verb="session.wrong_code").latest("id").at

    assert refused(session, person, code_of(session, since), at=since) == "tries"


def test_the_short_address_finds_the_session_of_a_code(who):
    session, other = held(who), held(cast(made=who.made))

    assert sessions_by_code(code_of(session, AT), AT) == [session]
    assert sessions_by_code(code_of(other, AT), AT) == [other]


def test_a_sign_in_by_code_keeps_its_hand_when_marked_over(who):
    session, person = held(who), who.teachers[0]
    signs(session, person, code_of(session, AT))

    mark(session, who, person, state="partial", minutes=40)

    row = Attendance.objects.get(session=session)
    assert (row.method, row.signed_at, row.minutes) == ("code", AT, 40)


def test_the_roster_is_of_the_day_in_albania(who):
    """A session at half past midnight in Tiranë is of the new day, whose roster has the
    teacher that came that morning."""
    midnight = dt.datetime(2026, 11, 19, 23, 30, tzinfo=dt.UTC)
    new = roster_post("teacher", school=who.school, starts_on=dt.date(2026, 11, 20))

    assert new.staff in roster(planned(who, at=midnight))


def test_only_people_of_the_roster_are_marked(who):
    stranger = granted_post("teacher").staff

    with pytest.raises(Refused, match="roster"):
        mark(held(who), who, stranger)


@pytest.mark.parametrize(
    ("name", "values"),
    [
        ("attendance_minutes_fit_state", {"state": "absent"}),
        ("attendance_minutes_fit_state", {"minutes": 0}),
        ("attendance_method_known", {"method": "guess"}),
        ("attendance_method_known", {"signed_at": None}),
        ("attendance_counts_when_there", {"state": "absent", "minutes": 0}),
    ],
)
def test_an_attendance_is_refused_by_the_database(who, name, values):
    session = held(who)
    signs(session, who.teachers[0], code_of(session, AT))
    rows = Attendance.objects.filter(session=session)
    rows.update(counts=name == "attendance_counts_when_there")

    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        rows.update(**values)
