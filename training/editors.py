"""Who edits: the CMS group follows the editor's post, looked at on every sign-in.

The post alone opens the CMS (schools/auth_backend.py); the group only says what may
be done inside, so a post that ended has closed the door before the group follows.
"""

from typing import TYPE_CHECKING, Any

from django.contrib.auth.models import Group

from portal.access import grants
from portal.permissions import Permission


if TYPE_CHECKING:
    from portal.models import User

GROUP = "Editors"


def sync_editor(user: "User") -> None:
    group = Group.objects.get(name=GROUP)
    if grants(user).has(Permission.CONTENT_EDIT):
        user.groups.add(group)
    elif user.groups.filter(pk=group.pk).exists():
        user.groups.remove(group)


def on_signed_in(*, user: "User", **_kwargs: Any) -> None:
    sync_editor(user)
