"""Where a roll row puts a pupil: which enrolments begin, end or change. Pure logic.

Contract, import_data: a row that names another school with a later start ends the
earlier enrolment on the day before; a class change updates the enrolment, dated.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field

from schools.importing.errors import RowRefused
from schools.models import Enrolment
from schools.school_days import start_year_of


ONE_DAY = dt.timedelta(days=1)
NOT_MADE = 0  # stands for a class that the import will make
MOVED = Enrolment.EndReason.MOVED


@dataclass(frozen=True)
class Told:
    """What a row says of the enrolment."""

    school: int
    class_group: int  # NOT_MADE where the class does not exist yet
    starts_on: dt.date | None
    ends_on: dt.date | None
    end_reason: str
    default_start: dt.date | None
    today: dt.date


@dataclass
class Change:
    """What follows: the enrolment of the row, and an earlier one that it ends."""

    enrolment: Enrolment
    is_new: bool = False
    is_changed: bool = False
    ended: list[Enrolment] = field(default_factory=list)


def place(told: Told, known: Sequence[Enrolment]) -> Change:
    """The change that a row brings to a pupil's enrolments (sorted by start)."""
    match = _match(told, known)
    if match is not None:
        return _update(told, match, known)
    start = _start(told)
    if told.ends_on and told.ends_on < start:
        raise RowRefused("ends_before_start")
    change = Change(
        Enrolment(
            school_id=told.school,
            class_group_id=told.class_group,
            starts_on=start,
            ends_on=told.ends_on,
            end_reason=told.end_reason if told.ends_on else "",
        ),
        is_new=True,
    )
    for other in known:
        _make_room(other, start, told.ends_on, change)
    return change


def _match(told: Told, known: Sequence[Enrolment]) -> Enrolment | None:
    """The enrolment that the row is about, if it is on file."""
    here = [e for e in known if e.school_id == told.school]
    if told.starts_on is None:
        if here and (here[-1].ends_on is None or here[-1] is known[-1]):
            return here[-1]
        return next((e for e in here if e.starts_on == told.default_start), None)
    for enrolment in here:
        if enrolment.starts_on == told.starts_on:
            return enrolment
    for enrolment in reversed(here):
        if _covers(enrolment, told.starts_on):
            return enrolment
    later = [e for e in here if e.starts_on > told.starts_on]
    return later[0] if later and later[0] is known[0] else None


def _update(told: Told, enrolment: Enrolment, known: Sequence[Enrolment]) -> Change:
    change = Change(enrolment)
    old_start = enrolment.starts_on
    start = told.starts_on
    if start and start != old_start and _is_correction(told, enrolment):
        enrolment.starts_on = start
        change.is_changed = True
    if told.class_group != enrolment.class_group_id:
        enrolment.class_group_id = told.class_group
        later = start if start and start > old_start else told.default_start
        enrolment.class_since = max(old_start, later or told.today)
        change.is_changed = True
    end = (told.ends_on, told.end_reason)
    if told.ends_on and end != (enrolment.ends_on, enrolment.end_reason):
        if told.ends_on < enrolment.starts_on:
            raise RowRefused("ends_before_start")
        if any(e.starts_on <= told.ends_on for e in known if e.starts_on > old_start):
            raise RowRefused("overlaps")
        enrolment.ends_on, enrolment.end_reason = end
        change.is_changed = True
    return change


def _is_correction(told: Told, enrolment: Enrolment) -> bool:
    """Another start for the same stay: earlier, or later in the same school year.

    A later start with another class is a class change; a later start in a later
    school year is a roll that is sent again each September.
    """
    start = told.starts_on
    if start is None or start == enrolment.class_since:
        return False
    if start < enrolment.starts_on:
        return True
    same_year = start_year_of(start) == start_year_of(enrolment.starts_on)
    return same_year and told.class_group == enrolment.class_group_id


def _make_room(
    other: Enrolment, start: dt.date, end: dt.date | None, change: Change
) -> None:
    if other.starts_on < start:
        if other.ends_on is None or other.ends_on >= start:
            other.ends_on = start - ONE_DAY
            other.end_reason = other.end_reason or MOVED
            change.ended.append(other)
    elif end is None or end >= other.starts_on:
        raise RowRefused("overlaps")


def _start(told: Told) -> dt.date:
    start = told.starts_on or told.default_start
    if start is None:
        raise RowRefused("no_school_year")
    return start


def _covers(enrolment: Enrolment, day: dt.date) -> bool:
    return enrolment.starts_on <= day and (
        enrolment.ends_on is None or day <= enrolment.ends_on
    )
