"""The demonstration's script: what happened when, told by each app, then acted out.

Each app hangs up a `Seeder` whose `run` notes steps in the past of the story's day.
The command acts them out in order of time, with the clock told the moment, through
the same actions that a person's click calls.
"""

import datetime as dt
import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from django.utils import timezone

from portal import clock


Act = Callable[[], object]
SATURDAY = 5


@dataclass
class Demo:
    """One telling: its size, its seed, the day that it is made for, and its steps."""

    scale: str
    seed: int
    on: dt.date
    _steps: list[tuple[dt.datetime, int, Act]] = field(default_factory=list)

    @property
    def is_small(self) -> bool:
        """Whether only the story is told, without the many schools around it."""
        return self.scale == "small"

    def rng(self, key: str) -> random.Random:
        """Chance that is the same every time, for one purpose."""
        return random.Random(f"{self.seed}/{key}")  # noqa: S311 - names, not secrets

    def moment(self, days_ago: int, clock_time: str = "09:00") -> dt.datetime:
        """So many days before the story's day, at that time in Tirana."""
        return self.on_day(self.on - dt.timedelta(days=days_ago), clock_time)

    def workday(self, days_ago: int, clock_time: str = "09:00") -> dt.datetime:
        """So many working days (Monday to Friday) before the story's day."""
        day = self.on
        while days_ago:
            day -= dt.timedelta(days=1)
            days_ago -= day.weekday() < SATURDAY
        return self.on_day(day, clock_time)

    def on_day(self, day: dt.date, clock_time: str = "09:00") -> dt.datetime:
        """That day at that time in Tirana."""
        time = dt.time.fromisoformat(clock_time)
        return timezone.make_aware(dt.datetime.combine(day, time))

    def step(self, at: dt.datetime, act: Act) -> None:
        """Something happens then; steps of one moment keep the order of telling."""
        self._steps.append((at, len(self._steps), act))

    def play(self) -> Iterator[dt.datetime]:
        """Act the steps out in order of time."""
        for moment, _order, act in sorted(self._steps, key=lambda step: step[:2]):
            with clock.at(moment):
                act()
            yield moment
