"""Whose file it is: the operator's reach is the nation, a user's that of the posts."""

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from django.db.models import Q, QuerySet

from portal.access import grants
from portal.permissions import Permission
from portal.roles import PlaceKind
from schools.models import Directorate, School
from schools.scoping import schools_in_reach


if TYPE_CHECKING:
    from portal.models import User


@dataclass(frozen=True)
class Reach:
    """The places that one import may touch."""

    user: "User | None"
    permission: Permission

    @cached_property
    def is_national(self) -> bool:
        """The operator, or a post held at the nation."""
        if self.user is None:
            return True
        held = grants(self.user)
        return bool(held.place_ids(self.permission, PlaceKind.NATION))

    def of(self, prefix: str = "") -> Q:
        """A filter from any row, by the prefix that leads to its school."""
        if self.user is None:
            return Q()
        return schools_in_reach(self.user, self.permission, prefix)

    def schools(self) -> QuerySet[School]:
        return School.objects.filter(self.of())

    def directorates(self) -> QuerySet[Directorate]:
        """The directorates held, with the offices under them."""
        if self.user is None or self.is_national:
            return Directorate.objects.all()
        held = grants(self.user).place_ids(self.permission, PlaceKind.DIRECTORATE)
        return Directorate.objects.filter(
            Q(pk__in=held) | Q(parent__in=held) | Q(parent__parent__in=held)
        )
