"""When a child grows up: pure rules over dates.

Turning eighteen never closes a case by itself; the hand-over to services for adults
begins half a year before. Source: issue B, "Endings"; design.md section 6.
"""

from datetime import date


ADULT = 18
MONTHS_BEFORE = 6


def on_birthday(born: date, years: int) -> date:
    """The day of that birthday; born on 29 February, it is 1 March in other years."""
    try:
        return born.replace(year=born.year + years)
    except ValueError:
        return date(born.year + years, 3, 1)


def hand_over_begins(born: date) -> date:
    """Seventeen and a half: half a year before the eighteenth birthday."""
    adult = on_birthday(born, ADULT)
    month = adult.month - MONTHS_BEFORE
    year, month = (adult.year, month) if month > 0 else (adult.year - 1, month + 12)
    return date(year, month, min(adult.day, 28))


def latest_birth(on: date) -> date:
    """Who was born after this day is not yet seventeen and a half on `on`.

    A day too early rather than too late, as `hand_over_begins` stops at the 28th.
    """
    month = on.month + MONTHS_BEFORE
    year, month = (on.year, month) if month <= 12 else (on.year + 1, month - 12)
    if on.day >= 28:  # the 28th stands for every later day of that month
        following = date(year + month // 12, month % 12 + 1, 1)
        return date(following.year - ADULT, following.month, 1) - date.resolution
    return date(year - ADULT, month, on.day)
