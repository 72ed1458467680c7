"""From posts to places: which schools, units and classes a user reaches.

One query a request (the posts); everything below is a filter, never a list of rows.
"""

import datetime as dt
from collections.abc import Iterator
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from django.db.models import F, Q

from portal import prepared
from portal.access import Grant, Place, grants
from portal.permissions import Permission
from portal.roles import ROLES, PlaceKind
from schools.models import Post


if TYPE_CHECKING:
    from portal.models import User

NOTHING = Q(pk__in=())
PLACE_FIELDS = {
    PlaceKind.SCHOOL: "school_id",
    PlaceKind.UNIT: "unit_id",
    PlaceKind.DIRECTORATE: "directorate_id",
    PlaceKind.MUNICIPALITY: "municipality_id",
}


def grants_of(user: "User", day: dt.date) -> Iterator[Grant]:
    """The granted posts held that day, and those the user covers as deputy."""
    for post in Post.objects.raw(*_posts_of(user.pk, day)):
        role = ROLES[post.role]
        field = PLACE_FIELDS.get(role.place)
        place = Place(role.place, getattr(post, field) if field else 0)
        yield Grant(role, place, post.uid, deputy=post.holder != user.pk)  # type: ignore[attr-defined]


@lru_cache(maxsize=prepared.KEPT)
def _posts_of(user: int, day: dt.date) -> tuple[str, tuple[Any, ...]]:
    own = Q(staff__user=user)
    acting = Q(
        covers__deputy__user=user,
        covers__starts_on__lte=day,
        covers__ends_on__gte=day,
    )
    posts = Post.objects.held_on(day).granted().filter(own | acting)
    asked = posts.annotate(holder=F("staff__user_id")).distinct()
    return asked.query.sql_with_params()


def schools_in_reach(user: "User", permission: Permission, prefix: str = "") -> Q:
    """A filter on School: where the user holds the permission.

    A directorate's reach takes in the local offices under it; a municipality's and a
    unit's take in the schools of the municipality; the nation's all.
    """
    held = grants(user)
    reach = NOTHING
    if held.place_ids(permission, PlaceKind.NATION):
        return ~Q(pk=None)
    schools = held.place_ids(permission, PlaceKind.SCHOOL)
    if schools:
        reach |= Q(**{f"{prefix}pk__in" if prefix else "pk__in": schools})
    directorates = held.place_ids(permission, PlaceKind.DIRECTORATE)
    if directorates:
        reach |= Q(**{f"{prefix}directorate__in": directorates})
        reach |= Q(**{f"{prefix}directorate__parent__in": directorates})
        reach |= Q(**{f"{prefix}directorate__parent__parent__in": directorates})
    municipalities = held.place_ids(permission, PlaceKind.MUNICIPALITY)
    if municipalities:
        reach |= Q(**{f"{prefix}municipality__in": municipalities})
    units = held.place_ids(permission, PlaceKind.UNIT)
    if units:
        reach |= Q(**{f"{prefix}municipality__unit__in": units})
    return reach


def in_reach(user: "User", permission: Permission, prefix: str = "school__") -> Q:
    """The same filter from a row that has a school, by `prefix` (with the `__`)."""
    return schools_in_reach(user, permission, prefix)


def units_in_reach(user: "User", permission: Permission, prefix: str = "unit") -> Q:
    """A filter by protection unit: the units where the permission is held."""
    ids = grants(user).place_ids(permission, PlaceKind.UNIT)
    return Q(**{f"{prefix}__in": ids}) if ids else NOTHING


def enrolled_in_reach(user: "User", permission: Permission, prefix: str = "") -> Q:
    """A filter on Pupil: the school is in reach; a teacher reaches own classes only."""
    held = grants(user).having(permission)
    teaching = [g.post for g in held if g.role.key == "teacher"]
    whole = [
        g.place.id
        for g in held
        if g.role.key != "teacher" and g.place.kind == PlaceKind.SCHOOL
    ]
    reach = NOTHING
    if whole:
        reach |= Q(**{f"{prefix}school__in": whole})
    if teaching:
        classes = Post.classes.through.objects.filter(post__uid__in=teaching)
        reach |= Q(**{f"{prefix}class_group__in": classes.values("classgroup")})
    return reach


__all__ = [
    "enrolled_in_reach",
    "grants_of",
    "in_reach",
    "schools_in_reach",
    "units_in_reach",
]
