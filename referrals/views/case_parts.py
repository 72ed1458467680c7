"""What the pages about one part of a case share: reach it, and write the reading down."""

import uuid
from collections.abc import Callable, Iterable
from typing import Any, cast

from django import forms
from django.http import HttpRequest

from portal import audit
from portal.access import get_visible_or_404, grants
from portal.models import User
from portal.permissions import Permission
from referrals.looking_up import find_pupils
from referrals.models import Case
from referrals.naming import child_name
from referrals.views.cases import reach_case
from referrals.views.typed import Typed, typed_texts
from schools.models import Pupil


def part_of_case(
    request: HttpRequest,
    uid: uuid.UUID,
    right: Permission = Permission.CASE_VIEW,
    others: Callable[[Case], Iterable[uuid.UUID]] = lambda _case: (),
) -> tuple[Case, dict[str, Any]]:
    """The case within reach and what each of its pages shows; the reading recorded.

    `others` are the uids of further children whom the page names.
    """
    user = cast("User", request.user)
    one = reach_case(request, uid, right)
    named = [one.subject, *others(one)]
    audit.record_view("case.viewed", by=user, subjects=named, obj=one)
    works = one.is_open and grants(user).has(Permission.CASE_WORK)
    return one, {"case": one, "name": child_name(one), "may_work": works}


def too_late(
    request: HttpRequest, context: dict[str, Any], form: forms.BaseForm
) -> list[Typed] | None:
    """What was sent to a case that closed meanwhile; nothing when it is no such case."""
    late = request.method == "POST" and not context["may_work"]
    return typed_texts(form) if late else None


def row_of_case(request: HttpRequest, model: Any, uid: uuid.UUID) -> Any:
    """One row about a case that the user may work on, with its case; else 404."""
    rows = model.objects.select_related("case__pupil", "case__school", "case__unit")
    return get_visible_or_404(
        rows, cast("User", request.user), Permission.CASE_WORK, uid=uid
    )


def pupils_named(request: HttpRequest) -> list[Pupil]:
    """The pupils in reach whom the posted name finds; looking up is recorded."""
    user = cast("User", request.user)
    typed = request.POST.get("name", "")[:100]
    found = find_pupils(user, typed, request.POST.get("pupil", ""))
    audit.record_view("pupil.looked_up", by=user, subjects=[p.uid for p in found])
    return found
