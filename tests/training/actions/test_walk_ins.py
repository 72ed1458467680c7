"""Who was there and is not on the roster: noted, taken out again, settled."""

import pytest
from django.db import IntegrityError, transaction

from portal.audit.models import AuditEvent
from tests.factories.schools import granted_post
from tests.factories.sessions import AT, cast, close, code_of, held, mark, signs
from training.actions.attending import Refused
from training.actions.sessions import NotYourSession, WrongState
from training.actions.walk_ins import add_walk_in, settle_walk_in, withdraw_walk_in
from training.models import Attendance, WalkIn
from training.session_people import people_there


pytestmark = pytest.mark.django_db


@pytest.fixture
def who():
    return cast()


def settle(row, by, **given):
    return settle_walk_in(
        walk_in=row,
        conclusions=None,
        at=AT,
        on=AT.date(),
        by=by,
        **{"staff": None, "reason": "", **given},
    )


def test_who_is_not_on_the_roster_waits_for_the_head(who):
    session, guest = held(who), granted_post("teacher").staff

    row = signs(session, guest, code_of(session, AT))

    assert isinstance(row, WalkIn)
    assert not Attendance.objects.filter(staff=guest).exists()
    close(session, who, 1)  # a head in the room, on the list to be settled


def test_an_accepted_walk_in_counts_as_having_been_there(who):
    session = held(who)
    row = add_walk_in(session=session, name="Prova Tjetër", method="paper", by=who.user)
    close(session, who, 1)
    head = granted_post("head", school=who.school).staff.user
    guest = granted_post("teacher").staff

    settle(row, head, staff=guest)

    attendance = Attendance.objects.get(session=session)
    assert (attendance.staff, attendance.counts) == (guest, True)


def test_a_refused_walk_in_keeps_the_reason(who):
    row = add_walk_in(session=held(who), name="Prova", method="paper", by=who.user)
    head = granted_post("head", school=who.school).staff.user

    row = settle(row, head, reason="Nuk punon këtu.")

    assert (row.state, row.reason) == ("refused", "Nuk punon këtu.")
    with pytest.raises(WrongState):
        settle(row, head, reason="Përsëri.")


def test_neither_the_facilitator_nor_the_person_settles(who):
    session, guest = held(who), granted_post("head").staff
    row = signs(session, guest, code_of(session, AT))

    with pytest.raises(NotYourSession):
        settle(row, who.user, staff=guest)
    with pytest.raises(NotYourSession):
        settle(row, guest.user, staff=guest)


def test_a_person_on_the_roster_is_not_accepted_twice(who):
    session = held(who)
    mark(session, who, who.teachers[0])
    row = add_walk_in(session=session, name="Prova", method="paper", by=who.user)
    head = granted_post("head", school=who.school).staff.user

    with pytest.raises(Refused, match="known"):
        settle(row, head, staff=who.teachers[0])


# --- Taken out again -------------------------------------------------------------------
def noted(session, who, name="Prova Gabim"):
    return add_walk_in(session=session, name=name, method="paper", by=who.user)


def test_a_name_typed_wrongly_is_taken_out_and_the_audit_has_it(who):
    session = held(who)
    mark(session, who, who.teachers[0])
    row = noted(session, who)
    assert people_there(session) == 2

    withdraw_walk_in(walk_in=row, by=who.user)

    assert people_there(session) == 1
    assert not WalkIn.objects.exists()
    event = AuditEvent.objects.get(verb="session.walk_in_withdrawn")
    assert str(row.uid) in event.body
    assert row.name not in event.body
    close(session, who, 1)


def test_nobody_but_the_facilitator_takes_a_name_out(who):
    row = noted(held(who), who)

    with pytest.raises(NotYourSession):
        withdraw_walk_in(walk_in=row, by=granted_post("protector").staff.user)

    assert WalkIn.objects.exists()


def test_after_the_closing_no_name_is_taken_out(who):
    session = held(who)
    row = noted(session, who)
    close(session, who, 1)

    with pytest.raises(WrongState):
        withdraw_walk_in(walk_in=row, by=who.user)


def test_who_signed_by_code_is_not_taken_out_by_the_facilitator(who):
    session = held(who)
    row = signs(session, granted_post("teacher").staff, code_of(session, AT))

    with pytest.raises(WrongState):
        withdraw_walk_in(walk_in=row, by=who.user)


def test_a_name_that_the_head_has_settled_is_not_taken_out(who):
    row = noted(held(who), who)
    head = granted_post("head", school=who.school).staff.user
    row = settle(row, head, reason="Nuk punon këtu.")

    with pytest.raises(WrongState):
        withdraw_walk_in(walk_in=row, by=who.user)


@pytest.mark.parametrize(
    ("name", "values"),
    [
        # Both rules are broken; each database names the one that it tries first.
        (
            "walk_in_settled_by_somebody|walk_in_accepted_is_somebody",
            {"state": "accepted"},
        ),
        ("walk_in_refused_says_why", {"state": "refused", "settled_at": AT}),
        ("walk_in_method_known", {"method": "guess"}),
    ],
)
def test_a_walk_in_is_refused_by_the_database(who, name, values):
    row = add_walk_in(session=held(who), name="Prova", method="paper", by=who.user)
    if "settled_at" in values:
        values = {**values, "settled_by": who.user}

    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        WalkIn.objects.filter(pk=row.pk).update(**values)
