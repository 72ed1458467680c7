"""The indicators of this floor: each one query, feeding screen, file and report."""

import datetime as dt
from collections.abc import Iterator

from portal.hooks import IndicatorRow
from portal.models import User
from portal.permissions import Permission
from schools.models import Municipality
from schools.scoping import in_reach, schools_in_reach
from training.coverage import modules, with_figures


def coverage_rows(user: User, day: dt.date) -> Iterator[IndicatorRow]:
    """C1 by municipality within the user's reach, a row for each module."""
    items = modules()
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
                numerator=getattr(place, f"done_{item.pk}"),
                denominator=place.roster,
            )
