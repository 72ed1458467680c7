"""When a face-to-face session counts: pure, no clock and no database.

Source: research/training.md (b), "Facilitated session". Times are aware datetimes,
minutes are whole.
"""

import datetime as dt


SHARE = 80  # percent of the minutes that a person must have been there
LATE_AFTER = dt.timedelta(days=7)  # a session closed later says why
EARLY = dt.timedelta(minutes=60)  # the doors open so long before
LINGER = dt.timedelta(minutes=60)  # and sign-in ends so long after
LONGEST = 8 * 60  # minutes; one school day


def enough(minutes: int, of: int) -> bool:
    """Whether somebody there for `minutes` of `of` has taken part."""
    return of > 0 and minutes * 100 >= of * SHARE


def is_late(starts_at: dt.datetime, closed_at: dt.datetime) -> bool:
    return closed_at - starts_at > LATE_AFTER


def doors_open(starts_at: dt.datetime, ends_at: dt.datetime, at: dt.datetime) -> bool:
    """Whether people may sign in by themselves."""
    return starts_at - EARLY <= at <= ends_at + LINGER


def overlap(
    one: tuple[dt.datetime, dt.datetime], other: tuple[dt.datetime, dt.datetime]
) -> bool:
    """Two spans share a moment; one that ends as the other begins does not."""
    return one[0] < other[1] and other[0] < one[1]


def percent(right: int, of: int) -> int:
    """Rounded down: nobody passes by rounding."""
    return right * 100 // of if of else 0


def paper_passed(*, right: int, of: int, critical_right: bool, pass_mark: int) -> bool:
    """A paper test: the mark reached and every key question right."""
    return of > 0 and critical_right and percent(right, of) >= pass_mark
