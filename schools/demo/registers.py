"""The registers up to yesterday, a file for each school and part of the year."""

import datetime as dt
from collections.abc import Iterator, Sequence
from functools import partial

from portal.demo import Demo
from portal.models import User
from schools.actions.watching import close_day
from schools.demo.files import bring_in
from schools.demo.habits import Mark, marks
from schools.demo.headers import ABSENCES
from schools.demo.roll import Enrolled, past_days, roll_of
from schools.demo.story import PEMA, REGISTRAR, YLLI, Place
from schools.importing.taking.base import Options


PARTS = 4
DAYS_CLOSED = 3
FRIDAY = 4
Row = tuple[str | int | dt.date | None, ...]


def tell(demo: Demo, places: Sequence[Place]) -> None:
    """Each part's file comes in on the evening of its last day."""
    past = past_days(demo)
    for span in _parts(past):
        for place in places:
            days = [day for day in span if _taken(place, day, past)]
            if days:
                demo.step(
                    demo.on_day(span[-1], "17:00"),
                    partial(_bring, demo, place, days),
                )
    for day in _closed(past) if demo.is_small else past[-1:]:
        demo.step(demo.on_day(day, "19:00"), partial(close_day, on=day))


def _closed(past: Sequence[dt.date]) -> list[dt.date]:
    """The watch closes every Friday, and each of the last days."""
    fridays = {day for day in past if day.weekday() == FRIDAY}
    return sorted(fridays | set(past[-DAYS_CLOSED:]))


def _parts(past: Sequence[dt.date]) -> Iterator[Sequence[dt.date]]:
    size = -(-len(past) // PARTS)
    for start in range(0, len(past), size or 1):
        yield past[start : start + size]


def _taken(place: Place, day: dt.date, past: Sequence[dt.date]) -> bool:
    """At one school nobody has taken yesterday's register."""
    return not (place is YLLI and day == past[-1])


def _bring(demo: Demo, place: Place, days: Sequence[dt.date]) -> None:
    by = User.objects.get(username=REGISTRAR.login) if place is PEMA else None
    bring_in(
        "absences",
        ABSENCES,
        rows_of([place], demo, days),
        by=by,
        options=Options(covers=(days[0], days[-1]), schools=(place.code,)),
    )


def rows_of(
    places: Sequence[Place], demo: Demo, days: Sequence[dt.date]
) -> Iterator[Row]:
    """What the registers of these days hold, pupil by pupil."""
    wanted, year = set(days), past_days(demo)
    for place in places:
        past = [day for day in year if _taken(place, day, year)]
        for pupil in roll_of(place, demo):
            for day, kind, missed, held in _marks(pupil, demo, past):
                if day in wanted:
                    yield pupil.code, day, kind, missed, held


def _marks(pupil: Enrolled, demo: Demo, past: Sequence[dt.date]) -> list[Mark]:
    own = [
        day
        for day in past
        if pupil.starts_on <= day and (pupil.ends_on is None or day <= pupil.ends_on)
    ]
    return marks(pupil.habit, own, demo.rng(f"absent/{pupil.code}"))
