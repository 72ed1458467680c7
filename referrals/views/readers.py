"""Who opened this file: names, roles and times, for those who work the case."""

import uuid
from typing import cast

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from portal import audit
from portal.access import require
from portal.audit.reading import Reading, readings_of
from portal.audit.wording import say, words
from portal.models import User
from portal.permissions import Permission
from portal.roles import ROLES
from referrals.naming import child_name
from referrals.views.cases import reach_case
from schools.models import Post


LONGEST_ID = 18  # digits: more than any event's number has


@require(Permission.CASE_WORK)
@require_safe
def case_readers(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    """The latest 50 acts and readings about this child; looking is itself recorded."""
    one = reach_case(request, uid, Permission.CASE_WORK)
    audit.record_view(
        "case.readers", by=cast("User", request.user), subjects=[one.subject], obj=one
    )
    before = request.GET.get("before", "")
    known_id = before.isdecimal() and len(before) <= LONGEST_ID
    found = readings_of(
        {one.subject, one.uid}, before=int(before) if known_id else None
    )
    roles = _roles(found.rows)
    known = words()
    lines = [
        {
            "at": row.at,
            "name": row.name,
            "roles": ", ".join(sorted({roles[p] for p in row.posts if p in roles})),
            "what": say(row.verb, known),
        }
        for row in found.rows
    ]
    context = {"case": one, "name": child_name(one), "lines": lines}
    context["older"] = found.older
    return render(request, "referrals/casefile/readers.html", context)


def _roles(rows: list[Reading]) -> dict[uuid.UUID, str]:
    """The role of each post that stands in these events; one query."""
    posts = {post for row in rows for post in row.posts}
    found = Post.objects.filter(uid__in=posts).values_list("uid", "role")
    return {uid: str(ROLES[role].label) for uid, role in found}
