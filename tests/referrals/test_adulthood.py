"""Half a year before eighteen, to the day, whatever the birthday."""

import datetime as dt

from hypothesis import given
from hypothesis import strategies as st

from referrals.adulthood import hand_over_begins, latest_birth, on_birthday


BORN = st.dates(dt.date(2000, 1, 1), dt.date(2015, 12, 31))


@given(born=BORN)
def test_the_hand_over_begins_half_a_year_before(born):
    adult = on_birthday(born, 18)
    begins = hand_over_begins(born)

    assert 178 <= (adult - begins).days <= 187


@given(born=BORN, on=st.dates(dt.date(2020, 1, 1), dt.date(2030, 12, 31)))
def test_the_query_never_forgets_one_whose_day_has_come(born, on):
    if hand_over_begins(born) <= on:
        assert born <= latest_birth(on)
    elif (hand_over_begins(born) - on).days > 4:
        assert born > latest_birth(on)


def test_a_birthday_on_the_last_of_february():
    assert on_birthday(dt.date(2008, 2, 29), 18) == dt.date(2026, 3, 1)
