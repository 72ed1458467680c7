"""Who edits: the CMS groups follow the posts, looked at on every sign-in.

The post alone opens the CMS (schools/auth_backend.py); a group only says what may be
done inside, so a post that ended has closed the door before the group follows.
"""

from typing import TYPE_CHECKING, Any

from django.contrib.auth.models import Group

from portal.access import grants
from portal.permissions import Permission


if TYPE_CHECKING:
    from portal.models import User

GROUP = "Editors"
GROUPS: dict[str, Permission] = {
    GROUP: Permission.CONTENT_EDIT,
    "Content specialists": Permission.CONTENT_CHECK,
    "Content ministry": Permission.CONTENT_RELEASE,
}


def sync_editor(user: "User") -> None:
    held = grants(user)
    wanted = {name for name, permission in GROUPS.items() if held.has(permission)}
    has = set(user.groups.filter(name__in=GROUPS).values_list("name", flat=True))
    if wanted - has:
        user.groups.add(*Group.objects.filter(name__in=wanted - has))
    if has - wanted:
        user.groups.remove(*Group.objects.filter(name__in=has - wanted))


def on_signed_in(*, user: "User", **_kwargs: Any) -> None:
    sync_editor(user)
