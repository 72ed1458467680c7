"""Whose training record a person may see: the own, and by name where the post
says so (a head the school's, an officer the directorate's, the ministry an award that
it may revoke)."""

from typing import TYPE_CHECKING, Self, TypeVar

from django.db import models

from portal.access import VisibleQuerySet, grants
from portal.permissions import Permission
from schools.models import StaffMember


if TYPE_CHECKING:
    from portal.models import User

M = TypeVar("M", bound=models.Model)


class RecordQuerySet(VisibleQuerySet[M]):
    def visible_to(self, user: "User", permission: Permission) -> Self:
        if permission is Permission.TRAINING_LEARN:
            return self.filter(staff__user=user)
        if permission is Permission.COVERAGE_NAMES:
            reach = StaffMember.objects.visible_to(user, permission)
            return self.filter(staff__in=reach)
        if permission is Permission.AWARD_REVOKE:  # a right for the whole nation
            return self if grants(user).has(permission) else self.none()
        return self.none()
