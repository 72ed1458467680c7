"""When a lesson about danger is better not taught: pure, dates in, codes out.

A child who wants to tell something after the lesson must find somebody the next
morning: so not before days off, and not while no protector works at the school. It
warns and never blocks. Source: research/training.md (d) 8, and issue 4.
"""

import datetime as dt
from collections.abc import Collection


FRIDAY = 4
AHEAD = 1  # days of the calendar that the rule looks ahead

ON_A_FRIDAY = "friday"
BEFORE_DAYS_OFF = "days_off"
NO_PROTECTOR = "no_protector"


def cautions(
    day: dt.date, session: Collection[dt.date], *, protector: bool
) -> list[str]:
    """What speaks against teaching on that day, as codes.

    `session`: the school's days in session, that day and the next at least. A day
    that is not in it is not judged: the calendar may not be loaded.
    """
    found = []
    if day.weekday() == FRIDAY:
        found.append(ON_A_FRIDAY)
    elif day in session and day + dt.timedelta(days=AHEAD) not in session:
        found.append(BEFORE_DAYS_OFF)
    if not protector:
        found.append(NO_PROTECTOR)
    return found
