"""What a pupil of your class needs: one text a child, and nothing of why."""

from typing import cast

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from portal import audit
from portal.access import require
from portal.crypto import preload_keys
from portal.models import User
from portal.permissions import Permission
from referrals.models import Placement
from referrals.naming import child_name


MOST_SHOWN = 50


@require(Permission.PLACEMENT_TEACH)
@require_safe
@transaction.atomic
def class_needs(request: HttpRequest) -> HttpResponse:
    """The pupils of the own classes of whom the school service wrote a word."""
    user = cast("User", request.user)
    found = Placement.objects.visible_to(user, Permission.PLACEMENT_TEACH).for_class()
    rows = list(
        found.select_related("pupil", "class_group", "referral__case__pupil")
        .only(
            "uid", "key_uid", "state", "child_name", "for_class", "for_class_at",
            "class_group__name", "pupil__uid", "pupil__first_name", "pupil__last_name",
            "referral__case__uid", "referral__case__pupil__uid",
        )
        .order_by("class_group__name", "pk")[:MOST_SHOWN]
    )  # fmt: skip
    subjects = [row.subject for row in rows]
    audit.record_view("class_needs.viewed", by=user, subjects=subjects)
    preload_keys(row.key_uid for row in rows)
    lines = [
        {"name": child_name(row), "group": row.class_group, "text": row.for_class}
        for row in rows
    ]
    return render(request, "referrals/class_needs.html", {"lines": lines})
