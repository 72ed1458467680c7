"""What the modules gave to the teachers of a place, as sums that floors may join.

The people are those on the roster of the day, wherever they were when they learnt. A
place with fewer than ten of them has no row.
"""

import datetime as dt
from collections.abc import Iterator
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, QuerySet, Sum

from portal.hooks import IndicatorRow
from portal.models import User
from portal.permissions import Permission
from schools import directory
from schools.scoping import in_reach
from training.counted import ROLES
from training.gains import FEWEST, gained, kept, titles


PLACE = "staff__posts__school__municipality__code"


def gain_rows(user: User, day: dt.date) -> Iterator[IndicatorRow]:
    """C14, normalised: what was gained of what could be, in points of all together."""
    could_be = 100 - F("before__score")
    return _rows(gained(), user, day, above=Sum("gain"), below=Sum(could_be))


def retention_rows(user: User, day: dt.date) -> Iterator[IndicatorRow]:
    """C15: the scores 90 days on of the scores right after, the same persons'."""
    return _rows(kept(), user, day, above=Sum("score"), below=Sum("after"))


def _rows(
    rows: QuerySet[Any], user: User, day: dt.date, *, above: Sum, below: Sum
) -> Iterator[IndicatorRow]:
    counted = list(
        rows.filter(
            staff__posts__in=_once_a_place(user, day),
            submitted_at__date__lte=day,
            module__isnull=False,
        )
        .order_by(PLACE, "module")
        .values(PLACE, "module")
        .annotate(people=Count("staff", distinct=True), above=above, below=below)
        .filter(people__gte=FEWEST)
    )
    said = titles({row["module"] for row in counted})
    for row in counted:
        yield IndicatorRow(
            place_type="municipality",
            place=row[PLACE],
            label=said[row["module"]],
            period=f"{day:%Y-%m}",
            numerator=row["above"],
            denominator=row["below"],
        )


def _once_a_place(user: User, day: dt.date) -> QuerySet[Any]:
    """One post within reach of each person in each municipality."""
    posts = directory.roster(day, ROLES).filter(
        in_reach(user, Permission.INDICATOR_VIEW)
    )
    other = posts.filter(
        staff=OuterRef("staff"),
        school__municipality=OuterRef("school__municipality"),
        pk__lt=OuterRef("pk"),
    )
    return posts.filter(~Exists(other)).order_by().values("pk")
