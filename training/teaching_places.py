"""Where a person may have taught: the own classes first, then the other classes of
the school, then a grade whose class is on no list."""

from collections.abc import Iterable, Sequence
from functools import cached_property
from typing import Any

from django.utils.translation import gettext as _

from portal.clock import today
from portal.models import User
from portal.permissions import Permission
from schools import directory
from schools.models import ClassGroup, School
from training.actions.deliveries import Where


GRADES = range(1, 13)
Group = tuple[str, list[tuple[str, str]]]


class TeachingPlaces:
    """The schools where a person logs lessons, and their classes: two queries."""

    def __init__(self, user: User) -> None:
        self.schools: list[School] = list(
            directory.schools_for(user, Permission.LESSON_LOG).order_by("name", "pk")
        )
        found = directory.classes_for(user, self.schools, today())
        self.classes: list[Any] = list(found)

    @cached_property
    def places(self) -> dict[str, Where]:
        """Every answer to "which class?", by its code in the form."""
        found = {
            f"{one.uid}": Where(one.school, class_group=one) for one in self.classes
        }
        for school in self.schools:
            for grade in GRADES:
                found[_code(school, grade)] = Where(school, grade=grade)
        return found

    def choices(self, grades: Sequence[int]) -> list[Group]:
        """Grouped for a select; of other people's classes those of `grades` only."""
        mine = [one for one in self.classes if one.mine]
        others = [
            one
            for one in self.classes
            if not one.mine and (one.grade is None or one.grade in grades)
        ]
        unlisted = [
            (_code(school, grade), self._told(self._grade(grade), school))
            for school in self.schools
            for grade in grades
        ]
        groups = [
            (_("My classes"), self._rows(mine)),
            (_("Other classes of the school"), self._rows(others)),
            (_("A class that is not on the list"), unlisted),
        ]
        return [(title, rows) for title, rows in groups if rows]

    def listed(self) -> list[tuple[str, str]]:
        """The classes alone, for a select; of two schools each says its own."""
        return self._rows(self.classes)

    def first(self, grades: Iterable[int]) -> str:
        """The class that is filled in: an own one of these grades, if there is one."""
        wanted = set(grades)
        mine = [one for one in self.classes if one.mine]
        fitting = [one for one in mine if one.grade in wanted] or mine
        return str(fitting[0].uid) if fitting else ""

    def _rows(self, classes: Iterable[ClassGroup]) -> list[tuple[str, str]]:
        return [(str(one.uid), self._told(one.name, one.school)) for one in classes]

    def _told(self, words: str, school: School) -> str:
        return f"{words} · {school.name}" if len(self.schools) > 1 else words

    @staticmethod
    def _grade(grade: int) -> str:
        return _("grade %(grade)s") % {"grade": grade}


def _code(school: School, grade: int) -> str:
    return f"{school.uid}-{grade}"
