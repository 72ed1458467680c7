"""Finding pupils and staff in reach by folded name or code."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from django.db.models import Q
from django.urls import reverse

from portal.hooks import SearchHit
from portal.permissions import Permission
from schools.models import Pupil, StaffMember


if TYPE_CHECKING:
    from portal.models import User


def name_matches(typed: str) -> Q:
    """Every typed word begins some word of the folded name."""
    match = Q()
    for word in typed.split():
        match &= Q(name_key__startswith=word) | Q(name_key__contains=f" {word}")
    return match


def find_pupils(user: "User", typed: str, limit: int) -> Iterator[SearchHit]:
    """Pupils in reach by name or by code; one query."""
    rows = (
        Pupil.objects.visible_to(user, Permission.PUPIL_VIEW)
        .filter(name_matches(typed) | Q(code__iexact=typed))
        .select_related("school", "class_group")
        .order_by("name_key")[:limit]
    )
    for pupil in rows:
        place = pupil.school.name if pupil.school else ""
        group = pupil.class_group.name if pupil.class_group else ""
        yield SearchHit(
            title=pupil.full_name(),
            note=" · ".join(filter(None, [group, place])),
            url=reverse("schools:pupil", args=[pupil.uid]),
            subject=pupil.uid,
        )


def find_staff(user: "User", typed: str, limit: int) -> Iterator[SearchHit]:
    """Staff in reach by name or by code; one query."""
    rows = (
        StaffMember.objects.visible_to(user, Permission.ROSTER_VIEW)
        .filter(name_matches(typed) | Q(staff_code__iexact=typed))
        .order_by("name_key", "id")[:limit]
    )
    for person in rows:
        yield SearchHit(
            title=person.full_name(),
            note=person.staff_code or "",
            url=reverse("schools:staff", args=[person.uid]),
        )
