"""The training's boxes on the home page."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.db.models import Case, Q, When
from django.http import HttpRequest
from django.urls import reverse

from portal.access import grants
from portal.clock import now, today
from portal.permissions import Permission
from schools.scoping import in_reach
from training.counted import programmes
from training.coverage import TARGET, totals
from training.learner import read_once
from training.models import TrainingSession
from training.own_awards import ending
from training.refreshing import offers
from training.safety import cards
from training.standing import next_step


AHEAD = dt.timedelta(days=14)  # how far a session is told of, before and after


def outbox_panel(_request: HttpRequest) -> Mapping[str, Any]:
    """What a phone kept and did not send; empty and hidden until its script knows."""
    return {}


def learning_panel(request: HttpRequest) -> Mapping[str, Any] | None:
    """Go on exactly where you stopped; no box when everything is complete."""
    return next_step(*read_once(request), grants(request.user).roles)


def safety_panel(request: HttpRequest) -> Mapping[str, Any] | None:
    """What changed for safety's sake in what one has finished."""
    found = cards(request.user, *read_once(request))  # type: ignore[arg-type]
    return {"cards": found} if found else None


def award_panel(request: HttpRequest) -> Mapping[str, Any] | None:
    """An award of one's own that ends within 90 days, or has just ended."""
    found = ending(*read_once(request))
    return {"awards": found} if found else None


def refresher_panel(request: HttpRequest) -> Mapping[str, Any] | None:
    """The one refresher that lapses soonest: one line, the others are in My training."""
    found = offers(*read_once(request), today())
    return {"offers": found[:1]} if found else None


def coverage_panel(request: HttpRequest) -> Mapping[str, Any] | None:
    """How far the own place has come with the first programme."""
    items = programmes()[:1]
    if not items:
        return None
    reach = in_reach(request.user, Permission.COVERAGE_COUNTS)  # type: ignore[arg-type]
    day = today()
    return {"total": totals(reach, items, day)[0], "day": day, "target": TARGET}


def session_panel(request: HttpRequest) -> Mapping[str, Any] | None:
    """The next session: the one that this person leads, else at the own school."""
    user, at = request.user, now()
    leads = Q(facilitator__user=user)
    rows = (
        TrainingSession.objects.visible_to(user, Permission.TRAINING_LEARN)  # type: ignore[arg-type]
        .filter(leads | Q(starts_at__lte=at + AHEAD, ends_at__gte=at))
        .filter(state__in=["planned", "held"], ends_at__gte=at - AHEAD)
        .select_related("school", "module", "facilitator")
        .order_by(Case(When(leads, then=0), default=1), "starts_at", "pk")
    )
    found = rows.first()
    if found is None:
        return None
    own = found.facilitator.user_id == user.pk
    to = reverse("training:session", args=[found.uid])
    url = to if own else reverse("training:my_sessions")
    return {"session": found, "leads": own, "url": url}
