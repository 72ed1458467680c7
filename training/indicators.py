"""The indicators of this floor: each one query, feeding screen, file and report."""

import datetime as dt
from collections.abc import Iterator

from portal.hooks import IndicatorRow
from portal.models import User
from portal.permissions import Permission
from schools.models import Municipality
from schools.scoping import in_reach, schools_in_reach
from training.counted import programmes
from training.coverage import with_figures


def coverage_rows(user: User, day: dt.date) -> Iterator[IndicatorRow]:
    """C1 by municipality within the user's reach, a row for each programme."""
    return _rows(user, day, "done")


def led_rows(user: User, day: dt.date) -> Iterator[IndicatorRow]:
    """C2: of these, with a session led by a school psychologist as evidence."""
    return _rows(user, day, "led")


def _rows(user: User, day: dt.date, figure: str) -> Iterator[IndicatorRow]:
    items = programmes()
    places = with_figures(
        Municipality.objects.filter(
            schools_in_reach(user, Permission.INDICATOR_VIEW, "school__")
        )
        .distinct()
        .order_by("code"),
        "school__municipality",
        items,
        day,
        reach=in_reach(user, Permission.INDICATOR_VIEW),
    )
    for place in places:
        for item in items:
            yield IndicatorRow(
                place_type="municipality",
                place=place.code,
                label=item.title,
                period=f"{day:%Y-%m}",
                numerator=getattr(place, f"{figure}_{item.pk}"),
                denominator=place.roster,
            )
