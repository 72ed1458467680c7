"""Finding the child that a concern is about: name and class, never more."""

from typing import TYPE_CHECKING
from uuid import UUID

from django.db.models import Q

from portal.permissions import Permission
from portal.text import fold
from schools.models import Pupil
from schools.search import name_matches


if TYPE_CHECKING:
    from portal.models import User

SHORTEST, MOST = 2, 8


def find_pupils(user: "User", typed: str, chosen: str = "") -> list[Pupil]:
    """The pupils in the sender's reach whose name or class matches; one query.

    The one already chosen stays in the list, whatever is typed next.
    """
    match = Q(uid=_uid(chosen)) if _uid(chosen) else Q(pk__in=())
    folded = fold(typed)
    if len(folded) >= SHORTEST:
        match |= name_matches(folded) | Q(class_group__name__iexact=typed.strip())
    elif not match.children:
        return []
    rows = Pupil.objects.visible_to(user, Permission.PUPIL_LOOKUP).filter(match)
    found = rows.select_related("school", "class_group").order_by("name_key")
    return list(found[:MOST])


def _uid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
