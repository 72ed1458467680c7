"""Lessons in class by place: of what the curriculum asks for, how much was taught.

Asked for: every lesson of a grade band in every class of those grades, this school
year. Taught: a class and a lesson count once, however often it was repeated. Heads
below `LEAST` at one school are not shown, and are left out of the sums above it, so
that no sum minus another tells them (research/training.md (c), C10 and C11).
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Case, Count, IntegerField, Q, Sum, Value, When

from schools.models import ClassGroup
from schools.school_days import start_year_of, year_bounds
from training.curriculum import read_curriculum
from training.models import LessonDelivery


LEAST = 5  # heads of children at one school; a smaller number is hidden
IMPLEMENTS = 80  # percent of the required lessons: a school that implements (C10)


@dataclass(frozen=True)
class Band:
    """Grades that share their lessons; `lessons` are translation keys."""

    title: str
    grades: range
    lessons: frozenset[UUID]


@dataclass
class Figures:
    """Of one place and band. `pupils`: heads counted, added up over the lessons."""

    required: int = 0
    taught: int = 0
    pupils: int = 0
    hidden: bool = False  # some school's heads are too few to be shown

    def __add__(self, other: "Figures") -> "Figures":
        return Figures(
            self.required + other.required,
            self.taught + other.taught,
            self.pupils + other.pupils,
            self.hidden or other.hidden,
        )

    @property
    def percent(self) -> int | None:
        return self.taught * 100 // self.required if self.required else None


def bands(language: str) -> list[Band]:
    """The published grade bands that have lessons, in the reader's language."""
    index = read_curriculum(language)
    found = []
    for band in index.bands if index else []:
        lessons = frozenset(one.key for one in band.walk() if one.kind == "lesson")
        if lessons and band.grades:
            first, last = band.grades
            found.append(Band(band.title, range(first, last + 1), lessons))
    return found


def with_lessons(
    places: Iterable[Any],
    path: str,
    of: Sequence[Band],
    day: dt.date,
    *,
    reach: Q | None = None,
) -> list[Any]:
    """Each place with `lessons`, its `Figures` band by band: three queries in all.

    `path` leads from a class or an entry to the place: "school",
    "school__municipality"; `reach`, a filter with the same start, leaves out what the
    reader may not count.
    """
    rows = list(places)
    found: dict[tuple[Any, int], Figures] = defaultdict(Figures)
    if of:
        year, within = start_year_of(day), reach or Q()
        _require(found, path, of, year, within)
        _teach(found, path, of, year, within)
        _heads(found, path, of, day, within)
    for place in rows:
        place.lessons = [found[(place.pk, number)] for number in range(len(of))]
    return rows


Found = Mapping[tuple[Any, int], Figures]


def _require(found: Found, path: str, of: Sequence[Band], year: int, reach: Q) -> None:
    classes = ClassGroup.objects.filter(reach, year__start_year=year)
    for row in classes.order_by().values(path, "grade").annotate(n=Count("pk")):
        for number, band in enumerate(of):
            if row["grade"] in band.grades:
                found[(row[path], number)].required += row["n"] * len(band.lessons)


def _teach(found: Found, path: str, of: Sequence[Band], year: int, reach: Q) -> None:
    entries = _in_class(of).filter(reach, class_group__year__start_year=year)
    lesson, grade = "item__translation_key", "class_group__grade"
    counted = entries.order_by().values(path, lesson, grade)
    for row in counted.annotate(n=Count("class_group", distinct=True)):
        for number, band in enumerate(of):
            if row[grade] in band.grades and row[lesson] in band.lessons:
                found[(row[path], number)].taught += row["n"]


def _heads(found: Found, path: str, of: Sequence[Band], day: dt.date, reach: Q) -> None:
    """By school first: what is hidden there is in no sum."""
    first, last = year_bounds(start_year_of(day))
    number = Case(
        *(
            When(item__translation_key__in=band.lessons, then=Value(number))
            for number, band in enumerate(of)
        ),
        output_field=IntegerField(),
    )
    entries = _in_class(of).filter(reach, taught_on__gte=first, taught_on__lte=last)
    counted = entries.order_by().annotate(band=number).values("school", path, "band")
    for row in counted.annotate(heads=Sum("present")):
        heads, figures = row["heads"] or 0, found[(row[path], row["band"])]
        if heads >= LEAST:
            figures.pupils += heads
        elif heads:
            figures.hidden = True


def _in_class(of: Sequence[Band]) -> Any:
    lessons = {key for band in of for key in band.lessons}
    return LessonDelivery.objects.standing().filter(
        audience=LessonDelivery.Audience.CLASS, item__translation_key__in=lessons
    )


def implements(lessons: Sequence[Figures]) -> bool | None:
    """Whether a school has taught what it should; None where nothing is asked of it."""
    asked = [one for one in lessons if one.required]
    if not asked:
        return None
    required = sum(one.required for one in asked)
    return sum(one.taught for one in asked) * 100 >= required * IMPLEMENTS
