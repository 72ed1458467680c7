"""The rows behind the clocks: proposals until counsel gives a source."""

import datetime as dt

import pytest

from referrals.clocks import clock, forecast, limit_for, triage_due
from referrals.deadlines import PROPOSED, ClockUnit, Limit, Step
from referrals.models import ClockRule, PublicHoliday


pytestmark = pytest.mark.django_db
FRIDAY = dt.datetime(2026, 11, 27, 14, 0, tzinfo=dt.UTC)


def test_the_rows_are_the_proposals_and_claim_no_law():
    rows = set(ClockRule.objects.values_list("step", "urgency", "amount", "unit"))

    assert rows == {(s.value, u.value, n, unit.value) for s, u, n, unit in PROPOSED}
    assert set(ClockRule.objects.values_list("legal_source", flat=True)) == {""}


def test_a_later_row_replaces_the_proposal_from_its_day_on():
    ClockRule.objects.create(
        step="receipt",
        urgency="standard",
        amount=4,
        unit="hours",
        legal_source="VKM",
        valid_from=dt.date(2027, 1, 1),
    )

    before = limit_for(Step.RECEIPT, "standard", dt.date(2026, 12, 31))
    after = limit_for(Step.RECEIPT, "standard", dt.date(2027, 1, 1))

    assert before == Limit(2, ClockUnit.WORKING_DAYS)
    assert after == Limit(4, ClockUnit.HOURS)


def test_no_row_is_no_clock():
    assert clock(Step.GROUP, "standard", FRIDAY) is None


def test_public_holidays_do_not_count():
    PublicHoliday.objects.create(on=dt.date(2026, 11, 30), label="Shembull")

    due = triage_due(urgent=False, start=FRIDAY)

    assert due.date() == dt.date(2026, 12, 1)


def test_the_forecast_is_receipt_and_then_the_answer():
    receipt, answer = forecast("standard", FRIDAY)

    assert receipt.date() == dt.date(2026, 12, 1)
    assert answer.date() == dt.date(2026, 12, 9)  # 8 December is a holiday
