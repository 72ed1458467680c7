"""Which refresher is due on which day: pure."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from training.refresher_days import OFFSETS, OVER, due, lapses_on, starts_on


DONE = dt.date(2026, 1, 31)
DAYS = st.dates(dt.date(2000, 1, 1), dt.date(2100, 1, 1))


@pytest.mark.parametrize(
    ("days", "expected"),
    [
        (0, None),
        (29, None),
        (30, 30),
        (89, 30),
        (90, 90),
        (179, 90),
        (180, 180),
        (269, 180),
        (270, None),
        (-1, None),
    ],
)
def test_each_is_offered_from_its_day_until_the_day_of_the_next(days, expected):
    assert due(DONE, DONE + dt.timedelta(days=days)) == expected


def test_one_that_was_answered_is_not_offered_again_and_the_next_one_is():
    assert due(DONE, starts_on(DONE, 30), {30}) is None
    assert due(DONE, starts_on(DONE, 90), {30}) == 90


@given(DAYS, st.integers(-10, 400), st.sets(st.sampled_from(OFFSETS)))
def test_what_is_due_has_begun_is_not_over_and_is_not_answered(done, days, answered):
    on = done + dt.timedelta(days=days)

    offset = due(done, on, answered)

    if offset:
        assert offset not in answered
        assert starts_on(done, offset) <= on < lapses_on(done, offset)
    else:
        open_now = {o for o in OFFSETS if starts_on(done, o) <= on < lapses_on(done, o)}
        assert open_now <= answered


@given(DAYS, st.integers(0, 400))
def test_on_every_day_one_is_offered_at_most_and_they_leave_no_gap(done, days):
    on = done + dt.timedelta(days=days)

    open_now = [o for o in OFFSETS if starts_on(done, o) <= on < lapses_on(done, o)]

    assert len(open_now) == (OFFSETS[0] <= days < OVER)


@given(DAYS, st.integers(0, 300), st.sets(st.sampled_from(OFFSETS)))
def test_the_last_one_answered_tells_as_much_as_all_of_them(done, days, answered):
    """So long as none is answered before its day: the query relies on it."""
    on = done + dt.timedelta(days=days)
    could = {offset for offset in answered if starts_on(done, offset) <= on}

    assert due(done, on, could) == due(done, on, could and {max(could)})


@given(DAYS, DAYS, st.integers(0, 300))
def test_after_a_renewal_the_days_count_from_it(done, renewed, days):
    on = renewed + dt.timedelta(days=days)

    assert due(renewed, on) == due(done, done + (on - renewed))
