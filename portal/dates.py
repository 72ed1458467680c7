"""Dates as people type them in Albania: day first, always. Pure: no clock, no ORM.

`03/04/2026` is 3 April. There is no month-first reading, not even as a last resort:
a wrong birth date in a child's record is a safety fault.
"""

import datetime as dt
import re

from portal.text import fold


MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "janar jan january",
            "shkurt shk february feb",
            "mars mar march",
            "prill pri april apr",
            "maj may",
            "qershor qer june jun",
            "korrik kor july jul",
            "gusht gus august aug",
            "shtator sht september sep",
            "tetor tet october oct",
            "nentor nen november nov",
            "dhjetor dhj december dec",
        ),
        start=1,
    )
    for name in names.split()
}
# `fold` has made every separator one space.
DAY_FIRST = re.compile(r"(\d{1,2}) (\d{1,2}|[a-z]+) (\d{4}|\d{2})")
ISO = re.compile(r"(\d{4}) (\d{1,2}) (\d{1,2})")
DIGITS = re.compile(r"(\d{2})(\d{2})(\d{4})")


def parse_day(text: str) -> dt.date:
    """The date in `text`; ValueError when there is none."""
    folded = fold(text)
    if match := ISO.fullmatch(folded):
        year, month, day = (int(part) for part in match.groups())
        return dt.date(year, month, day)
    match = DAY_FIRST.fullmatch(folded) or DIGITS.fullmatch(folded)
    if match is None:
        raise ValueError("not a date")
    day_text, month_text, year_text = match.groups()
    month = int(month_text) if month_text.isdigit() else MONTHS.get(month_text, 0)
    return dt.date(_year(year_text), month, int(day_text))


def _year(text: str) -> int:
    """Two digits are this century: nobody here writes of 1926."""
    return int(text) if len(text) > len("26") else int(text) + 2000


def day_text(value: dt.date) -> str:
    """22.11.2026, whatever the language."""
    return f"{value.day:02d}.{value.month:02d}.{value.year:04d}"
