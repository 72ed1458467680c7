"""A day given on the command line, the same way for every command of the ground."""

import datetime as dt

from django.core.management.base import CommandError
from django.utils.translation import gettext as _


FIRST_YEAR, LAST_YEAR = 2000, 2100


def day_given(text: str) -> dt.date:
    """The day of an ISO date; a `CommandError` (exit 2) with a sentence for all else."""
    try:
        day = dt.date.fromisoformat(text)
    except ValueError:
        day = dt.date.min
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise CommandError(_("--on is not a date such as 2026-11-20."), returncode=2)
    return day
