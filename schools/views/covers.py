"""Days away: the deputy acts in the post, so that nobody's case is ownerless."""

import uuid
from typing import TYPE_CHECKING, cast

from django.contrib import messages
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from portal.access import grants, require
from portal.clock import today
from portal.permissions import Permission
from schools.actions.posts import cover_post, end_cover
from schools.forms.covers import CoverForm
from schools.models import Post, PostCover


if TYPE_CHECKING:
    from portal.models import User


def posts_in_reach(user: "User") -> QuerySet[Post]:
    """The own posts of a protector; for a head, the protectors' of the school."""
    held = grants(user).having(Permission.COVER_SET)
    own = [g.post for g in held if g.role.key == "protector" and not g.deputy]
    schools = [g.place.id for g in held if g.role.key == "head"]
    return (
        Post.objects.held_on(today())
        .granted()
        .filter(Q(uid__in=own) | Q(school__in=schools, role="protector"))
        .select_related("staff", "deputy", "school")
    )


@require(Permission.COVER_SET)
@require_safe
def covers(request: HttpRequest) -> HttpResponse:
    """Each post with its deputy and the days that are set."""
    user = cast("User", request.user)
    posts = (
        posts_in_reach(user).prefetch_related("covers").order_by("school__name", "id")
    )
    return render(request, "schools/covers.html", {"posts": posts, "today": today()})


@require(Permission.COVER_SET)
@require_http_methods(["GET", "HEAD", "POST"])
def cover(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    """Name the deputy and set the days."""
    user = cast("User", request.user)
    post = posts_in_reach(user).filter(uid=uid).first()
    if post is None:
        raise Http404
    form = CoverForm(request.POST or None, post=post)
    if form.is_valid():
        cover_post(post=post, by=user, **form.cleaned_data)
        messages.success(request, gettext("The deputy acts on these days."))
        return redirect("schools:covers")
    return render(request, "schools/cover.html", {"form": form, "post": post})


@require(Permission.COVER_SET)
@require_POST
def cover_end(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    """The holder is back, or the days were wrong: the deputy stops acting now."""
    user = cast("User", request.user)
    found = PostCover.objects.filter(
        uid=uid, post__in=posts_in_reach(user), ends_on__gte=today()
    ).first()
    if found is None:
        raise Http404
    end_cover(cover=found, on=today(), by=user)
    messages.success(request, gettext("The deputy acts no longer."))
    return redirect("schools:covers")
