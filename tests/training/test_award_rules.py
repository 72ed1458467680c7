"""The number of an award and its state on a day: pure."""

import datetime as dt

import pytest
from django.db import IntegrityError, transaction

from tests.factories.schools import StaffFactory
from tests.factories.training import an_award, course
from training.award_numbers import grouped, is_formed, tidy
from training.award_state import State, state_on
from training.models.awards import new_public_id


ON = dt.date(2026, 11, 27)
BEFORE, LATER = ON - dt.timedelta(days=1), ON + dt.timedelta(days=1)


def test_a_printed_number_is_read_back_as_it_was_given():
    number = new_public_id()

    assert is_formed(number)
    assert tidy(grouped(number).lower()) == number


@pytest.mark.parametrize("typed", ["", "A" * 25, "A" * 27, "Ë" * 26, "Emri Mbiemri"])
def test_other_words_are_no_number(typed):
    assert not is_formed(tidy(typed))


def test_digits_that_no_number_has_are_read_as_the_letters_they_look_like():
    assert tidy("0o1i8b") == "OOIIBB"


@pytest.mark.parametrize(
    ("given_dates", "expected"),
    [
        ((None, None, None), (State.VALID, None)),
        ((LATER, None, None), (State.VALID, LATER)),
        ((ON, None, None), (State.EXPIRED, ON)),
        ((BEFORE, None, None), (State.EXPIRED, BEFORE)),
        ((BEFORE, None, BEFORE), (State.SUPERSEDED, BEFORE)),
        ((LATER, BEFORE, BEFORE), (State.REVOKED, BEFORE)),
    ],
)
def test_taken_back_beats_renewed_and_renewed_beats_run_out(given_dates, expected):
    ends, revoked, superseded = given_dates

    found = state_on(ON, ends_on=ends, revoked_on=revoked, superseded_on=superseded)

    assert (found.state, found.day) == expected


@pytest.mark.django_db
def test_a_revoked_award_says_by_whom_and_why():
    award = an_award(StaffFactory(), course())
    award.revoked_at = award.issued_at

    with (
        pytest.raises(IntegrityError, match="award_revoked_says_why"),
        transaction.atomic(),
    ):
        award.save()
