"""The indicators of the lessons in class: what was taught, which schools do, and what
pupils can name afterwards."""

import datetime as dt
from collections import Counter
from collections.abc import Iterator

from django.db.models import Count, Q
from django.utils.translation import get_language

from portal.hooks import IndicatorRow
from portal.models import User
from portal.permissions import Permission
from schools import directory
from schools.models import Municipality, School
from schools.school_days import start_year_of, year_bounds
from schools.scoping import in_reach, schools_in_reach
from training.cards import ENOUGH_NAMED, Share
from training.delivered import bands, implements, with_lessons
from training.models import CardRound, PupilCard


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


def named_rows(user: User, day: dt.date) -> Iterator[IndicatorRow]:
    """C12 by municipality and type of school: cards on paper after a unit that name
    two ways and two purposes. Rows of few cards, or of few on one side, are left out."""
    first, last = year_bounds(start_year_of(day))
    place, kind = "round__school__municipality__code", "round__school__type"
    able = Q(ways__gte=ENOUGH_NAMED, purposes__gte=ENOUGH_NAMED)
    cards = PupilCard.objects.filter(
        in_reach(user, Permission.INDICATOR_VIEW, "round__school__"),
        mode=PupilCard.Mode.PAPER,
        round__phase=CardRound.Phase.AFTER,
        round__held_on__range=(first, last),
    )
    types = dict(School.Type.choices)
    counted = cards.order_by().values(place, kind)
    for row in counted.annotate(n=Count("pk"), able=Count("pk", filter=able)):
        if isinstance(Share(row["able"], row["n"]).shown, int):
            yield IndicatorRow(
                place_type="municipality",
                place=row[place],
                label=str(types[row[kind]]),
                period=f"{day:%Y-%m}",
                numerator=row["able"],
                denominator=row["n"],
            )
