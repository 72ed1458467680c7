"""The roster: who works where, and whether the post opens anything."""

import uuid
from typing import TYPE_CHECKING, cast

from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from portal.access import get_visible_or_404, require
from portal.clock import today
from portal.listing import CodeFilter, Column, Listing
from portal.permissions import Permission
from portal.roles import ROLE_CHOICES
from schools.models import Post, StaffMember
from schools.models.posts import AT_SCHOOL
from schools.scoping import in_reach


if TYPE_CHECKING:
    from portal.models import User


@require(Permission.ROSTER_VIEW)
@require_safe
def roster(request: HttpRequest) -> HttpResponseBase:
    """Today's posts at the schools in reach, one line a post."""
    user = cast("User", request.user)
    reach = in_reach(user, Permission.ROSTER_VIEW)
    rows = Post.objects.held_on(today()).filter(reach, role__in=AT_SCHOOL)
    listing = Listing(
        request,
        rows.select_related("staff", "school"),
        [
            Column(
                "name",
                _("Name"),
                lambda p: p.staff.full_name(),
                sort="staff__name_key",
                link=lambda p: reverse("schools:staff", args=[p.staff.uid]),
            ),
            Column("code", _("Code"), "staff.staff_code", sort="staff__staff_code"),
            Column("role", _("Role"), lambda p: p.get_role_display(), sort="role"),
            Column("school", _("School"), "school.name", sort="school__name"),
            Column("access", _("Access"), _access, tag=_access_colour),
        ],
        name="staff",
        label=_("Staff"),
        default_sort="name",
        filters=[
            CodeFilter("role", _("Role"), _school_roles, _with_role),
            CodeFilter("access", _("Access"), ACCESS, _with_access),
        ],
        counted=lambda n: ngettext("%(count)s post", "%(count)s posts", n),
    )
    if listing.wants_file:
        return listing.response()
    return render(request, "schools/roster.html", {"listing": listing})


ACCESS = [("granted", _("granted")), ("roster", _("on the roster only"))]


def _access(post: Post) -> str:
    return str(dict(ACCESS)["granted" if post.granted_at else "roster"])


def _access_colour(post: Post) -> str:
    return "green" if post.granted_at else "grey"


def _school_roles() -> list[tuple[str, str]]:
    return [(key, str(label)) for key, label in ROLE_CHOICES if key in AT_SCHOOL]


def _with_role(rows: QuerySet[Post], code: str) -> QuerySet[Post]:
    return rows.filter(role=code)


def _with_access(rows: QuerySet[Post], code: str) -> QuerySet[Post]:
    return rows.filter(~Q(granted_at=None) if code == "granted" else Q(granted_at=None))


@require(Permission.ROSTER_VIEW)
@require_safe
def staff_page(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    """Names of staff are for those who keep the roster of the place."""
    person = get_visible_or_404(
        StaffMember, cast("User", request.user), Permission.ROSTER_VIEW, uid=uid
    )
    posts = person.posts.select_related(
        "school", "directorate", "unit", "municipality"
    ).order_by("-starts_on", "id")
    return render(request, "schools/staff.html", {"person": person, "posts": posts})
