"""History is append-only, chained, and can be proved."""

import json

import pytest
from django.core.management import call_command
from django.db import connection, transaction
from django.db.utils import DatabaseError

from portal import audit
from portal.audit.models import AuditEvent, AuditHead, AuditImmutable, AuditSubject
from portal.audit.verifying import anchor, verify
from tests.factories.portal import UserFactory


pytestmark = pytest.mark.django_db


def behind_its_back(statement: str, *values: object) -> None:
    """What somebody with the database in hand would do: drop the guard, write."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("ALTER TABLE portal_audit_event DISABLE TRIGGER USER")
        else:
            cursor.execute("DROP TRIGGER portal_audit_event_fixed")
            cursor.execute("DROP TRIGGER portal_audit_event_kept")
        cursor.execute(statement, values)


def some_events(count: int = 5):
    user = UserFactory()
    for number in range(count):
        audit.record("thing.done", by=user, detail={"n": number})
    return user, list(AuditEvent.objects.filter(actor=user.uid).order_by("seq"))


def test_events_of_an_actor_follow_each_other_in_one_chain():
    _user, events = some_events(3)

    assert [e.seq for e in events] == list(range(events[0].seq, events[0].seq + 3))
    assert AuditHead.objects.get(chain=events[0].chain).hash == events[-1].hash
    assert verify().ok


def test_recording_costs_two_queries(django_assert_num_queries):
    user = UserFactory()

    with django_assert_num_queries(2 + 2):  # and the savepoint's two
        audit.record("thing.done", by=user, subjects=[user.uid])


@pytest.mark.parametrize(
    "statement",
    ["UPDATE portal_audit_event SET verb = 'x'", "DELETE FROM portal_audit_event"],
)
def test_the_database_refuses_to_change_history(statement):
    some_events(1)

    with (
        pytest.raises(DatabaseError),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)


@pytest.mark.sqlite
def test_insert_or_replace_does_not_slip_past_the_triggers():
    _user, events = some_events(1)

    with (
        pytest.raises(DatabaseError),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(
            "INSERT OR REPLACE INTO portal_audit_event"
            " (id, chain, seq, at, verb, object_type, body, hash)"
            " VALUES (%s, 0, 99, '2026-01-01', 'x', '', '{}', '')",
            [events[0].pk],
        )


def test_the_model_refuses_too():
    _user, events = some_events(1)

    with pytest.raises(AuditImmutable):
        events[0].save()
    with pytest.raises(AuditImmutable):
        events[0].delete()


def test_an_edited_body_is_named():
    _user, events = some_events()

    behind_its_back(
        "UPDATE portal_audit_event SET body = %s WHERE id = %s", "{}", events[2].pk
    )

    assert verify().first_broken == {
        "chain": events[2].chain,
        "seq": events[2].seq,
        "reason": "hash",
    }


def test_an_edited_column_is_named():
    _user, events = some_events()

    behind_its_back(
        "UPDATE portal_audit_event SET verb = %s WHERE id = %s", "x", events[1].pk
    )

    assert verify().first_broken["reason"] == "columns"
    assert verify().first_broken["seq"] == events[1].seq


def test_a_missing_row_is_named():
    _user, events = some_events()

    behind_its_back("DELETE FROM portal_audit_event WHERE id = %s", events[1].pk)

    assert verify().first_broken["reason"] == "link"


def test_a_cut_tail_is_found():
    _user, events = some_events()

    behind_its_back("DELETE FROM portal_audit_event WHERE id = %s", events[-1].pk)

    assert verify().first_broken["reason"] == "tail"


def test_a_rewritten_chain_is_found_by_the_anchor_kept_outside():
    _user, events = some_events()
    noted = anchor()
    noted[str(events[0].chain)][1] = "0" * 64

    assert verify().ok
    assert verify(noted).first_broken["reason"] == "anchor"


def test_the_command_says_so_and_exits_with_one(capsys):
    _user, events = some_events()
    call_command("verify_audit", "--json")
    whole = json.loads(capsys.readouterr().out)
    behind_its_back(
        "UPDATE portal_audit_event SET body = %s WHERE id = %s", "{}", events[0].pk
    )

    with pytest.raises(SystemExit) as stopped:
        call_command("verify_audit", "--json")

    assert whole["ok"] is True
    assert stopped.value.code == 1
    assert json.loads(capsys.readouterr().out)["first_broken"]["seq"] == events[0].seq


def test_subjects_are_indexed_and_in_the_hashed_body():
    user = UserFactory()

    audit.record("thing.seen", by=user, subjects=[user.uid, user.uid])

    event = AuditEvent.objects.get(actor=user.uid)
    assert json.loads(event.body)["subjects"] == [str(user.uid)]
    assert list(AuditSubject.objects.values_list("uid", flat=True)) == [user.uid]
