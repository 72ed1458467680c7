"""Answers `user.has_perm` for libraries that ask it: the CMS, and nobody else.

Wagtail asks for `wagtailadmin.access_admin`; only editors have it. What editors may
do to pages is their group's (training keeps it). Everything else asks `grants`.
"""

from typing import TYPE_CHECKING, Any

from django.contrib.auth.backends import ModelBackend

from portal.access import grants
from portal.permissions import Permission


if TYPE_CHECKING:
    from django.http import HttpRequest

    from portal.models import User

FOR_EDITORS = "wagtailadmin.access_admin"


class PostBackend(ModelBackend):
    """Signs nobody in; adds to the group's permissions what posts give."""

    knows_posts = True

    def authenticate(
        self,
        request: "HttpRequest | None",
        username: str | None = None,
        password: str | None = None,
        **kwargs: Any,
    ) -> None:
        """Signing in is allauth's alone: one door, one second factor."""
        return

    def has_perm(self, user_obj: Any, perm: str, obj: Any = None) -> bool:
        """Superuser status opens nothing here; the CMS opens to editors."""
        if not user_obj.is_active or obj is not None:
            return False
        edits = grants(user_obj).has(Permission.CONTENT_EDIT)
        if perm == FOR_EDITORS:
            return edits
        return edits and perm in self._group_permissions(user_obj)

    def _group_permissions(self, user: "User") -> set[str]:
        found: set[str] = super().get_group_permissions(user)
        return found
