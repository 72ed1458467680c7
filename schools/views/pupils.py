"""The pupil's page: what the roll knows, and the panels of the floors above."""

import uuid
from typing import cast

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from portal import audit
from portal.access import get_visible_or_404, grants, require
from portal.hooks import PupilPanel, registered
from portal.models import User
from portal.permissions import Permission
from schools.models import Pupil


@require(Permission.PUPIL_VIEW)
@require_safe
def pupil_page(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    """One child: roll entry first, then a box from each floor that has one."""
    user = cast("User", request.user)
    pupil = get_visible_or_404(
        Pupil.objects.select_related("school", "class_group", "residence"),
        user,
        Permission.PUPIL_VIEW,
        uid=uid,
    )
    audit.record_view("pupil.viewed", by=user, subjects=[pupil.uid], obj=pupil)
    held = grants(user)
    panels = []
    for panel in registered(PupilPanel):
        if held.has_any(panel.permissions):
            context = panel.build(request, pupil)
            if context is not None:
                panels.append({"template": panel.template, "panel": context})
    may_call = held.has(Permission.CASE_WORK)
    return render(
        request,
        "schools/pupil.html",
        {"pupil": pupil, "panels": panels, "may_call": may_call},
    )
