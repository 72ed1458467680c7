"""When the summer is near: 20 school days before the last one of the year."""

from collections.abc import Sequence
from datetime import date

from schools.calendars import Calendars
from schools.school_days import start_year_of


SCHOOL_DAYS_BEFORE = 20


def asked_from(session: Sequence[date]) -> date | None:
    """The first day on which a summer contact is asked for; None without a calendar.

    `session` are the sorted school days of one year.
    """
    if not session:
        return None
    return session[max(0, len(session) - 1 - SCHOOL_DAYS_BEFORE)]


def summer_is_near(on: date) -> bool:
    """Whether the national calendar asks for summer contacts on that day; one query.

    It goes on asking after the last school day, until the school year is over.
    """
    first = asked_from(Calendars([start_year_of(on)]).national)
    return first is not None and on >= first
