"""Who finds which concern: the sender, the school, whose turn it is, and the unit."""

from typing import TYPE_CHECKING, Self

from django.db.models import Q

from portal.access import VisibleQuerySet, grants
from portal.permissions import Permission
from portal.roles import PlaceKind
from schools.scoping import in_reach, units_in_reach
from schools.shielding import not_shielded


if TYPE_CHECKING:
    from portal.models import User
    from referrals.models.concerns import Concern  # noqa: F401


class ConcernQuerySet(VisibleQuerySet["Concern"]):
    def visible_to(
        self, user: "User", permission: Permission = Permission.CONCERN_READ
    ) -> Self:
        """The sender's own; the school's, for who reads there; those whose turn it is.

        Nobody finds a concern about a child who is shielded from them, nor one about
        themselves. One about a member of staff is found by nobody of that school.
        """
        from referrals.shielding import case_not_shielded

        open_to = self.filter(
            not_shielded(user, "pupil"), case_not_shielded(user, "case__")
        ).exclude(staff__user=user)
        if permission == Permission.CONCERN_SEND:
            return open_to.filter(reporter=user)
        open_to = open_to.exclude(on_staff=True, school__in=_schools_of(user))
        if permission == Permission.REFERRAL_RECEIVE:
            return open_to.filter(units_in_reach(user, permission), direct=True)
        reach = in_reach(user, permission, prefix="school__") & Q(on_staff=False)
        return open_to.filter(reach | _turn_of(user, permission))

    def unread(self) -> Self:
        return self.filter(state="new")

    def undecided(self) -> Self:
        return self.filter(triaged_at=None)


def _turn_of(user: "User", permission: Permission) -> Q:
    """Those that a post of the user owns: the deputy's, and who stands in."""
    held = grants(user)
    turns = held.having(permission) + held.having(Permission.CONCERN_STAND_IN)
    return Q(owner__uid__in={grant.post for grant in turns})


def _schools_of(user: "User") -> list[int]:
    """The schools at which the user holds a post, or covers one, today."""
    return [g.place.id for g in grants(user).all if g.place.kind == PlaceKind.SCHOOL]
