"""The pages of a long history put together are the whole history, once each."""

import datetime as dt
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from referrals.actions.cases import add_note
from referrals.timeline import happenings, ranks
from tests.factories.referrals import a_case, world


START = dt.datetime(2026, 11, 1, tzinfo=dt.UTC)
MOMENTS = st.lists(st.integers(0, 60), max_size=30).map(
    lambda days: [START + dt.timedelta(days=day) for day in sorted(days, reverse=True)]
)


@given(rows=MOMENTS, extras=MOMENTS, per_page=st.integers(1, 7))
def test_every_line_stands_on_one_page_in_order(rows, extras, per_page):
    seen = []
    for number in range(1, 100):
        begin, end = (number - 1) * per_page, number * per_page
        offset = max(0, begin - len(extras))
        window = rows[offset : end + 1]
        ranked = ranks(window, extras, offset)
        both = [*window, *extras]
        page = sorted((r, i) for i, r in enumerate(ranked) if begin <= r < end)
        seen += [both[place] for _rank, place in page]
        if not any(rank >= end for rank in ranked):
            break

    assert seen == sorted([*rows, *extras], reverse=True)


@pytest.mark.django_db
def test_the_second_page_goes_on_where_the_first_ended():
    w = world()
    case = a_case(w)
    for number in range(30):
        add_note(case=case, by=w.protector, text=f"Takimi {number}", token=uuid4())

    first, second = (happenings(case, w.protector, number) for number in (1, 2))

    texts = [line.text for line in (*first.lines, *second.lines) if line.text]
    assert len(first.lines) == 25
    assert first.older
    assert not second.older
    assert texts[:30] == [f"Takimi {number}" for number in reversed(range(30))]
