"""What a thief of the database reads: no text about a child, anywhere."""

import datetime as dt
from uuid import uuid4

import pytest
from django.apps import apps
from django.db import connection, models

from portal.audit.models import AuditEvent
from portal.crypto import EncryptedTextField, Unreadable
from portal.models import DataKey
from referrals.actions import receiving, sending
from referrals.actions.cases import add_note, close_case, set_level
from referrals.actions.concerns import correct_concern, triage_concern
from referrals.models import CaseNote, Concern, Referral
from tests.factories.referrals import a_case, a_concern, a_draft, a_referral, world


pytestmark = pytest.mark.django_db
SECRET = "Sekreti"


def secrets():
    """A new word each time, so that a leak names the field it came from."""
    return (f"{SECRET}{n:02}" for n in range(99))


def everything_said(w) -> None:
    word = secrets()
    concern = a_concern(w, text=next(word), child_words=next(word))
    a_concern(w, noticed_where=next(word), on_staff=True, staff_named=next(word))
    a_concern(w, child_name=next(word), child_about=next(word), text=next(word))
    correct_concern(concern=concern, by=w.teacher, text=next(word))
    case = triage_concern(
        concern=concern, by=w.protector, decision="refer", reason=next(word)
    ).case
    set_level(case=case, by=w.protector, level="standard", reason=next(word))
    add_note(
        case=case,
        by=w.protector,
        text=next(word),
        child_words=next(word),
        next_step=next(word),
        next_on=dt.date(2099, 1, 1),
        token=uuid4(),
    )
    draft = a_draft(
        w,
        case=case,
        what_seen=next(word),
        child_words=next(word),
        child_told="no",
        child_told_why=next(word),
        parent_why=next(word),
        best_interest=next(word),
    )
    sent = sending.submit_referral(referral=draft, by=w.protector)
    receiving.receive(referral=sent, by=w.worker, text=next(word))
    receiving.ask(referral=sent, by=w.worker, question=next(word))
    sending.answer_question(referral=sent, by=w.protector, answer=next(word))
    receiving.decline(referral=sent, by=w.unit_head, code="known", advice=next(word))
    close_case(case=case, by=w.protector, ending="safe", why=next(word))
    a_case(w, why=next(word))


def dump() -> str:
    """Every cell of every table, as text."""
    cells = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")  # noqa: S608
            for row in cursor.fetchall():
                for cell in row:
                    raw = bytes(cell) if isinstance(cell, bytes | memoryview) else None
                    cells.append(
                        raw.decode("latin-1") if raw is not None else str(cell)
                    )
    return "\n".join(cells)


def test_no_sensitive_text_is_plain_in_any_table():
    w = world()

    everything_said(w)

    assert SECRET not in dump()


def test_the_texts_are_there_for_those_who_may():
    w = world()

    concern = a_concern(w, text=SECRET)

    assert Concern.objects.get(pk=concern.pk).text == SECRET


def test_a_text_does_not_move_into_another_childs_row():
    w = world()
    case = a_case(w)
    first = add_note(case=case, by=w.protector, text="e para", token=uuid4())
    second = add_note(case=case, by=w.protector, text="e dyta", token=uuid4())
    table = CaseNote._meta.db_table

    with connection.cursor() as cursor:
        cursor.execute(
            f"UPDATE {table} SET text = (SELECT text FROM {table} WHERE id = %s)"  # noqa: S608
            " WHERE id = %s",
            [first.pk, second.pk],
        )

    with pytest.raises(Unreadable):
        _ = CaseNote.objects.get(pk=second.pk).text


def test_every_case_has_a_key_of_its_own_and_its_rows_use_it():
    w = world()
    sent = a_referral(w)
    other = a_case(world())

    keys = {sent.case.key_uid, other.key_uid}

    assert len(keys) == 2
    assert sent.key_uid == sent.case.key_uid
    assert DataKey.objects.filter(uid__in=keys).count() == 2


def test_no_row_names_a_child_when_printed():
    w = world()
    sent = a_referral(w)
    concern = a_concern(w, child_name="Beni")
    names = (w.pupil.first_name, w.pupil.last_name, "Beni")

    for row in (sent, sent.case, concern, sent.events.get()):
        assert not any(name in f"{row} {row!r}" for name in names)


def test_the_audit_holds_codes_and_no_words():
    w = world()

    everything_said(w)

    told = "\n".join(AuditEvent.objects.values_list("body", flat=True))
    assert SECRET not in told
    assert w.pupil.last_name not in told


def test_every_row_about_a_child_carries_school_unit_and_key():
    rows = [
        model
        for model in apps.get_app_config("referrals").get_models()
        if any(isinstance(f, EncryptedTextField) for f in model._meta.local_fields)
    ]

    assert len(rows) >= 8
    for model in rows:
        names = {field.name for field in model._meta.get_fields()}
        assert {"school", "unit", "key_uid", "uid"} <= names


def test_addresses_carry_uids_and_references_are_random():
    w = world()
    one, two = a_case(w), a_case(world())

    assert isinstance(Referral._meta.get_field("uid"), models.UUIDField)
    assert one.reference != two.reference
    assert len(one.reference) == 11
