"""Pupils who moved: the old protector decides on the file, the new one receives it."""

import json
import uuid
from collections.abc import Iterator
from datetime import date
from typing import Any, cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from portal import audit
from portal.access import get_visible_or_404, grants, require
from portal.models import User
from portal.permissions import Permission
from portal.roles import PlaceKind
from referrals.actions import transferring
from referrals.actions.cases import EndingNeedsSignatures
from referrals.forms.transfers import CLOSE, KEEP, DecideForm
from referrals.models import Transfer
from referrals.timeline import PART_WORDS
from referrals.views.typed import typed_texts
from schools.shielding import has_shield


STATE = Transfer.State
TO_DECIDE = (STATE.PROMPTED, STATE.KEPT)
COLOURS = {"prompted": "red", "kept": "yellow", "offered": "blue", "received": "green"}
SHOWN = 100


@require(Permission.CASE_WORK)
@require_safe
def transfers(request: HttpRequest) -> HttpResponse:
    """To decide, to receive, and what became of the others; the newest on top.

    `?show=waiting` leaves only what the count of the first page counts.
    """
    user = cast("User", request.user)
    only = request.GET.get("show") == "waiting"
    reach = (
        Transfer.objects.awaiting(user) if only else Transfer.objects.visible_to(user)
    )
    rows = (
        reach.exclude(state=STATE.VOID)
        .defer("interest", "summary", "chronology")
        .select_related("pupil", "case")
        .order_by("-prompted_at", "-pk")[:SHOWN]
    )
    found = list(rows)
    audit.record_view("transfer.viewed", by=user, subjects=[r.pupil.uid for r in found])
    here = grants(user).place_ids(Permission.CASE_WORK, PlaceKind.SCHOOL)
    lines = [
        {
            "transfer": row,
            "name": row.pupil.full_name(),
            "state": row.get_state_display(),
            "colour": COLOURS.get(row.state, "grey"),
            "arrives": row.school_id not in here,
        }
        for row in found
    ]
    return render(request, "referrals/casefile/transfers.html", {"lines": lines})


def _reach(request: HttpRequest, uid: uuid.UUID) -> Transfer:
    rows = Transfer.objects.select_related(
        "pupil", "case__owner", "school", "to_school", "decided_by", "received_by"
    )
    user = cast("User", request.user)
    found: Transfer = get_visible_or_404(rows, user, Permission.CASE_WORK, uid=uid)
    audit.record_view("transfer.viewed", by=user, subjects=[found.pupil.uid], obj=found)
    return found


@require(Permission.CASE_WORK)
@require_http_methods(["GET", "HEAD", "POST"])
def transfer(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    """For the old school the decision, later days and kinds; for the new the receipt."""
    user, row = cast("User", request.user), _reach(request, uid)
    here = grants(user).place_ids(Permission.CASE_WORK, PlaceKind.SCHOOL)
    at_old = row.school_id in here
    form, gone = None, None
    if at_old and row.state in TO_DECIDE and row.case.is_open:
        form = DecideForm(request.POST or None)
        if request.method == "POST" and form.is_valid() and _decide(row, user, form):
            messages.success(request, _("It is decided. The reason is kept."))
            return redirect("referrals:transfer", uid=row.uid)
    elif at_old and request.method == "POST":
        gone = typed_texts(DecideForm(request.POST))
    return render(request, "referrals/casefile/transfer.html", {
        "transfer": row,
        "name": row.pupil.full_name(),
        "form": form,
        "gone": gone,
        "at_old": at_old,
        "where": where_words(row, user) if at_old else "",
        "may_take_back": at_old and row.state == STATE.OFFERED,
        "may_receive": row.to_school_id in here and row.state == STATE.OFFERED,
        "happened": list(_happened(row)) if at_old else [],
        "case": row.new_case if row.to_school_id in here else None,
    })  # fmt: skip


MOVED = gettext_lazy("moved")


def where_words(row: Transfer, user: User) -> str:
    """The new school; "moved" for a shielded child, but to the owner of the case."""
    own = {grant.post for grant in grants(user).having(Permission.CASE_WORK)}
    owner = row.case.owner
    if has_shield(row.pupil) and not (owner and owner.uid in own):
        return str(MOVED)
    return str(row.to_school.name)


def _happened(row: Transfer) -> Iterator[tuple[date, Any]]:
    """The days and kinds that the old school keeps, in words."""
    for day, kind in json.loads(row.chronology or "[]"):
        yield date.fromisoformat(day), PART_WORDS.get(kind, kind)


def _decide(row: Transfer, by: User, form: DecideForm) -> bool:
    """Carry the decision out; what stands in the way is said in the form."""
    data = form.cleaned_data
    given = {"transfer": row, "by": by, "interest": data["interest"]}
    try:
        if data["decision"] == CLOSE:
            transferring.close_as_moved(**given, child_view=data["child_view"])
        elif data["decision"] == KEEP:
            transferring.keep_file(**given, keep_until=data["keep_until"])
        else:
            transferring.offer_file(
                **given, scope=data["decision"], summary=data["summary"]
            )
    except (transferring.NeedsWholeFile, transferring.CaseHasReferral):
        form.add_error(
            "decision",
            _("A unit works on a referral of this case: offer the whole file."),
        )
    except EndingNeedsSignatures:
        form.add_error(
            "decision",
            _(
                "A heightened or acute case ends with a second signature. Ask for it on"
                " the page of the case, or offer the file to the new school."
            ),
        )
    except transferring.NotToDecide:
        form.add_error(None, _("Somebody has decided meanwhile. Open the page again."))
    else:
        return True
    return False


@require(Permission.CASE_WORK)
@require_POST
def transfer_take_back(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    """The old school decides anew, as long as nobody has received the file."""
    user, row = cast("User", request.user), _reach(request, uid)
    here = grants(user).place_ids(Permission.CASE_WORK, PlaceKind.SCHOOL)
    try:
        if row.school_id in here:
            transferring.take_back(transfer=row, by=user)
            messages.success(request, _("The offer is taken back. Decide anew."))
    except transferring.NotToDecide:
        messages.warning(request, _("This file no longer waits for a receipt."))
    return redirect("referrals:transfer", uid=row.uid)


@require(Permission.CASE_WORK)
@require_POST
def transfer_receive(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    """I have it: from now on the case is ours."""
    user, row = cast("User", request.user), _reach(request, uid)
    here = grants(user).place_ids(Permission.CASE_WORK, PlaceKind.SCHOOL)
    if row.to_school_id not in here:
        return redirect("referrals:transfer", uid=row.uid)
    try:
        case = transferring.receive_file(transfer=row, by=user)
    except transferring.NotToDecide:
        messages.warning(request, _("This file no longer waits for a receipt."))
        return redirect("referrals:transfer", uid=row.uid)
    messages.success(request, _("The file is yours. The old school is told."))
    return redirect("referrals:case", uid=case.uid)
