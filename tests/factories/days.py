"""Days as somebody types them, counted from today."""

import datetime as dt

from portal.clock import today
from portal.dates import day_text


def in_days(days: int) -> str:
    """The day so many days from now, day first."""
    return day_text(today() + dt.timedelta(days=days))
