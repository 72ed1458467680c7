"""What a person has to do on which day, gathered from every floor; and as iCalendar.

No entry names a child, a school or a case: a kind, a number, a way in.
"""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from django.conf import settings
from icalendar import Calendar, Event

from portal.hooks import CalendarDay, CalendarSource, registered
from portal.models import User


PRODUCT = "-//Child protectors' portal//EN"


@dataclass(frozen=True)
class Entry:
    """One line of the calendar, in the reader's language."""

    day: CalendarDay
    text: str


def entries(user: User, first: dt.date, last: dt.date) -> list[Entry]:
    """Both days counted, earliest first; a constant number of queries a source."""
    found = [
        Entry(day, str(source.kinds[day.kind] % {"count": day.count}))
        for source in registered(CalendarSource)
        for day in source.days(user, first, last)
    ]
    return sorted(found, key=lambda one: (one.day.on, one.day.at is None, one.text))


def by_day(found: list[Entry]) -> Iterator[tuple[dt.date, list[Entry]]]:
    """The days that have something, with their lines."""
    for day in sorted({one.day.on for one in found}):
        yield day, [one for one in found if one.day.on == day]


def as_ics(user: User, found: list[Entry], moment: dt.datetime) -> bytes:
    """The same lines as RFC 5545; an entry's uid says nothing about what it is."""
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    for one in found:
        event = Event()
        begins = one.day.at or one.day.on  # two meetings of one day are two entries
        event.add("uid", f"{begins:%Y%m%dT%H%M}-{one.day.kind}-{user.uid}")
        event.add("dtstamp", moment)
        event.add("dtstart", begins)
        event.add("summary", one.text)
        event.add("url", settings.PORTAL_URL)
        event.add("class", "PRIVATE")
        calendar.add_component(event)
    return bytes(calendar.to_ical())
