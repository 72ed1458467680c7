"""When the summer is near: 20 school days before the last one of the year."""

from datetime import date

from django.db.models import Exists, Q

from schools.models import SchoolDay
from schools.school_days import start_year_of


SCHOOL_DAYS_BEFORE = 20


def summer_is_near(on: date) -> Q:
    """Whether the national calendar asks for summer contacts on that day: at most 20
    of the year's school days are left. For a filter: no query of its own.

    It goes on asking after the last school day, until the school year is over; in a
    year without a calendar it never asks.
    """
    year = SchoolDay.objects.filter(
        school=None, is_open=True, year__start_year=start_year_of(on)
    )
    left = year.filter(date__gt=on).order_by("date")
    enough_left = left[SCHOOL_DAYS_BEFORE : SCHOOL_DAYS_BEFORE + 1]
    return Q(Exists(year.filter(date__lte=on))) & ~Q(Exists(enough_left))
