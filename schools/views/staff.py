"""A member of staff: posts, and whether they open anything."""

import uuid
from typing import cast

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from portal.access import get_visible_or_404, require
from portal.models import User
from portal.permissions import Permission
from schools.models import StaffMember


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
