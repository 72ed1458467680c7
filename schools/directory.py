"""What the floors above may ask of places, posts and classes. Never pupils."""

import datetime as dt
from collections.abc import Collection, Iterable
from typing import TYPE_CHECKING

from django.db.models import Exists, OuterRef, Q, QuerySet

from portal.clock import today
from portal.permissions import Permission
from schools.models import (
    ClassGroup,
    Municipality,
    Post,
    ProtectionUnit,
    School,
    SchoolDay,
    StaffMember,
)
from schools.school_days import days_in_session, start_year_of
from schools.scoping import schools_in_reach


if TYPE_CHECKING:
    from portal.models import User


def staff_of(user: "User") -> StaffMember | None:
    """The member of staff behind an account, or None (one query)."""
    return StaffMember.objects.filter(user=user).first()


def schools_for(user: "User", permission: Permission) -> QuerySet[School]:
    """The open schools where the user holds the permission."""
    return School.objects.open_on(today()).filter(schools_in_reach(user, permission))


def schools_of(user: "User") -> list[School]:
    """The open schools where the person holds a granted post today."""
    held = Post.objects.held_on(today()).granted().filter(staff__user=user)
    schools = School.objects.open_on(today()).filter(pk__in=held.values("school"))
    return list(schools.order_by("name"))


def roster(day: dt.date, roles: tuple[str, ...]) -> QuerySet[Post]:
    """The posts on the roster of a day at open schools, granted or not."""
    return (
        Post.objects.held_on(day)
        .filter(role__in=roles)
        .filter(Q(school__closed_on=None) | Q(school__closed_on__gt=day))
    )


def unit_for(municipality: Municipality) -> ProtectionUnit | None:
    """The protection unit of a municipality, if the portal knows it."""
    return ProtectionUnit.objects.filter(municipality=municipality).first()


def holders(
    roles: tuple[str, ...], day: dt.date, *, school: School | None = None
) -> QuerySet[Post]:
    """Granted posts of these roles on a day, with the account of the holder."""
    posts = Post.objects.held_on(day).granted().filter(role__in=roles)
    if school is not None:
        posts = posts.filter(school=school)
    return posts.select_related("staff__user")


def classes_for(
    user: "User", schools: Iterable[School], day: dt.date
) -> QuerySet[ClassGroup]:
    """The classes of these schools in the school year of a day, with their school;
    `mine` says whether a granted post of the user names the class."""
    held = Post.objects.held_on(day).granted().filter(staff__user=user)
    own = Post.classes.through.objects.filter(
        classgroup=OuterRef("pk"), post__in=held.values("pk")
    )
    return (
        ClassGroup.objects.filter(
            school__in=schools, year__start_year=start_year_of(day)
        )
        .annotate(mine=Exists(own))
        .select_related("school")
        .order_by("school__name", "grade", "name", "pk")
    )


def days_in_session_from(
    schools: Collection[School], day: dt.date, days: int
) -> dict[int, list[dt.date]]:
    """By school, its days in session from a day on, so many days ahead; one query."""
    rows = SchoolDay.objects.filter(
        Q(school=None) | Q(school__in=schools),
        date__gte=day,
        date__lte=day + dt.timedelta(days=days),
    ).values_list("school", "date", "is_open")
    listed: dict[int | None, dict[dt.date, bool]] = {}
    for where, on, is_open in rows:
        listed.setdefault(where, {})[on] = is_open
    national = listed.get(None, {})
    return {
        school.pk: days_in_session(national, listed.get(school.pk))
        for school in schools
    }
