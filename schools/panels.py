"""The boxes that this floor puts on the home page and on a pupil's page."""

from collections.abc import Mapping
from typing import Any, cast

from django.http import HttpRequest

from portal.clock import today
from portal.models import User
from schools.absence import Mark, is_absence, is_part_day, is_unexplained
from schools.models import Absence, AbsenceFlag, Pupil
from schools.school_days import start_year_of, year_bounds
from schools.watch_list import watch_counts


LATEST = 8


def watch_panel(request: HttpRequest) -> Mapping[str, Any] | None:
    """How many wait on the watch-list, and where registers are missing."""
    waiting, untaken = watch_counts(cast("User", request.user), today())
    return {"waiting": waiting, "untaken": untaken}


def absences_panel(request: HttpRequest, pupil: Pupil) -> Mapping[str, Any] | None:
    """A pupil's year: flags in words, sums, and the latest days; two queries."""
    first, _last = year_bounds(start_year_of(today()))
    rows = list(Absence.objects.filter(pupil=pupil, date__gte=first).order_by("-date"))
    told = [Mark(row.kind, row.lessons_missed, row.lessons_held) for row in rows]
    return {
        "flags": sorted(AbsenceFlag.objects.filter(pupil=pupil, standing=True)),
        "absent": sum(map(is_absence, told)),
        "unexplained": sum(map(is_unexplained, told)),
        "parts": sum(map(is_part_day, told)),
        "latest": rows[:LATEST],
        "more": max(0, len(rows) - LATEST),
    }
