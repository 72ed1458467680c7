"""The training's boxes on the home page."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest
from django.utils.translation import get_language

from portal.clock import today
from portal.permissions import Permission
from schools.scoping import in_reach
from training.coverage import TARGET, modules, totals
from training.outline import read_outline
from training.standing import next_step, standing_of_user


def learning_panel(request: HttpRequest) -> Mapping[str, Any] | None:
    """Go on exactly where you stopped; no box when everything is complete."""
    outline = read_outline(get_language() or "")
    return next_step(outline, standing_of_user(request.user, outline))  # type: ignore[arg-type]


def coverage_panel(request: HttpRequest) -> Mapping[str, Any] | None:
    """How far the own place has come with the first module."""
    items = modules()[:1]
    if not items:
        return None
    reach = in_reach(request.user, Permission.COVERAGE_COUNTS)  # type: ignore[arg-type]
    day = today()
    return {"total": totals(reach, items, day)[0], "day": day, "target": TARGET}
