"""Levels by the person who chose them, for the supervisor: counts and no child."""

from typing import Any, cast

from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from portal.access import require
from portal.clock import now, today
from portal.models import User
from portal.permissions import Permission
from referrals.models import Case
from referrals.states import LEVELS
from schools.scoping import in_reach


@require(Permission.CASE_HAND_OVER)
@require_safe
def levels(request: HttpRequest) -> HttpResponse:
    """Open cases by owner and level, and what is late with each; one query."""
    user = cast("User", request.user)
    lines = Case.objects.open().filter(in_reach(user, Permission.CASE_HAND_OVER))
    each: dict[str, Any] = {
        f"n_{level.value}": Count("pk", filter=Q(level=level.value)) for level in LEVELS
    }
    rows: Any = (
        lines.order_by()
        .values(
            "owner__staff__first_name",
            "owner__staff__last_name",
            "owner__school__name",
            "owner",
        )
        .annotate(
            total=Count("pk"),
            none=Count("pk", filter=Q(level="")),
            lapsed=Count("pk", filter=Q(level_lapses_on__lt=today())),
            **each,
        )
        .order_by("owner__staff__last_name", "owner__staff__first_name", "owner")
    )
    found = [
        {
            "name": " ".join(
                filter(
                    None,
                    [row["owner__staff__first_name"], row["owner__staff__last_name"]],
                )
            ),
            "school": row["owner__school__name"] or "",
            "total": row["total"],
            "none": row["none"],
            "lapsed": row["lapsed"],
            "counts": [row[f"n_{level.value}"] for level in LEVELS],
        }
        for row in rows
    ]
    context = {"rows": found, "levels": LEVELS.values(), "now": now()}
    return render(request, "referrals/levels.html", context)
