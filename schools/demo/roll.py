"""The children on the rolls: those of the story first, then as many as there are."""

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from portal.demo import Demo
from schools.demo import names
from schools.demo.calendar import open_days
from schools.demo.habits import FOURTEEN, near_days
from schools.demo.story import CHILDREN, FUSHA, Child, Place
from schools.school_days import start_year_of


AGE_OF_FIRST_GRADE = 6
WORKDAYS_TOLD = 48  # how far back the story goes
DAYS_SINCE_LEFT = 14  # school days: no_arrival waits for ten


@dataclass(frozen=True)
class Enrolled:
    """A pupil's row, and what the registers need to know."""

    code: str
    row: tuple[str | dt.date, ...]
    habit: str
    starts_on: dt.date
    ends_on: dt.date | None = None


def code_of(place: Place, number: int) -> str:
    """Nine digits, leading zeros and all."""
    return place.code.replace("-", "").rjust(6, "0") + f"{number:03}"


def child_code(key: str) -> str:
    """The pupil's code of a child of the story."""
    child = next(one for one in CHILDREN if one.key == key)
    return code_of(child.place, _of(child.place).index(child) + 1)


def _of(place: Place) -> list[Child]:
    return [one for one in CHILDREN if one.place.code == place.code]


def begun(demo: Demo) -> dt.date:
    """The day on which the rolls begin: in early autumn it was the year before."""
    year = start_year_of(demo.on)
    is_early = demo.workday(WORKDAYS_TOLD).date() < dt.date(year, 9, 1)
    return dt.date(year - is_early, 9, 1)


def past_days(demo: Demo) -> list[dt.date]:
    """The days in session of the story's year before the day of the story."""
    return [day for day in open_days(start_year_of(demo.on)) if day < demo.on]


def roll_of(place: Place, demo: Demo) -> Iterator[Enrolled]:
    """Everybody on the roll of a school, always in the same order."""
    rng, past = demo.rng(f"roll/{place.code}"), past_days(demo)
    known = _of(place)
    for number in range(1, place.pupils + 1):
        child = known[number - 1] if number <= len(known) else None
        first, last, father, sex = names.child(rng)
        grade = place.grades[number % len(place.grades)]
        group = child.group if child else f"{grade}{'AB'[number // 9 % 2]}"
        habit = child.habit if child else _habit_at(place, number, rng.random())
        start = _start(demo, past, habit)
        name = (child.first, child.last, child.sex) if child else (first, last, sex)
        yield Enrolled(
            code=code_of(place, number),
            row=(
                code_of(place, number),
                place.code,
                group,
                *name[:2],
                _birthday(start_year_of(demo.on), group, rng.randrange(365)),
                name[2],
                father,
                child.residence if child else "",
                f"+355 00 {rng.randrange(10**6):06}",
                start,
            ),
            habit=habit,
            starts_on=start,
            ends_on=_end(past) if habit == "left" else None,
        )


def _habit_at(place: Place, number: int, chance: float) -> str:
    """Most are seldom away; a few in a hundred are often."""
    if place is FUSHA:
        return f"miss-{FOURTEEN[number % len(FOURTEEN)]}"
    if chance < 0.02:
        return "chronic"
    return "notice" if chance < 0.05 else "some"


def _start(demo: Demo, past: Sequence[dt.date], habit: str) -> dt.date:
    if habit == "near" and past:
        return past[len(past) - near_days(len(past))[1]]
    return begun(demo)


def _end(past: Sequence[dt.date]) -> dt.date | None:
    return past[-DAYS_SINCE_LEFT] if len(past) > DAYS_SINCE_LEFT else None


def _birthday(start_year: int, group: str, day: int) -> dt.date:
    year = start_year - AGE_OF_FIRST_GRADE - int(group[:-1]) + 1
    return dt.date(year, 1, 1) + dt.timedelta(days=day)


def moved_away(place: Place, demo: Demo) -> list[tuple[str | dt.date, ...]]:
    """The same rows once more, with the day and the reason of leaving."""
    return [
        (*one.row, one.ends_on, "moved")
        for one in roll_of(place, demo)
        if one.ends_on is not None
    ]
