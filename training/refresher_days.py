"""Which refresher is due on which day: pure.

Recalling spaced out keeps knowledge longer than learning in one go, and even gaps do as
well as growing ones; so the days are fixed (Latimier et al. 2021, a meta-analysis).
"""

import datetime as dt
from collections.abc import Collection
from itertools import pairwise


OFFSETS = (30, 90, 180)  # days after the completion
OVER = 270  # the last one is offered for 90 days, as none comes after it


def due(
    completed_on: dt.date, on: dt.date, answered: Collection[int] = ()
) -> int | None:
    """The offset of the one refresher offered on that day, if it is not answered yet.
    Each is offered from its day until the day of the next, then it lapses."""
    begun = [offset for offset in OFFSETS if starts_on(completed_on, offset) <= on]
    if not begun or on >= lapses_on(completed_on, begun[-1]):
        return None
    return None if begun[-1] in answered else begun[-1]


def starts_on(completed_on: dt.date, offset: int) -> dt.date:
    return completed_on + dt.timedelta(days=offset)


def lapses_on(completed_on: dt.date, offset: int) -> dt.date:
    """The first day on which it is no longer offered."""
    after = {**dict(pairwise(OFFSETS)), OFFSETS[-1]: OVER}
    return completed_on + dt.timedelta(days=after[offset])
