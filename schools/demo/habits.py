"""How the pupils of the demonstration are absent. Pure: days in, marks out.

A habit takes the pupil's own days in session up to yesterday and says what the
register holds of them. The shares are those of the bands (`schools.absence`), a
little above each; "near" stays just below the chronic band, at 9.6 %.
"""

import datetime as dt
import random
from collections.abc import Callable, Sequence

from schools.absence import EXPLAINED, SUSPENDED, UNEXPLAINED


Day = dt.date
Mark = tuple[Day, str, int | None, int | None]  # date, kind, missed, held
Habit = Callable[[Sequence[Day], random.Random], list[Mark]]

LESSONS = 6
NEAR = 9.6
QUIET = 23  # school days: more than the thirty days after an arrival
# Of twenty pupils so many miss that percentage: 14 % of all days together.
FOURTEEN = (3,) * 6 + (8,) * 5 + (15,) * 4 + (25,) * 3 + (46,) * 2


def near_days(available: int) -> tuple[int, int]:
    """(absent, days): the longest run of days at which absences show as 9.6 %."""
    for days in range(available, 0, -1):
        absent = round(days * NEAR / 100)
        if round(absent * 100 / days, 1) == NEAR:
            return absent, days
    return available * 9 // 100, available


def marks(habit: str, days: Sequence[Day], rng: random.Random) -> list[Mark]:
    """The register's rows of one pupil, in order of date."""
    return sorted(HABITS[habit](days, rng)) if days else []


def _some(days: Sequence[Day], rng: random.Random) -> list[Mark]:
    """Nought to three days a term, explained more often than not."""
    count = rng.choices((0, 1, 2, 3), weights=(45, 30, 17, 8))[0]
    count = min(count, len(days) // 20)
    step = len(days) // max(count, 1)
    return [
        _mark(days[min(n * step + rng.randrange(step), len(days) - 1)], rng)
        for n in range(count)
    ]


def _mark(day: Day, rng: random.Random) -> Mark:
    kind = rng.choices((EXPLAINED, UNEXPLAINED, SUSPENDED), weights=(68, 30, 2))[0]
    return day, kind, None, None


def _share(percent: float) -> Habit:
    """Absent that share of the days, spread over the year."""

    def habit(days: Sequence[Day], rng: random.Random) -> list[Mark]:
        count = min(len(days), int(len(days) * percent / 100 + rng.random()))
        return [_mark(day, rng) for day in rng.sample(list(days), count)]

    return habit


def _near(days: Sequence[Day], rng: random.Random) -> list[Mark]:
    """9.6 % of the last so many days: one early, the others after the first month."""
    absent, counted = near_days(len(days))
    own = days[len(days) - counted :]
    later = own[QUIET:]
    step = max(1, len(later) // max(absent - 1, 1))
    missed = [*own[QUIET // 2 :][:1], *later[step - 1 :: step]][:absent]
    return [(day, EXPLAINED, None, None) for day in missed]


def _row(days: Sequence[Day], rng: random.Random) -> list[Mark]:
    """Well all year, then not seen on the last three days, and nobody said why."""
    return [(day, UNEXPLAINED, None, None) for day in days[-3:]]


def _recent(days: Sequence[Day], rng: random.Random) -> list[Mark]:
    """Five of the last twenty days, with a reason each time."""
    return [(day, EXPLAINED, None, None) for day in days[-18::4]]


def _parts(days: Sequence[Day], rng: random.Random) -> list[Mark]:
    """Misses the first two lessons, every other day."""
    return [(day, UNEXPLAINED, 2, LESSONS) for day in days[-19::2]]


def _never(days: Sequence[Day], rng: random.Random) -> list[Mark]:
    """On the roll, and never came."""
    return [(day, UNEXPLAINED, None, None) for day in days]


HABITS: dict[str, Habit] = {
    "some": _some,
    "left": _some,
    "notice": _share(6),
    "near": _near,
    "chronic": _share(12),
    "severe": _share(24),
    "critical": _share(55),
    "row": _row,
    "recent": _recent,
    "parts": _parts,
    "never": _never,
} | {f"miss-{percent}": _share(percent) for percent in FOURTEEN}
