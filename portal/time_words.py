"""Days, moments and clocks in words, as every page and list writes them."""

import datetime as dt

from django.utils import timezone
from django.utils.translation import gettext, ngettext

from portal.dates import day_text


HOUR = 3600
HOURS_A_DAY = 24
SOON_HOURS = 24


def day(value: dt.date | dt.datetime | None) -> str:
    """22.11.2026; nothing for no date. A moment is taken in Tirana's time."""
    if value is None or value == "":
        return ""
    if isinstance(value, dt.datetime):
        value = _local(value).date()
    return day_text(value)


def moment(value: dt.datetime | None) -> str:
    """22.11.2026, 14:05, in Tirana's time; nothing for no moment."""
    if value is None or value == "":
        return ""
    here = _local(value)
    return f"{day_text(here.date())}, {here:%H:%M}"


def _local(value: dt.datetime) -> dt.datetime:
    return timezone.localtime(value) if timezone.is_aware(value) else value


def hours_left(due: dt.datetime | None, now: dt.datetime | None = None) -> str:
    """ "6 hours left", "3 days late": in hours up to two days, then in days."""
    if due is None or due == "":
        return ""
    seconds = (due - (now or timezone.now())).total_seconds()
    hours = int(abs(seconds) // HOUR)
    if hours < 1:
        return _under_an_hour(seconds)
    if hours < 2 * HOURS_A_DAY:
        return _in_hours(hours, late=seconds < 0)
    return _in_days(hours // HOURS_A_DAY, late=seconds < 0)


def _under_an_hour(seconds: float) -> str:
    if seconds < 0:
        return gettext("less than an hour late")
    return gettext("less than an hour left")


def _in_hours(count: int, *, late: bool) -> str:
    if late:
        text = ngettext("%(count)s hour late", "%(count)s hours late", count)
    else:
        text = ngettext("%(count)s hour left", "%(count)s hours left", count)
    return text % {"count": count}


def _in_days(count: int, *, late: bool) -> str:
    if late:
        text = ngettext("%(count)s day late", "%(count)s days late", count)
    else:
        text = ngettext("%(count)s day left", "%(count)s days left", count)
    return text % {"count": count}


def clock_state(due: dt.datetime | None, now: dt.datetime | None = None) -> str:
    """late, soon or calm: the colour word of a clock."""
    if due is None or due == "":
        return "calm"
    hours = (due - (now or timezone.now())).total_seconds() / HOUR
    if hours < 0:
        return "late"
    return "soon" if hours < SOON_HOURS else "calm"
