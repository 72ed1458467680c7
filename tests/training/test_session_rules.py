"""When a session counts, and whose code opens it: by hand."""

import datetime as dt
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from training.session_codes import code_at, fits, seconds_left, spoken, step_of
from training.session_rules import (
    doors_open,
    enough,
    is_late,
    overlap,
    paper_passed,
    percent,
)


AT = dt.datetime(2026, 11, 20, 9, tzinfo=dt.UTC)
MINUTE = dt.timedelta(minutes=1)


@pytest.mark.parametrize(
    ("minutes", "of", "counts"),
    [(72, 90, True), (71, 90, False), (90, 90, True), (0, 90, False), (0, 0, False)],
)
def test_eighty_percent_of_the_minutes_is_enough(minutes, of, counts):
    assert enough(minutes, of) is counts


def test_a_session_is_late_after_seven_days():
    assert not is_late(AT, AT + dt.timedelta(days=7))
    assert is_late(AT, AT + dt.timedelta(days=7, minutes=1))


def test_spans_that_only_touch_do_not_overlap():
    one = (AT, AT + 90 * MINUTE)

    assert overlap(one, (AT + 89 * MINUTE, AT + 120 * MINUTE))
    assert not overlap(one, (AT + 90 * MINUTE, AT + 120 * MINUTE))


def test_the_doors_open_an_hour_before_and_close_an_hour_after():
    end = AT + 90 * MINUTE

    assert doors_open(AT, end, AT - 60 * MINUTE)
    assert not doors_open(AT, end, AT - 61 * MINUTE)
    assert doors_open(AT, end, end + 60 * MINUTE)
    assert not doors_open(AT, end, end + 61 * MINUTE)


@pytest.mark.parametrize(
    ("right", "critical", "passes"),
    [(8, True, True), (7, True, False), (10, False, False), (10, True, True)],
)
def test_a_paper_is_passed_by_the_mark_and_the_key_questions(right, critical, passes):
    passed = paper_passed(right=right, of=10, critical_right=critical, pass_mark=80)

    assert passed is passes


def test_a_paper_score_is_rounded_down_and_an_empty_paper_passes_nobody():
    assert percent(2, 3) == 66
    assert not paper_passed(right=0, of=0, critical_right=True, pass_mark=1)


def test_a_code_lives_its_half_minute_and_the_next():
    uid, step = uuid4(), step_of(AT)
    code = code_at(uid, step)

    assert len(code) == 6
    assert fits(uid, code, AT)
    assert fits(uid, spoken(code), AT + dt.timedelta(seconds=59))
    assert not fits(uid, code, AT + dt.timedelta(seconds=60))
    assert not fits(uid, code, AT - dt.timedelta(seconds=1))
    assert seconds_left(AT + dt.timedelta(seconds=29)) == 1


@given(st.uuids(), st.integers(min_value=0, max_value=2**31))
def test_a_code_is_always_six_digits(one, step):
    code = code_at(one, step)

    assert len(code) == 6
    assert code.isdigit()
    assert code == code_at(one, step)
