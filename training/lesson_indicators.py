"""The indicators of the lessons in class: what was taught, and which schools do."""

import datetime as dt
from collections import Counter
from collections.abc import Iterator

from django.utils.translation import get_language

from portal.hooks import IndicatorRow
from portal.models import User
from portal.permissions import Permission
from schools import directory
from schools.models import Municipality
from schools.scoping import in_reach, schools_in_reach
from training.delivered import bands, implements, with_lessons


def taught_rows(user: User, day: dt.date) -> Iterator[IndicatorRow]:
    """C11 by municipality within the user's reach, a row for each grade band."""
    of = bands(get_language() or "")
    places = with_lessons(
        Municipality.objects.filter(
            schools_in_reach(user, Permission.INDICATOR_VIEW, "school__")
        )
        .distinct()
        .order_by("code"),
        "school__municipality",
        of,
        day,
        reach=in_reach(user, Permission.INDICATOR_VIEW),
    )
    for place in places:
        for band, figures in zip(of, place.lessons, strict=True):
            yield IndicatorRow(
                place_type="municipality",
                place=place.code,
                label=band.title,
                period=f"{day:%Y-%m}",
                numerator=figures.taught,
                denominator=figures.required,
            )


def implementing_rows(user: User, day: dt.date) -> Iterator[IndicatorRow]:
    """C10 by municipality and type of school; a school without such a class is not
    counted."""
    schools = directory.schools_for(user, Permission.INDICATOR_VIEW)
    rows = with_lessons(
        schools.select_related("municipality"),
        "school",
        bands(get_language() or ""),
        day,
    )
    counted: Counter[tuple[str, str]] = Counter()
    reached: Counter[tuple[str, str]] = Counter()
    for school in rows:
        does = implements(school.lessons)
        if does is not None:
            key = (school.municipality.code, str(school.get_type_display()))
            counted[key] += 1
            reached[key] += does
    for (code, label), schools_there in sorted(counted.items()):
        yield IndicatorRow(
            place_type="municipality",
            place=code,
            label=label,
            period=f"{day:%Y-%m}",
            numerator=reached[(code, label)],
            denominator=schools_there,
        )
