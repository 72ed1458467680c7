"""Where a reader stands, whatever an editor did to the steps meanwhile."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from training.steps import Course, words_in


COURSE = Course(ids=("a", "b", "c", "d"), words=(10, 30, 40, 20), minutes=8)
ids = st.lists(st.sampled_from("abcdefgh"), unique=True, min_size=1)


@pytest.mark.parametrize(
    ("trail", "index"),
    [
        ([], 0),
        (["a"], 0),
        (["a", "b", "c"], 2),
        (["a", "b", "gone"], 1),
        (["gone", "lost"], 0),
        (["d", "c"], 2),  # an editor turned them round: the step, not the number
    ],
)
def test_the_place_is_the_step_or_the_nearest_before_it(trail, index):
    assert COURSE.index_of(trail) == index


@given(ids, ids, st.data())
def test_a_trail_leads_to_a_step_that_there_is(old, new, data):
    before = Course(tuple(old), (1,) * len(old), 5)
    after = Course(tuple(new), (1,) * len(new), 5)
    at = data.draw(st.integers(0, len(old) - 1))

    found = after.index_of(before.trail(at))

    known = [step for step in before.trail(at) if step in new]
    assert after.ids[found] == (known[-1] if known else new[0])


@pytest.mark.parametrize(
    ("asked", "index"),
    [("1", 0), ("4", 3), ("9", 3), ("0", None), ("-1", None), ("x", None), ("", None)],
)
def test_a_number_in_the_address_is_never_out_of_reach(asked, index):
    assert COURSE.index_asked(asked) == index


def test_the_minutes_left_follow_the_words_left():
    assert [COURSE.minutes_from(index) for index in range(4)] == [8, 8, 5, 2]
    assert Course(("a", "b"), (99, 1), 7).minutes_from(1) == 1
    assert Course(("a",), (0,), 7).minutes_from(0) == 7


def test_only_what_is_read_is_counted():
    block = {"title": "Dy fjalë", "kind": "law", "text": "<p>tri fjalë këtu</p>"}

    assert words_in([block, "një"]) == 6
