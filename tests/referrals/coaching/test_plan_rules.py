"""The pure rules of a plan, for any numbers and days; the expectation is written here a
second time, by hand."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from referrals.coaching import (
    LACKS,
    PLAN_OUTCOMES,
    PLAN_STATES,
    Held,
    Lack,
    PlanOutcome,
    PlanState,
    is_review_day,
    is_review_due,
    lacking,
    last_review_day,
    on_scale,
)


DAYS = st.dates(dt.date(2026, 1, 1), dt.date(2040, 12, 31))
AROUND = st.integers(-90, 90)
BLANK = st.sampled_from(["", " ", "\n\t"])
WORDS = BLANK | st.just("Dua")


@given(value=st.integers(-50, 50))
def test_the_scale_has_five_places(value):
    assert on_scale(value) is (value in {-2, -1, 0, 1, 2})


@given(start=DAYS, days=AROUND)
def test_a_review_comes_after_the_start_and_within_forty_two_days(start, days):
    day = start + dt.timedelta(days=days)

    assert is_review_day(day, start) is (days in range(1, 43))


@given(start=DAYS)
def test_the_last_day_is_a_review_day_and_the_next_is_none(start):
    last = last_review_day(start)

    assert is_review_day(last, start)
    assert not is_review_day(last + dt.timedelta(days=1), start)


@given(days=st.none() | AROUND, on=DAYS)
def test_a_review_is_due_from_its_day_on(days, on):
    day = None if days is None else on + dt.timedelta(days=days)

    assert is_review_due(day, on) is (days is not None and days <= 0)


@given(
    goals=st.integers(0, 6),
    assent=st.sampled_from(["", "yes", "no", "not_asked"]),
    assent_why=WORDS,
    child_view=WORDS,
    parent=st.sampled_from(["", "yes", "no", "danger", "unreachable", "child_asked"]),
    best_interest=WORDS,
    start=DAYS,
    days=st.none() | AROUND,
)
def test_a_plan_starts_with_all_that_it_needs_and_says_each_thing_that_lacks(
    goals, assent, assent_why, child_view, parent, best_interest, start, days
):
    review_on = None if days is None else start + dt.timedelta(days=days)
    held = Held(goals, assent, assent_why, child_view, parent, best_interest, review_on)
    lacks = {
        "goal": goals not in {1, 2, 3},
        "assent": assent == "",
        "unwilling": assent == "no",
        "assent_why": assent == "not_asked" and assent_why.strip() == "",
        "child_view": child_view != "Dua",
        "parent": parent == "",
        "best_interest": best_interest != "Dua",
        "review_on": days is None or not 1 <= days <= 42,
    }
    expected = {name for name, missing in lacks.items() if missing}

    found = lacking(held, start)

    assert set(found) == expected
    assert len(found) == len(set(found))


@pytest.mark.parametrize(
    ("words", "known"),
    [(PLAN_STATES, PlanState), (PLAN_OUTCOMES, PlanOutcome), (LACKS, Lack)],
)
def test_everything_that_can_be_said_of_a_plan_has_words(words, known):
    assert set(words) == set(known)
