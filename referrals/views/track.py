"""The national mechanism's track of a referral: opened, and gone through step by step."""

import uuid
from typing import Any, cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from portal.access import require
from portal.models import User
from portal.permissions import Permission
from referrals.actions.moving import MoveNotOpen
from referrals.actions.tracking import note_step, open_track
from referrals.forms.exchange import TrackForm, TrackStepForm
from referrals.models import Referral, TraffickingTrack
from referrals.naming import child_name
from referrals.track_steps import STEPS
from referrals.views.referrals import reach_referral


@require(Permission.REFERRAL_SEND, Permission.REFERRAL_RECEIVE)
@require_http_methods(["GET", "HEAD", "POST"])
def referral_track(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    """A child who may have been trafficked: open the track, then tick its steps."""
    row = reach_referral(request, uid)
    track = getattr(row, "track", None)
    form = (TrackStepForm if track else TrackForm)(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            _act(cast("User", request.user), row, track, form.cleaned_data)
        except MoveNotOpen:
            form.add_error(None, _("This referral is not yours to work on."))
        else:
            messages.success(request, _("It is saved. The other side sees it."))
            return redirect("referrals:referral_track", uid=row.uid)
    return render(request, "referrals/track.html", {
        "form": form,
        "referral": row,
        "track": track,
        "name": child_name(row.case),
        "steps": _steps(track),
    })  # fmt: skip


def _act(
    by: User, row: Referral, track: TraffickingTrack | None, given: dict[str, Any]
) -> None:
    if track is None:
        open_track(referral=row, by=by, **given)
    else:
        note_step(track=track, by=by, **given)


def _steps(track: TraffickingTrack | None) -> list[dict[str, Any]]:
    """Every step of the procedures, with its day where it was taken."""
    if track is None:
        return []
    taken = {step.code: step for step in track.steps.select_related("by")}
    return [{"label": label, "taken": taken.get(code)} for code, label in STEPS.items()]
