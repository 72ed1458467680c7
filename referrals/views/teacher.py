"""The sender's desk: a concern in one minute, and what became of it."""

import uuid
from typing import Any, cast

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from portal import audit
from portal.access import get_visible_or_404, require
from portal.clock import now, today
from portal.drafts import restored
from portal.models import User
from portal.permissions import Permission
from referrals.actions.concerns import correct_concern, send_concern
from referrals.body_zones import stored
from referrals.concern_hints import said_hints
from referrals.forms.concerns import NO_DANGER, ConcernForm, CorrectionForm
from referrals.looking_up import find_pupils
from referrals.models import Concern
from referrals.owners import colleagues_of
from referrals.status_words import status_of
from schools.directory import schools_for
from schools.models import Pupil


MOST_SHOWN = 50


@require(Permission.CONCERN_SEND)
@require_http_methods(["GET", "HEAD", "POST"])
def concern_new(request: HttpRequest) -> HttpResponse:
    """One page in steps: find the child, write, check, send. Works without script."""
    user = cast("User", request.user)
    typed = request.POST or restored(request)
    found = _found(typed, user)
    if request.method == "POST" and request.headers.get("X-Part") == "pupils":
        return render(request, "referrals/_pupil_choices.html", _choices(typed, found))
    form = _concern_form(request, user, found)
    if not form.is_bound or not form.is_valid():
        context = {"form": form, **_choices(typed, found)}
        return render(request, "referrals/concern_new.html", context)
    if request.POST.get("step") == "send":
        return redirect("referrals:concern_sent", uid=_send(user, form).uid)
    context = {"form": form, "hints": said_hints(form.cleaned_data)}
    return render(request, "referrals/concern_check.html", context)


def _found(typed: QueryDict, user: User) -> list[Pupil]:
    name = typed.get("name", "")[:100]
    found = find_pupils(user, name, typed.get("pupil", ""))
    audit.record_view("pupil.looked_up", by=user, subjects=[p.uid for p in found])
    return found


def _choices(typed: QueryDict, found: list[Pupil]) -> dict[str, Any]:
    return {
        "found": found,
        "typed": typed.get("name", "").strip(),
        "chosen": typed.get("pupil", ""),
    }


def _concern_form(request: HttpRequest, user: User, found: list[Pupil]) -> ConcernForm:
    """Bound when it is to be checked or sent; else it only keeps what was typed."""
    schools = list(schools_for(user, Permission.CONCERN_SEND).order_by("name"))
    lists: dict[str, Any] = {
        "schools": schools,
        "found": found,
        "staff": colleagues_of(user, schools),
    }
    if request.POST.get("step") in ("check", "send"):
        return ConcernForm(request.POST, **lists)
    fresh = {"noticed_on": today(), "token": uuid.uuid4(), "danger": NO_DANGER}
    ticked = {"body_zones": request.POST.getlist("body_zones")}
    return ConcernForm(initial={**fresh, **request.POST.dict(), **ticked}, **lists)


def _send(user: User, form: ConcernForm) -> Concern:
    data, danger = form.cleaned_data, form.cleaned_data["danger"]
    return send_concern(
        by=user,
        school=form.place,
        pupil=form.chosen,
        child_name="" if form.chosen else data["name"],
        token=data["token"],
        basis=data["basis"],
        noticed_on=data["noticed_on"],
        text=data["text"],
        child_words=data["child_words"],
        noticed_where=data["noticed_where"],
        body_zones=stored(data["body_zones"]),
        on_staff=form.on_staff,
        staff=form.about,
        staff_named=data["staff_named"],
        urgent=danger != NO_DANGER,
        call_outcome="" if danger == NO_DANGER else danger,
    )


@require(Permission.CONCERN_SEND)
@require_safe
def concern_sent(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    """The receipt: the reference, who reads it, and by when."""
    user = cast("User", request.user)
    mine = Concern.objects.select_related("school__municipality__unit")
    concern = get_visible_or_404(mine, user, Permission.CONCERN_SEND, uid=uid)
    unit = getattr(concern.school.municipality, "unit", None)
    if concern.case_id:  # in a file, it may have moved: nobody is told where to
        unit = None
    return render(
        request, "referrals/concern_sent.html", {"concern": concern, "unit": unit}
    )


@require(Permission.CONCERN_SEND)
@require_safe
def my_concerns(request: HttpRequest) -> HttpResponse:
    """Each concern I sent, in the words a sender may read; no child is named."""
    user, moment = cast("User", request.user), now()
    rows = Concern.objects.visible_to(user, Permission.CONCERN_SEND)
    mine = rows.select_related("school__municipality__unit").order_by("-sent_at")
    lines = [
        {
            "concern": concern,
            "status": status_of(concern.state, concern.due_at, moment),
            "unit": getattr(concern.school.municipality, "unit", None),
        }
        for concern in mine[:MOST_SHOWN]
    ]
    return render(request, "referrals/my_concerns.html", {"lines": lines})


@require(Permission.CONCERN_SEND)
@require_http_methods(["GET", "HEAD", "POST"])
def concern_correct(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    """Add to what I sent, or put it right."""
    user = cast("User", request.user)
    mine = Concern.objects.select_related("pupil", "school")
    concern = get_visible_or_404(mine, user, Permission.CONCERN_SEND, uid=uid)
    form = CorrectionForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        correct_concern(concern=concern, by=user, text=form.cleaned_data["text"])
        return redirect("referrals:my_concerns")
    return render(
        request, "referrals/concern_correct.html", {"form": form, "concern": concern}
    )
