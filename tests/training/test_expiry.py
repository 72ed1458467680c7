"""The three rules by which an award ends: pure."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from training.expiry import (
    Expiry,
    Rule,
    Soonest,
    after_change,
    may_renew,
    next_school_year,
)


ON = dt.date(2026, 11, 27)


@pytest.mark.parametrize(
    ("expiry", "before", "ends"),
    [
        (Expiry(Rule.MONTHS, 24), None, dt.date(2028, 11, 27)),
        (Expiry(Rule.MONTHS, 0), None, None),
        (Expiry(Rule.MONTHS, 24), dt.date(2027, 1, 10), dt.date(2029, 1, 10)),
        (Expiry(Rule.MONTHS, 24), dt.date(2026, 1, 10), dt.date(2028, 11, 27)),
        (Expiry(Rule.SCHOOL_YEAR, 0), None, dt.date(2027, 9, 1)),
        (Expiry(Rule.SCHOOL_YEAR, 12), None, dt.date(2028, 9, 1)),
        (Expiry(Rule.SCHOOL_YEAR, 0), dt.date(2027, 9, 1), dt.date(2028, 9, 1)),
        (Expiry(Rule.SCHOOL_YEAR, 12), dt.date(2027, 9, 1), dt.date(2029, 9, 1)),
        (Expiry(Rule.SAFETY, 24), None, None),
    ],
)
def test_an_award_ends_by_its_rule_and_who_renews_early_loses_no_day(
    expiry, before, ends
):
    assert expiry.ends_on(ON, before=before) == ends


@given(
    on=st.dates(dt.date(2024, 1, 1), dt.date(2040, 1, 1)),
    ahead=st.integers(0, 90),
    months=st.integers(0, 36),
    rule=st.sampled_from([Rule.MONTHS, Rule.SCHOOL_YEAR]),
)
def test_who_renews_early_ends_as_if_renewed_on_the_last_day(on, ahead, months, rule):
    expiry, before = Expiry(rule, months), on + dt.timedelta(days=ahead)

    assert expiry.ends_on(on, before=before) == expiry.ends_on(before)


@given(
    on=st.dates(dt.date(2024, 1, 1), dt.date(2040, 1, 1)),
    left=st.one_of(st.none(), st.integers(-400, 1200)),
    months=st.integers(0, 36),
    rule=st.sampled_from(Rule),
)
def test_a_renewal_never_ends_before_the_old_end_nor_before_a_first_completion(
    on, left, months, rule
):
    expiry = Expiry(rule, months)
    old = None if left is None else on + dt.timedelta(days=left)

    new = expiry.renewed_on(on, old)

    if old is None:
        assert new is None
    elif new is not None:
        assert new >= old
        assert new >= expiry.ends_on(on)
        assert not may_renew(on, old) or new > old


def test_a_renewal_outside_the_last_ninety_days_is_counted_from_its_own_day():
    soon, far = ON + dt.timedelta(days=90), ON + dt.timedelta(days=91)

    assert Expiry(Rule.MONTHS, 24).renewed_on(ON, soon) == dt.date(2029, 2, 25)
    assert Expiry(Rule.MONTHS, 24).renewed_on(ON, far) == dt.date(2028, 11, 27)


def test_the_first_of_september_begins_the_next_year():
    assert next_school_year(dt.date(2027, 8, 31)) == dt.date(2027, 9, 1)
    assert next_school_year(dt.date(2027, 9, 1)) == dt.date(2028, 9, 1)


def test_after_a_safety_change_there_are_ninety_days():
    assert after_change(ON) == dt.date(2027, 2, 25)


@pytest.mark.parametrize(("days", "open_"), [(91, False), (90, True), (-5, True)])
def test_renewing_opens_ninety_days_before_the_end(days, open_):
    assert may_renew(ON, ON + dt.timedelta(days=days)) is open_


def test_what_does_not_end_is_not_renewed():
    assert not may_renew(ON, None)


def test_of_several_rules_the_first_to_end_holds_for_a_renewal_too():
    never, two_years, year = (Expiry(Rule.MONTHS, months) for months in (0, 24, 12))
    soon = ON + dt.timedelta(days=90)

    assert Soonest((never, two_years, year)).ends_on(ON) == dt.date(2027, 11, 27)
    assert Soonest((two_years, never, year)).renewed_on(ON, soon) == dt.date(
        2028, 2, 25
    )
    assert Soonest((never,)).ends_on(ON) is None
