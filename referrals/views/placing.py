"""Asking for a place, and each step of it: fetch, form, action, answer."""

import uuid
from collections.abc import Callable
from typing import Any, cast

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from portal import audit
from portal.access import get_visible_or_404, grants, require
from portal.clock import today
from portal.models import User
from portal.permissions import Permission
from portal.roles import PlaceKind
from referrals.actions.cases import CaseOpenElsewhere
from referrals.actions.placement_work import (
    CheckDone,
    begin_coaching,
    do_check,
    say,
    write_for_class,
)
from referrals.actions.placing import (
    AskedAlready,
    PlacementChanged,
    PlacementLacksData,
    PlacementNotOpen,
    ask_placement,
    move_placement,
)
from referrals.forms.cases import OPEN_ELSEWHERE
from referrals.forms.placements import (
    PLACEMENT_FORMS,
    AskForUnknownForm,
    AskPlacementForm,
    CheckForm,
    ClassTextForm,
    CoachForm,
    SayForm,
)
from referrals.models import Placement, Referral
from referrals.naming import child_name
from referrals.placement_parties import placement_parties
from referrals.placement_steps import (
    PLACEMENT_BY_VERB,
    PLACEMENT_STATES,
    PlacementParty,
    PlacementState,
    may_place,
)
from referrals.views.placements import reach_placement
from schools.models import ProtectionUnit, School


REFUSED = (PlacementNotOpen, PlacementLacksData, CheckDone)
BOTH = (Permission.PLACEMENT_WORK, Permission.PLACEMENT_ASK)


# --- Asking ------------------------------------------------------------------------
@require(Permission.PLACEMENT_ASK)
@require_http_methods(["GET", "HEAD", "POST"])
@transaction.atomic
def placement_new(request: HttpRequest) -> HttpResponse:
    """For a child who is in no referral and on no roll."""
    held = grants(cast("User", request.user))
    ids = held.place_ids(Permission.PLACEMENT_ASK, PlaceKind.UNIT)
    unit = ProtectionUnit.objects.filter(pk__in=ids).order_by("pk").first()
    if unit is None:
        raise Http404
    return _ask(request, unit, AskForUnknownForm, None)


@require(Permission.PLACEMENT_ASK)
@require_http_methods(["GET", "HEAD", "POST"])
@transaction.atomic
def placement_of_referral(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    """For the child of a referral that the unit works on."""
    user = cast("User", request.user)
    rows = Referral.objects.select_related("case__pupil", "unit")
    row = get_visible_or_404(rows, user, Permission.PLACEMENT_ASK, uid=uid)
    audit.record_view("referral.viewed", by=user, subjects=[row.case.subject], obj=row)
    return _ask(request, row.unit, AskPlacementForm, row)


def _ask(
    request: HttpRequest,
    unit: ProtectionUnit,
    form_class: type[AskPlacementForm],
    referral: Referral | None,
) -> HttpResponse:
    schools = School.objects.filter(municipality=unit.municipality_id)
    form = form_class(
        request.POST or None,
        schools=schools.open_on(today()).order_by("name"),
        initial={"token": uuid.uuid4()},
    )
    if request.method == "POST" and form.is_valid():
        try:
            asked = ask_placement(
                by=cast("User", request.user),
                unit=unit,
                referral=referral,
                **form.cleaned_data,
            )
        except AskedAlready:
            form.add_error(None, _("A school has been asked for this child already."))
        else:
            messages.success(request, _("The school is asked. It sees it now."))
            return redirect("referrals:placement", uid=asked.uid)
    name = child_name(referral.case) if referral else ""
    context = {"form": form, "referral": referral, "name": name}
    return render(request, "referrals/placement_new.html", context)


# --- The steps ---------------------------------------------------------------------
@require(*BOTH)
@require_http_methods(["GET", "HEAD", "POST"])
@transaction.atomic
def placement_move(request: HttpRequest, uid: uuid.UUID, verb: str) -> HttpResponse:
    """Ask what the move needs, then make it; what was typed is never lost."""
    if verb not in PLACEMENT_FORMS:
        raise Http404
    row, move = reach_placement(request, uid), PLACEMENT_BY_VERB[verb]
    parties = placement_parties(cast("User", request.user), row)
    if request.method != "POST" and not may_place(
        move, PlacementState(row.state), parties
    ):
        messages.warning(request, _said_already(row))
        return redirect("referrals:placement", uid=row.uid)
    form = PLACEMENT_FORMS[verb](
        request.POST or None,
        initial={"version": row.version},
        placement=row,
        by=_by(request),
    )

    named = form.roll()
    audit.record_view("pupil.looked_up", by=_by(request), subjects=named)

    def act(data: dict[str, Any]) -> object:
        return move_placement(
            placement=row,
            verb=verb,
            by=cast("User", request.user),
            version=data["version"],
            changes=form.changes(),
            text=data.get("text", ""),
        )

    return _work(request, row, form, act, move.label)


@require(Permission.PLACEMENT_WORK)
@require_http_methods(["GET", "HEAD", "POST"])
@transaction.atomic
def placement_class(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    """What the teachers of the class read."""
    row = _at_school(request, uid)
    initial = {"version": row.version, "text": row.for_class}
    form = ClassTextForm(
        request.POST or None, initial=initial, placement=row, by=_by(request)
    )
    return _work(
        request,
        row,
        form,
        lambda data: write_for_class(placement=row, by=_by(request), **data),
        gettext_lazy("What the child needs in class"),
    )


@require(Permission.PLACEMENT_WORK)
@require_http_methods(["GET", "HEAD", "POST"])
@transaction.atomic
def placement_check(request: HttpRequest, uid: uuid.UUID, months: int) -> HttpResponse:
    """How it goes after so many months."""
    row = _at_school(request, uid)
    check = row.checks.select_related("placement").filter(months=months).first()
    if check is None:
        raise Http404
    form = CheckForm(request.POST or None, initial={"done_on": today()})
    return _work(
        request,
        row,
        form,
        lambda data: do_check(check=check, by=_by(request), **data),
        gettext_lazy("How does it go?"),
    )


@require(*BOTH)
@require_http_methods(["GET", "HEAD", "POST"])
@transaction.atomic
def placement_say(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    """A message to the other side."""
    row = reach_placement(request, uid)
    form = SayForm(request.POST or None)
    return _work(
        request,
        row,
        form,
        lambda data: say(placement=row, by=_by(request), **data),
        gettext_lazy("Write to the other side"),
    )


@require(Permission.PLACEMENT_WORK)
@require_http_methods(["GET", "HEAD", "POST"])
@transaction.atomic
def placement_coach(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    """Open the school's own file of the child."""
    row = _at_school(request, uid)
    form = CoachForm(request.POST or None, initial={"why": row.why})
    return _work(
        request,
        row,
        form,
        lambda data: begin_coaching(placement=row, by=_by(request), **data),
        gettext_lazy("Begin individual support"),
    )


# --- What they share ---------------------------------------------------------------
def _by(request: HttpRequest) -> User:
    return cast("User", request.user)


def _at_school(request: HttpRequest, uid: uuid.UUID) -> Placement:
    row = reach_placement(request, uid)
    if PlacementParty.SCHOOL not in placement_parties(_by(request), row):
        raise Http404
    return row


def _work(
    request: HttpRequest,
    row: Placement,
    form: Any,
    act: Callable[[dict[str, Any]], object],
    title: str | Promise,
) -> HttpResponse:
    """Ask, act, say what stands in the way; both texts when two people wrote."""
    clash: dict[str, str] = {}
    if request.method == "POST" and form.is_valid():
        try:
            act(form.cleaned_data)
        except PlacementChanged as changed:
            current = changed.current
            form.add_error(None, _said_already(current))
            form.data = request.POST.copy()
            form.data["version"] = str(current.version)
            if isinstance(form, ClassTextForm):
                clash = {"theirs": current.for_class, "yours": form.data["text"]}
        except REFUSED:
            form.add_error(None, _said_already(row))
        except CaseOpenElsewhere:
            form.add_error(None, OPEN_ELSEWHERE)
        else:
            messages.success(request, _("It is saved."))
            return redirect("referrals:placement", uid=row.uid)
    return render(request, "referrals/placement_step.html", {
        "form": form,
        "placement": row,
        "name": child_name(row),
        "title": title,
        "clash": clash,
    })  # fmt: skip


def _said_already(row: Placement) -> str:
    return _("Somebody changed this placement. It is now: %(state)s. Look again.") % {
        "state": PLACEMENT_STATES[PlacementState(row.state)].label
    }
