"""What needs me today: counts that open exactly the list they count."""

from collections.abc import Mapping
from typing import Any, cast

from django.db.models import Count, Q
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from portal.access import grants
from portal.clock import now, today
from portal.models import User
from portal.permissions import Permission
from referrals.models import Case, Concern, Referral
from referrals.states import ENDED, STATES, State
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


def protector(request: HttpRequest) -> Panel:
    """The protector's morning: late first, then what is due today. Three queries."""
    user, moment = cast("User", request.user), now()
    concerns = Concern.objects.visible_to(user, Permission.CONCERN_READ).aggregate(
        late=Count("pk", filter=Q(triaged_at=None, due_at__lt=moment)),
        new=Count("pk", filter=Q(state=Concern.State.NEW)),
    )
    cases = Case.objects.visible_to(user, Permission.CASE_VIEW).aggregate(
        due=Count("pk", filter=Q(closed_at=None, next_on__lte=today())),
        lapsed=Count("pk", filter=Q(closed_at=None, level_lapses_on__lt=today())),
    )
    live = ~Q(state__in=ENDED)
    sent = Referral.objects.visible_to(user, Permission.REFERRAL_SEND).aggregate(
        late=Count("pk", filter=live & Q(due_at__lt=moment)),
        asked=Count("pk", filter=Q(state=State.NEEDS_INFORMATION)),
    )
    sent_page = "referrals:referrals"
    return {
        "tiles": [
            _tile(sent["late"], _("late at the unit"), sent_page, "late", "red"),
            _tile(
                concerns["late"],
                _("concerns late to decide"),
                "referrals:concerns",
                "late",
                "red",
            ),
            _tile(
                sent["asked"],
                _("questions of the unit to answer"),
                sent_page,
                "question",
                "amber",
            ),
            _tile(
                concerns["new"],
                _("new concerns"),
                "referrals:concerns",
                "new",
                "amber",
            ),
            _tile(
                cases["due"],
                _("next steps due today or before"),
                "referrals:cases",
                "due",
                "amber",
            ),
            _tile(
                cases["lapsed"],
                _("levels to renew"),
                "referrals:cases",
                "lapsed",
                "amber",
            ),
        ]
    }


def unit(request: HttpRequest) -> Panel:
    """The unit's morning. One query."""
    user = cast("User", request.user)
    rows = Referral.objects.visible_to(user, Permission.REFERRAL_RECEIVE).sent()
    live = ~Q(state__in=ENDED)
    counts = rows.aggregate(
        late=Count("pk", filter=live & Q(due_at__lt=now())),
        new=Count("pk", filter=Q(state__in=BEFORE_RECEIPT)),
        waiting=Count("pk", filter=Q(state__in=(*BEFORE_RECEIPT, *UNANSWERED))),
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
    """Pass on a concern, and how the own ones stand. One query, no child."""
    user = cast("User", request.user)
    mine = Concern.objects.visible_to(user, Permission.CONCERN_SEND)
    counts = mine.aggregate(
        sent=Count("pk"),
        unread=Count("pk", filter=Q(state="new", due_at__lt=now())),
        acting=Count("pk", filter=Q(state__in=["watch", "coach", "refer"])),
    )
    return {"counts": counts}


def pupil(request: HttpRequest, pupil: Pupil) -> Panel:
    """The open case of a pupil and its referral, or the way to open one."""
    user = cast("User", request.user)
    cases = Case.objects.visible_to(user, Permission.CASE_VIEW).open()
    case = cases.filter(pupil=pupil).prefetch_related("referrals").first()
    live = None
    if case:
        rows = [r for r in case.referrals.all() if State(r.state) not in ENDED]
        live = rows[0] if rows else None
    here = grants(user).having(Permission.CASE_WORK)
    return {
        "pupil": pupil,
        "case": case,
        "referral": live,
        "state": STATES[State(live.state)] if live else None,
        "may_open": case is None
        and any(grant.place.id == pupil.school_id for grant in here),
        "may_see": any(grant.place.id == pupil.school_id for grant in here),
        "now": now(),
    }


def pass_on(_request: HttpRequest, pupil: Pupil) -> Panel:
    """The way to a concern about this pupil, by POST: no name in an address."""
    return {"pupil": pupil}
