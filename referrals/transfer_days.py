"""How late a receipt is, counted in school days of the receiving school."""

from collections.abc import Collection
from datetime import date
from typing import TYPE_CHECKING

from portal.permissions import Permission
from referrals.deadlines import TIRANE
from referrals.models import Transfer
from schools.calendars import Calendars
from schools.school_days import start_year_of


if TYPE_CHECKING:
    from portal.models import User

DAYS_TO_RECEIVE = 5  # school days


def days_late(offered_on: date, session: Collection[date], on: date) -> int:
    """School days past the fifth one after the day of the offer; 0 while in time."""
    since = sum(1 for day in session if offered_on < day <= on)
    return max(0, since - DAYS_TO_RECEIVE)


def unreceived_lines(user: "User", on: date) -> list[dict[str, object]]:
    """For those who steer: the number of each late case and the days, no more."""
    rows = list(
        Transfer.objects.visible_to(user, Permission.CASE_HAND_OVER)
        .unreceived()
        .select_related("case", "to_school")
        .order_by("decided_at", "pk")
    )
    if not rows:
        return []
    calendars = Calendars([start_year_of(on) - 1, start_year_of(on)])
    calendars.preload({row.to_school_id for row in rows})
    found = []
    for row in rows:
        offered = (row.decided_at or row.prompted_at).astimezone(TIRANE).date()
        late = days_late(offered, calendars.session(row.to_school_id), on)
        if late:
            found.append({"reference": row.case.reference, "days": late})
    return found
