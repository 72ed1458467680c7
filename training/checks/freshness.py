"""Whether a check is recent enough: twelve months, to the day. Pure."""

import datetime as dt

from training.dates import add_months


MONTHS = 12


def is_fresh(checked_on: dt.date | None, on: dt.date) -> bool:
    """Checked, not in the future, and not longer than twelve months ago."""
    if checked_on is None or checked_on > on:
        return False
    return add_months(checked_on, MONTHS) >= on


def is_in_force(first: dt.date | None, last: dt.date | None, on: dt.date) -> bool:
    """An open end is no end."""
    return (first is None or first <= on) and (last is None or on <= last)
