"""The minutes on paper: each seat's own part, and the extract of one agency."""

import hashlib
import uuid
from typing import Any, cast

from django.db import transaction
from django.db.models import OuterRef, QuerySet, Subquery
from django.http import Http404, HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.views.decorators.http import require_safe

from portal import audit
from portal.access import require
from portal.clock import now
from portal.crypto import preload_keys
from portal.downloads import as_download
from portal.models import User
from portal.permissions import Permission
from portal.typesetting import typeset
from referrals.actions.meetings import holds
from referrals.meeting_papers import TEMPLATE, minutes_paper
from referrals.meeting_words import by_owner
from referrals.minutes_parts import Parts, parts_of
from referrals.models import AgendaItem, ItemAgency, Meeting, MeetingTask, Seat
from referrals.naming import child_name
from referrals.views.agenda import task_lines
from referrals.views.meetings import (
    BOTH,
    items_for,
    meeting_right,
    own_meeting,
    reach_meeting,
)


@require(*BOTH)
@require_safe
@transaction.atomic
def meeting_minutes(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    """The whole for the unit; for a school and an agency its own cases."""
    user, row = cast("User", request.user), reach_meeting(request, uid)
    right = meeting_right(user)
    is_member = right == Permission.MEETING_SEAT
    return _paper(
        request,
        row,
        list(items_for(user, row)),
        MeetingTask.objects.visible_to(user, right),
        own=ItemAgency.objects.visible_to(user) if is_member else None,
    )


@require(Permission.MEETING_HOLD)
@require_safe
@transaction.atomic
def meeting_extract(
    request: HttpRequest, uid: uuid.UUID, seat: uuid.UUID
) -> HttpResponse:
    """For an agency without account: its tasks by the number of the case."""
    seats = Seat.objects.filter(meeting=OuterRef("pk"), uid=seat)
    row: Any = own_meeting(request, uid, agency=Subquery(seats.values("agency")))
    if not row.agency:
        raise Http404
    user = cast("User", request.user)
    own = ItemAgency.objects.filter(agency=row.agency, unit=row.unit_id)
    tasks = MeetingTask.objects.visible_to(user, Permission.MEETING_HOLD)
    return _paper(
        request,
        row,
        list(items_for(user, row).filter(pk__in=own.values("item"))),
        tasks.filter(owner=MeetingTask.Owner.AGENCY, agency=row.agency),
        own=own,
        agency=row.agency,
    )


def _paper(
    request: HttpRequest,
    row: Meeting,
    items: list[AgendaItem],
    tasks: QuerySet[MeetingTask],
    *,
    own: Any = None,
    agency: str = "",
) -> HttpResponse:
    """Render, then write down who read whose case, and what the paper is known by.

    `own` and `tasks` narrow it to one agency: no minutes, no names but the shared.
    """
    user = cast("User", request.user)
    found = list(
        cast("Any", tasks)
        .of_minutes(row)
        .select_related("item__referral__case__pupil", "school", "unit")
        .order_by("due_on", "pk")
    )
    preload_keys([*(i.key_uid for i in items), *(t.key_uid for t in found)])
    parts = parts_of(row, items, own)
    whole = own is None and holds(user, row.unit_id)
    told: dict[str, Any] = {
        "seats": parts.seats if whole else [],
        "owners": by_owner(t for t in found if t.item.meeting_id != row.pk),
        "items": [_line(item, found, parts, whole=own is None) for item in items],
        "agency": agency,
    }
    as_pdf = request.GET.get("format") == "pdf"
    if as_pdf:
        body = typeset(TEMPLATE, minutes_paper(row, **told))
    else:
        more = {"meeting": row, "whole": whole, "is_member": own is not None}
        context = {**told, **more, "now": now()}
        page = "referrals/meetings/minutes.html"
        body = render_to_string(page, context, request=request).encode()
    subjects = [one.referral.case.subject for one in items]
    subjects += [task.item.referral.case.subject for task in found]
    detail = {"sha256": hashlib.sha256(body).hexdigest(), "items": len(items)}
    audit.record_view(
        "meeting.printed",
        by=user,
        subjects=subjects,
        obj=row,
        detail={**detail, "extract": bool(agency), "pdf": as_pdf},
    )
    if as_pdf:
        name = f"{'extract' if agency else 'minutes'}-{row.at:%Y-%m-%d}.pdf"
        return as_download(body, name, "application/pdf")
    return HttpResponse(body)


def _line(
    item: AgendaItem, tasks: list[MeetingTask], parts: Parts, *, whole: bool
) -> dict[str, Any]:
    """One case with its words, as far as this paper may hold them."""
    agencies = parts.agencies.get(item.pk, [])
    shared = whole or any(one.name_shared for one in agencies)
    return {
        "item": item,
        "name": child_name(item.referral.case) if shared else "",
        "agencies": agencies,
        "tasks": task_lines(task for task in tasks if task.item_id == item.pk),
        "corrections": parts.corrections.get(item.pk, []),
        "whole": whole,
    }
