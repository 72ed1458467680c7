"""Whose turn it is: the posts that read a school's concerns, and a case's owner."""

from collections.abc import Collection
from datetime import date
from typing import TYPE_CHECKING

from django.db.models import Q, QuerySet

from portal.access import grants
from portal.clock import today
from portal.permissions import Permission
from portal.roles import PlaceKind
from schools.models import Post, School, StaffMember


if TYPE_CHECKING:
    from portal.models import User
    from referrals.models import Referral


def protector_posts(school_id: int, on: date) -> QuerySet[Post]:
    """The granted protectors of a school on a day, the longest in post first."""
    held = Post.objects.held_on(on).granted()
    return (
        held.filter(school=school_id, role="protector")
        .select_related("staff__user")
        .order_by("starts_on", "id")
    )


def own_post(user: "User | None", school_id: int, on: date) -> Post | None:
    """The post through which the user works cases at a school, or the first there."""
    held = grants(user, on=on).having(Permission.CASE_WORK) if user else ()
    here = [
        grant.post
        for grant in held
        if grant.place.kind == PlaceKind.SCHOOL and grant.place.id == school_id
    ]
    if here:
        return Post.objects.filter(uid__in=here).order_by("id").first()
    return protector_posts(school_id, on).first()


def supervisor_posts(school: School, on: date) -> QuerySet[Post]:
    """The granted supervisors of a school's directorate and of those above it."""
    own = school.directorate_id
    above = Q(directorate=own) | Q(directorate__offices=own)
    above |= Q(directorate__offices__offices=own)
    held = Post.objects.held_on(on).granted().filter(above, role="supervisor")
    return held.select_related("staff__user").order_by("starts_on", "id").distinct()


def deputies_of(post: Post, on: date) -> QuerySet[Post]:
    """The protector's post of who covers this one today, or of its deputy by name."""
    covers = post.covers.filter(starts_on__lte=on, ends_on__gte=on)
    who = Q(staff__in=covers.values("deputy"))
    if post.deputy_id:
        who |= Q(staff=post.deputy_id)
    held = Post.objects.held_on(on).granted().filter(who, role="protector")
    return held.exclude(pk=post.pk).order_by("starts_on", "pk")


def workers_of(referral: "Referral") -> list[str]:
    """The names of the unit's workers, to choose who takes a referral."""
    held = Post.objects.held_on(today()).granted()
    staff = held.filter(unit=referral.unit_id, role__in=["cpu_worker", "cpu_head"])
    return [post.staff.full_name() for post in staff.select_related("staff")]


def people_of(
    posts: QuerySet[Post], on: date, but: Collection[int] = ()
) -> list["User"]:
    """The accounts behind posts, and those who cover them on that day.

    `but` are ids of staff who must not be told (`referrals.shielding.barred_staff`).
    """
    covering = StaffMember.objects.filter(
        covers__post__in=posts, covers__starts_on__lte=on, covers__ends_on__gte=on
    )
    staff = StaffMember.objects.filter(posts__in=posts) | covering
    staff = staff.exclude(pk__in=but) if but else staff
    users = {
        member.user.pk: member.user
        for member in staff.distinct().select_related("user")
        if member.user and member.user.is_active
    }
    return list(users.values())


def may_own(post: Post, school_id: int, on: date) -> bool:
    """Whether the post can own a case of that school on that day; one query."""
    return protector_posts(school_id, on).filter(pk=post.pk).exists()


def colleagues_of(user: "User", schools: Collection[School]) -> list[StaffMember]:
    """Who has a post at these schools today, by name, without the user; one query."""
    here = Post.objects.held_on(today()).filter(school__in=schools)
    staff = StaffMember.objects.filter(posts__in=here).exclude(user=user)
    return list(staff.distinct().order_by("last_name", "first_name", "pk"))
