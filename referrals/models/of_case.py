"""The reach of a row about a case: whoever reaches the case reaches it, nobody else."""

from typing import TYPE_CHECKING, Any, Self

from portal.access import VisibleQuerySet
from portal.permissions import Permission
from referrals.models.cases import Case


if TYPE_CHECKING:
    from portal.models import User


class OfCaseQuerySet(VisibleQuerySet[Any]):
    """Rows with a `case`; a shield that hides the case hides them too."""

    def visible_to(
        self, user: "User", permission: Permission = Permission.CASE_VIEW
    ) -> Self:
        return self.filter(case__in=Case.objects.visible_to(user, permission))
