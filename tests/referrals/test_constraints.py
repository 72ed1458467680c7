"""What the database refuses, whoever asks."""

import datetime as dt
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction

from referrals.models import (
    Attachment,
    Case,
    ClockRule,
    Concern,
    PublicHoliday,
    Referral,
)
from tests.factories.attachments import an_attachment
from tests.factories.referrals import (
    a_case,
    a_concern,
    a_draft,
    a_referral,
    a_staff_concern,
    world,
)


pytestmark = pytest.mark.django_db
NOW = dt.datetime(2026, 11, 22, 12, 0, tzinfo=dt.UTC)


def refused(rows, name: str, **values) -> None:
    """The update breaks the constraint of that name (SQLite says it, PostgreSQL too)."""
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        rows.update(**values)


@pytest.mark.parametrize(
    ("name", "values"),
    [
        ("concern_basis_known", {"basis": "rumour"}),
        ("concern_triage_pair", {"state": "coach"}),
        ("concern_triage_pair", {"triaged_at": NOW}),
        ("concern_read_pair", {"read_at": NOW}),
        ("concern_urgent_says_call", {"urgent": True}),
        ("concern_urgent_says_call", {"call_outcome": "called"}),
        ("concern_turn_has_owner", {"turn": "somebody"}),
        ("concern_turn_has_owner", {"owner": None}),
        ("concern_turn_has_owner", {"on_staff": True}),
        ("concern_direct_has_unit", {"direct": True}),
        ("concern_direct_has_unit", {"unit_call": "called"}),
        ("concern_received_when_direct", {"received_at": NOW}),
    ],
)
def test_a_concern_is_refused(name, values):
    concern = a_concern(world())

    refused(Concern.objects.filter(pk=concern.pk), name, **values)


def test_one_about_a_colleague_says_so_and_is_in_no_case():
    w = world()
    concern = Concern.objects.filter(pk=a_concern(w).pk)
    about = Concern.objects.filter(pk=a_staff_concern(w).pk)

    refused(concern, "concern_staff_says_so", staff=w.head.staff)
    refused(about, "concern_on_staff_in_no_case", case=a_case(w))


@pytest.mark.parametrize(
    ("name", "values"),
    [
        ("case_opened_from_known", {"opened_from": "machine"}),
        ("case_level_known", {"level": "high"}),
        ("case_level_lapses", {"level": "acute"}),
        ("case_level_lapses", {"level_lapses_on": NOW.date()}),
        ("case_closed_pair", {"closed_at": NOW}),
        ("case_closed_pair", {"ending": "safe"}),
        ("case_has_its_key", {"key_uid": None}),
    ],
)
def test_a_case_is_refused(name, values):
    case = a_case(world())

    refused(Case.objects.filter(pk=case.pk), name, **values)


def test_a_second_open_case_of_a_pupil_is_refused():
    w = world()
    case = a_case(w)
    second = Case(
        reference="AAAAA-AAAAA",
        school=w.school,
        pupil=w.pupil,
        key_uid=case.key_uid,
        opened_from="direct",
        opened_at=NOW,
        opened_by=w.protector,
    )

    with pytest.raises(IntegrityError), transaction.atomic():
        second.save()

    assert Case.objects.count() == 1


@pytest.mark.parametrize(
    ("name", "values"),
    [
        ("referral_state_known", {"state": "lost"}),
        ("referral_sent_to_a_unit", {"state": "draft"}),
        ("referral_sent_to_a_unit", {"submitted_at": None}),
        ("referral_sent_to_a_unit", {"unit": None}),
        ("referral_closed_with_outcome", {"state": "closed"}),
        ("referral_closed_with_outcome", {"outcome": "safe"}),
        ("referral_declined_with_reason", {"state": "not_accepted"}),
        ("referral_declined_with_reason", {"decline_code": "known"}),
        ("referral_due_pair", {"due_at": None}),
        ("referral_due_step_known", {"due_step": "sometime"}),
        ("referral_reply_while_asked", {"reply_due_at": NOW}),
    ],
)
def test_a_referral_is_refused(name, values):
    referral = a_referral(world())

    refused(Referral.objects.filter(pk=referral.pk), name, **values)


def test_a_second_live_referral_of_a_case_is_refused():
    w = world()
    draft = a_draft(w)
    second = Referral(
        case=draft.case,
        school=w.school,
        reference="AAAAA-AAAAA",
        token=uuid4(),
        created_at=NOW,
        created_by=w.protector,
    )

    with pytest.raises(IntegrityError), transaction.atomic():
        second.save()


@pytest.mark.parametrize(
    ("name", "values"),
    [
        ("clockrule_step_known", {"step": "sleep"}),
        ("clockrule_urgency_known", {"urgency": "mild"}),
        ("clockrule_unit_known", {"unit": "weeks"}),
        ("clockrule_amount_positive", {"amount": 0}),
        ("clockrule_acute_never_pauses", {"unit": "working_days"}),
    ],
)
def test_a_limit_is_refused(name, values):
    rule = ClockRule.objects.get(step="receipt", urgency="acute")

    refused(ClockRule.objects.filter(pk=rule.pk), name, **values)


def test_a_limit_has_one_row_a_day():
    again = ClockRule.objects.get(step="receipt", urgency="acute")
    again.pk = None

    with pytest.raises(IntegrityError), transaction.atomic():
        again.save()


def test_a_holiday_is_named_once():
    with pytest.raises(IntegrityError), transaction.atomic():
        PublicHoliday.objects.create(on=dt.date(2026, 11, 28), label="Sërish")


@pytest.mark.parametrize(
    ("name", "values"),
    [
        ("attachment_kind_known", {"kind": "exe"}),
        ("attachment_size_in_bounds", {"size": 0}),
        ("attachment_size_in_bounds", {"size": 10 * 1024 * 1024 + 1}),
        ("attachment_removed_pair", {"removed_at": NOW}),
        ("attachment_has_its_key", {"key_uid": None}),
    ],
)
def test_an_attachment_is_refused(name, values):
    one = an_attachment(world())

    refused(Attachment.objects.filter(pk=one.pk), name, **values)
