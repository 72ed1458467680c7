"""What needs me today: counts that open exactly the list they count."""

from collections.abc import Mapping
from typing import Any, cast

from django.db.models import Count, OuterRef, Q, Subquery
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from portal.access import grants
from portal.clock import now
from portal.models import User
from portal.permissions import Permission
from portal.roles import PlaceKind
from referrals.counting import count_all
from referrals.models import Case, Concern, Referral
from referrals.states import STATES, State
from referrals.workflow import BEFORE_RECEIPT, UNANSWERED
from schools.models import Pupil


Panel = Mapping[str, Any]


def _tile(number: int, label: str, page: str, show: str, colour: str = "") -> Panel:
    return {
        "number": number,
        "label": label,
        "url": f"{reverse(page)}?show={show}",
        "colour": colour if number else "grey",
    }


def unit(request: HttpRequest) -> Panel:
    """The unit's morning. One query."""
    user = cast("User", request.user)
    rows = Referral.objects.visible_to(user, Permission.REFERRAL_RECEIVE).sent()
    counts = count_all(
        user,
        late=rows.live().filter(due_at__lt=now()),
        new=rows.filter(state__in=BEFORE_RECEIPT),
        waiting=rows.filter(state__in=(*BEFORE_RECEIPT, *UNANSWERED)),
    )
    page = "referrals:inbox"
    return {
        "tiles": [
            _tile(counts["late"], _("late"), page, "late", "red"),
            _tile(counts["new"], _("not yet received"), page, "new", "amber"),
            _tile(
                counts["waiting"], _("waiting for the unit"), page, "waiting", "amber"
            ),
        ]
    }


def teacher(request: HttpRequest) -> Panel:
    """Pass on a concern, and how the own ones stand. One query, no child.

    Who reads concerns has the numbers above; here only the way to a new one.
    """
    user = cast("User", request.user)
    if grants(user).has(Permission.CONCERN_READ):
        return {"counts": {}}
    mine = Concern.objects.visible_to(user, Permission.CONCERN_SEND)
    counts = mine.aggregate(
        sent=Count("pk"),
        unread=Count("pk", filter=Q(state="new", due_at__lt=now())),
        read=Count("pk", filter=Q(state="read")),
        acting=Count("pk", filter=Q(state__in=["watch", "coach", "refer"])),
    )
    return {"counts": counts}


def stand_in(request: HttpRequest) -> Panel:
    """Concerns that wait for who stands in for a protector; one query."""
    user = cast("User", request.user)
    if grants(user).has(Permission.CONCERN_READ):
        return {"tiles": []}  # counted with the others
    mine = Concern.objects.visible_to(user, Permission.CONCERN_READ).undecided()
    waiting = mine.count()
    label = ngettext(
        "concern that waits for you", "concerns that wait for you", waiting
    )
    tile = _tile(waiting, label, "referrals:concerns", "open", "red")
    return {"tiles": [tile] if waiting else []}


def direct(request: HttpRequest) -> Panel:
    """Concerns reported to the unit directly that nobody has received; one query."""
    user = cast("User", request.user)
    rows = Concern.objects.visible_to(user, Permission.REFERRAL_RECEIVE)
    waiting = rows.filter(received_at=None).count()
    label = ngettext("concern reported directly", "concerns reported directly", waiting)
    tile = _tile(waiting, label, "referrals:direct_concerns", "new", "red")
    return {"tiles": [tile] if waiting else []}


def pupil(request: HttpRequest, pupil: Pupil) -> Panel:
    """The open case of a pupil and its referral, or the way to open one. One query."""
    user = cast("User", request.user)
    live = Referral.objects.live().filter(case=OuterRef("pk"))
    case = (
        Case.objects.visible_to(user, Permission.CASE_VIEW)
        .open()
        .filter(pupil=pupil)
        .annotate(
            live_state=Subquery(live.values("state")[:1]),
            live_due=Subquery(live.values("due_at")[:1]),
        )
        .first()
    )
    live_state = getattr(case, "live_state", None)
    state = State(live_state) if live_state else None
    here = grants(user).place_ids(Permission.CASE_WORK, PlaceKind.SCHOOL)
    works_here = pupil.school_id in here
    return {
        "pupil": pupil,
        "case": case,
        "state": STATES[state] if state else None,
        "may_see": case is not None or works_here,
        "now": now(),
    }


def pass_on(_request: HttpRequest, pupil: Pupil) -> Panel:
    """The way to a concern about this pupil, by POST: no name in an address."""
    return {"pupil": pupil}
