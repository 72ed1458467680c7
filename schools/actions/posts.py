"""Granting, ending and covering posts: the only way that access begins or ends."""

import datetime as dt
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Model

from portal import audit
from portal.clock import now
from portal.roles import ROLES, PlaceKind
from schools.models import (
    Directorate,
    Municipality,
    Post,
    PostCover,
    ProtectionUnit,
    School,
    StaffMember,
)
from schools.scoping import PLACE_FIELDS


if TYPE_CHECKING:
    from portal.models import User


class PlaceUnknown(Exception):
    """There is no such place for that role."""


PLACES: dict[PlaceKind, tuple[type[Model], str]] = {
    PlaceKind.SCHOOL: (School, "code"),
    PlaceKind.UNIT: (ProtectionUnit, "municipality__code"),
    PlaceKind.DIRECTORATE: (Directorate, "code"),
    PlaceKind.MUNICIPALITY: (Municipality, "code"),
}


def find_place(role: str, code: str) -> Model | None:
    """The place of a role by its code; None for a national role.

    Raises `PlaceUnknown`. A unit is found by the code of its municipality.
    """
    kind = ROLES[role].place
    if kind == PlaceKind.NATION:
        if code:
            raise PlaceUnknown(code)
        return None
    model, field = PLACES[kind]
    found = model._default_manager.filter(**{field: code}).first()
    if found is None:
        raise PlaceUnknown(code)
    return found


@transaction.atomic
def grant_post(
    *,
    staff: StaffMember,
    role: str,
    place: Model | None,
    starts_on: dt.date,
    by: "User | None",
    profession: str = "",
    agency: str = "",
) -> Post:
    """Give a person a role at a place. A roster post of that role becomes granted."""
    field = PLACE_FIELDS.get(ROLES[role].place)
    where = {field: place.pk} if field and place else {}
    post = (
        Post.objects.held_on(starts_on)
        .filter(staff=staff, role=role, **where)
        .order_by("-starts_on")
        .first()
    ) or Post(staff=staff, role=role, starts_on=starts_on, **where)
    post.profession = profession or post.profession
    post.agency = agency or post.agency
    post.granted_by, post.granted_at = by, now()
    post.save()
    audit.record("post.granted", by=by, obj=post, detail={"role": role})
    return post


@transaction.atomic
def end_post(*, post: Post, on: dt.date, by: "User | None") -> None:
    """The last day of a post. Its rights end with that day, on every session."""
    post.ends_on = max(on, post.starts_on)
    post.save(update_fields=["ends_on"])
    audit.record("post.ended", by=by, obj=post, detail={"on": on.isoformat()})


@transaction.atomic
def end_cover(*, cover: PostCover, on: dt.date, by: "User | None") -> None:
    """The deputy stops acting at once: yesterday becomes the last day.

    Days that have not begun are taken back; the history of both stays in the audit.
    """
    yesterday = on - dt.timedelta(days=1)
    audit.record("post.cover_ended", by=by, obj=cover)
    if cover.starts_on > yesterday:
        cover.delete()
        return
    cover.ends_on = min(cover.ends_on, yesterday)
    cover.save(update_fields=["ends_on"])


@transaction.atomic
def cover_post(
    *,
    post: Post,
    deputy: StaffMember,
    starts_on: dt.date,
    ends_on: dt.date,
    by: "User | None",
) -> PostCover:
    """The deputy, from now on the named one, acts on these days (both included)."""
    post.deputy = deputy
    post.save(update_fields=["deputy"])
    cover = PostCover.objects.create(
        post=post, deputy=deputy, starts_on=starts_on, ends_on=ends_on
    )
    audit.record("post.covered", by=by, obj=cover)
    return cover
