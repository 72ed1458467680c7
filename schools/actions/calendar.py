"""What follows when the calendar changes: numbers of days, registers, totals.

A step of the calendar's import, which writes the audit event.
"""

import datetime as dt
from collections.abc import Collection
from itertools import groupby, islice

from django.db import transaction

from schools.actions.attendance import recompute
from schools.calendars import Calendars
from schools.models import AttendanceTotal, RegisterDay, SchoolDay
from schools.school_days import start_year_of


AT_ONCE = 2_000


@transaction.atomic
def follow_calendar(dates: Collection[dt.date]) -> None:
    """Renumber the years of these days; registers out of session stop counting."""
    ordered = sorted(dates)
    for start_year, days in groupby(ordered, key=start_year_of):
        _renumber(start_year)
        _follow_registers(start_year, list(days))


def _renumber(start_year: int) -> None:
    """Number the national days in session from 1; writes only what differs."""
    days = SchoolDay.objects.filter(
        school=None, year__start_year=start_year, is_open=True
    ).order_by("date")
    wrong = []
    for n, day in enumerate(days, start=1):
        if day.n != n:
            day.n = n
            wrong.append(day)
    SchoolDay.objects.bulk_update(wrong, ["n"], batch_size=200)


def _follow_registers(start_year: int, days: list[dt.date]) -> None:
    calendars = Calendars([start_year])
    rows = RegisterDay.objects.filter(date__in=days).order_by("school")
    schools: set[int] = set()
    for school, found in groupby(rows.iterator(), key=lambda row: row.school_id):
        calendars.preload([school])
        session = calendars.session_set(school)
        wrong = [row for row in found if row.in_session != (row.date in session)]
        for row in wrong:
            row.in_session = row.date in session
        RegisterDay.objects.bulk_update(wrong, ["in_session"], batch_size=200)
        if wrong:
            schools.add(school)
    pupils = AttendanceTotal.objects.filter(
        start_year=start_year, pupil__enrolments__school__in=schools
    ).values_list("pupil_id", flat=True)
    left = iter(set(pupils))
    while part := list(islice(left, AT_ONCE)):
        recompute(pupils=part, start_year=start_year)
