"""Whose cases are whose: handing over, the receipt, and those without an owner."""

import uuid
from typing import Any, cast

from django.contrib import messages
from django.db.models import Count, Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from portal import audit
from portal.access import get_visible_or_404, grants, require
from portal.clock import today
from portal.models import User
from portal.permissions import Permission
from portal.roles import PlaceKind
from referrals.actions.handing_over import (
    NotAnOwner,
    NothingToHandOver,
    NotTheReceiver,
    ShieldedFrom,
    hand_over,
    receive_hand_over,
)
from referrals.forms.handing_over import GiveForm, HandOverForm
from referrals.models import Case, HandOver
from referrals.naming import child_name, open_names
from referrals.owners import protector_posts
from referrals.states import LEVELS, Level
from referrals.transfer_days import unreceived_lines
from schools.models import Post
from schools.scoping import in_reach


RIGHT = Permission.CASE_HAND_OVER


def posts_in_reach(user: User) -> QuerySet[Post]:
    """The own posts that hold cases; a supervisor's are those of the directorate."""
    own = [g.post for g in grants(user).having(Permission.CASE_WORK)]
    reach = Q(uid__in=own)
    if grants(user).place_ids(RIGHT, PlaceKind.DIRECTORATE):
        reach |= in_reach(user, RIGHT) & Q(role="protector")
    return (
        Post.objects.filter(reach)
        .exclude(granted_at=None)
        .select_related("staff", "school")
    )


def level_words(case: Case) -> str:
    """The level in a word, or that none is chosen."""
    return str(LEVELS[Level(case.level)].label if case.level else _("No level chosen"))


@require(RIGHT)
@require_safe
def hand_overs(request: HttpRequest) -> HttpResponse:
    """What waits for a receipt, whose posts have cases, and which cases have none."""
    user = cast("User", request.user)
    still = Count("cases", filter=Q(cases__closed_at=None))
    posts = posts_in_reach(user).annotate(n=still).filter(n__gt=0)
    waiting = HandOver.objects.to_receive(user).annotate(n=Count("rows"))
    ownerless = list(
        Case.objects.visible_to(user, RIGHT)
        .open()
        .without_owner(today())
        .select_related("pupil", "school")
        .order_by("school__name", "reference")
    )
    audit.record_view(
        "case.listed", by=user, subjects=[one.subject for one in ownerless]
    )
    return render(request, "referrals/casefile/hand_overs.html", {
        "posts": posts.order_by("school__name", "staff__name_key", "pk"),
        "waiting": waiting.select_related("from_post__staff").order_by("from_on", "pk"),
        "ownerless": [{"case": one, "level": level_words(one)} for one in ownerless],
        "late": unreceived_lines(user, today()),
        "steers": bool(grants(user).place_ids(RIGHT, PlaceKind.DIRECTORATE)),
    })  # fmt: skip


@require(RIGHT)
@require_POST
def case_by_number(request: HttpRequest) -> HttpResponse:
    """From a case's number to its shields; the number stands in no address."""
    user = cast("User", request.user)
    number = request.POST.get("number", "").strip().upper()
    found = Case.objects.visible_to(user, RIGHT).open().filter(reference=number)
    one = found.first()
    if one is None:
        messages.warning(request, _("No open case in your reach has this number."))
        return redirect("referrals:hand_overs")
    return redirect("referrals:case_shields_by_number", uid=one.uid)


@require(RIGHT)
@require_http_methods(["GET", "HEAD", "POST"])
def hand_over_new(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    """All cases of a post, or some, to another post of the school from a day on."""
    user = cast("User", request.user)
    post = posts_in_reach(user).filter(uid=uid).first()
    if post is None or post.school_id is None:
        audit.record_denied(by=user, verb=RIGHT.value, asked="schools.post")
        raise Http404
    rows = list(
        Case.objects.visible_to(user, RIGHT)
        .open()
        .filter(owner=post)
        .select_related("pupil__class_group", "school")
        .order_by("reference")
    )
    audit.record_view("case.listed", by=user, subjects=[one.subject for one in rows])
    named = _named(user, rows)
    others = protector_posts(post.school_id, today()).exclude(pk=post.pk)
    form = HandOverForm(request.POST or None, named=named, posts=others)
    if request.method == "POST" and form.is_valid():
        chosen = [one for one in rows if str(one.uid) in form.cleaned_data["cases"]]
        if _give(request, form, cases=chosen, from_post=post):
            return redirect("referrals:hand_overs")
    context = {"form": form, "post": post, "nobody": not others.exists()}
    return render(request, "referrals/casefile/hand_over.html", context)


def _named(user: User, rows: list[Case]) -> list[tuple[str, str]]:
    """By name for who works the cases, by number and level for a supervisor."""
    if grants(user).has(Permission.CASE_WORK):
        open_names(rows)
        return [(str(one.uid), f"{child_name(one)} · {one.reference}") for one in rows]
    return [(str(one.uid), f"{one.reference} · {level_words(one)}") for one in rows]


def _give(request: HttpRequest, form: GiveForm, **given: Any) -> bool:
    data = {k: v for k, v in form.cleaned_data.items() if k != "cases"}
    data.setdefault("from_on", today())
    try:
        hand_over(by=cast("User", request.user), **{**data, **given})
    except NotAnOwner:
        form.add_error("to_post", _("This person is no protector there on that day."))
    except ShieldedFrom:
        form.add_error("to_post", _("This person cannot get the case. Choose another."))
    except NothingToHandOver:
        form.add_error(None, _("None of these cases can be given now. Look again."))
    else:
        messages.success(
            request, _("The receiver is told, and says when they have it.")
        )
        return True
    return False


@require(RIGHT)
@require_http_methods(["GET", "HEAD", "POST"])
def case_owner(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    """Give a case that stands without an owner, by its number and level."""
    user = cast("User", request.user)
    rows = Case.objects.open().without_owner(today()).select_related("pupil", "school")
    one: Case = get_visible_or_404(rows, user, RIGHT, uid=uid)
    audit.record_view("case.listed", by=user, subjects=[one.subject])
    posts = protector_posts(one.school_id, today())
    form = GiveForm(request.POST or None, posts=posts)
    if (
        request.method == "POST"
        and form.is_valid()
        and _give(request, form, cases=[one])
    ):
        return redirect("referrals:hand_overs")
    context = {"form": form, "case": one, "level": level_words(one)}
    context["nobody"] = not posts.exists()
    return render(request, "referrals/casefile/case_owner.html", context)


@require(Permission.CASE_WORK)
@require_http_methods(["GET", "HEAD", "POST"])
def hand_over_receive(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    """The note of the one who gave, the cases, and the receipt."""
    user = cast("User", request.user)
    rows = HandOver.objects.select_related("from_post__staff", "to_post__staff")
    rows = rows.annotate(n=Count("rows"))
    made: HandOver = get_visible_or_404(rows, user, Permission.CASE_WORK, uid=uid)
    given = Case.objects.visible_to(user, Permission.CASE_WORK).filter(
        hand_overs__hand_over=made
    )
    cases = list(given.select_related("pupil__class_group", "school"))
    audit.record_view("case.listed", by=user, subjects=[one.subject for one in cases])
    open_names(cases)
    if request.method == "POST":
        try:
            receive_hand_over(hand_over=made, by=user)
        except NotTheReceiver:
            messages.warning(request, _("Only the receiver can say that."))
        else:
            messages.success(request, _("Thank you. The cases are yours."))
        return redirect("referrals:hand_overs")
    lines = [
        {"case": one, "name": child_name(one), "level": level_words(one)}
        for one in cases
    ]
    mine = HandOver.objects.to_receive(user).filter(pk=made.pk).exists()
    whole = len(cases) == made.n  # type: ignore[attr-defined]
    note = made.note if whole else ""  # it may speak of a child who is hidden by now
    context = {"made": made, "lines": lines, "mine": mine, "note": note}
    return render(request, "referrals/casefile/hand_over_receive.html", context)
