"""What the casework has due on which day, as counts by kind: for the calendar."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from django.db.models import Count, QuerySet
from django.db.models.functions import TruncDate
from django.urls import reverse
from django.utils.translation import ngettext_lazy

from portal.access import grants
from portal.hooks import CalendarDay
from portal.models import User
from portal.permissions import Permission
from referrals.deadlines import TIRANE
from referrals.models import Case, CoachingPlan, Meeting, PlacementCheck, Referral


KINDS = {
    "step": ngettext_lazy("%(count)d next step", "%(count)d next steps", "count"),
    "level": ngettext_lazy(
        "%(count)d level to renew", "%(count)d levels to renew", "count"
    ),
    "review": ngettext_lazy(
        "%(count)d plan to review", "%(count)d plans to review", "count"
    ),
    "clock": ngettext_lazy(
        "%(count)d clock of a referral ends",
        "%(count)d clocks of referrals end",
        "count",
    ),
    "check": ngettext_lazy(
        "%(count)d check of a placement", "%(count)d checks of placements", "count"
    ),
    "meeting": ngettext_lazy("%(count)d meeting", "%(count)d meetings", "count"),
}


def due_days(user: User, first: date, last: date) -> Iterator[CalendarDay]:
    """One query for each kind that this person's rights open."""
    held = grants(user)
    if held.has(Permission.CASE_WORK):
        cases = Case.objects.visible_to(user, Permission.CASE_WORK).open()
        page = reverse("referrals:cases")
        yield from _days(cases, "next_on", "step", f"{page}?show=due", first, last)
        lapsed = f"{page}?show=lapsed"
        yield from _days(cases, "level_lapses_on", "level", lapsed, first, last)
        plans = CoachingPlan.objects.visible_to(user, Permission.CASE_WORK).running()
        review = f"{page}?show=review"
        yield from _days(plans, "review_on", "review", review, first, last)
    if held.has_any((Permission.REFERRAL_SEND, Permission.REFERRAL_RECEIVE)):
        yield from _clocks(user, first, last)
    if held.has_any((Permission.PLACEMENT_WORK, Permission.PLACEMENT_ASK)):
        yield from _checks(user, first, last)
    if held.has_any((Permission.MEETING_HOLD, Permission.MEETING_SEAT)):
        yield from _meetings(user, first, last)


def _clocks(user: User, first: date, last: date) -> Iterator[CalendarDay]:
    sends = grants(user).has(Permission.REFERRAL_SEND)
    right = Permission.REFERRAL_SEND if sends else Permission.REFERRAL_RECEIVE
    page = reverse("referrals:referrals" if sends else "referrals:inbox")
    rows = Referral.objects.visible_to(user, right).live().sent()
    on_day = rows.annotate(ends_on=TruncDate("due_at", tzinfo=TIRANE))
    yield from _days(on_day, "ends_on", "clock", page, first, last)


def _checks(user: User, first: date, last: date) -> Iterator[CalendarDay]:
    from referrals.models import Placement

    works = grants(user).has(Permission.PLACEMENT_WORK)
    right = Permission.PLACEMENT_WORK if works else Permission.PLACEMENT_ASK
    mine = Placement.objects.visible_to(user, right)
    rows = PlacementCheck.objects.waiting().filter(placement__in=mine)
    page = reverse("referrals:placements")
    yield from _days(rows, "due_on", "check", page, first, last)


def _meetings(user: User, first: date, last: date) -> Iterator[CalendarDay]:
    holds = grants(user).has(Permission.MEETING_HOLD)
    right = Permission.MEETING_HOLD if holds else Permission.MEETING_SEAT
    rows = Meeting.objects.visible_to(user, right).planned()
    page = reverse("referrals:meetings")
    end = last + timedelta(days=1)
    days = rows.filter(at__date__gte=first, at__date__lt=end).order_by()
    met = days.values_list("at").annotate(n=Count("pk", distinct=True))
    for at, number in met.order_by("at"):
        here = at.astimezone(TIRANE)
        yield CalendarDay(here.date(), "meeting", number, page, at=at)


def _days(  # noqa: PLR0917 - a table of six plain columns
    rows: QuerySet[Any], field: str, kind: str, path: str, first: date, last: date
) -> Iterator[CalendarDay]:
    within = rows.filter(**{f"{field}__gte": first, f"{field}__lte": last}).order_by()
    found = within.values_list(field).annotate(n=Count("pk", distinct=True))
    for day, number in found.order_by(field):
        yield CalendarDay(day, kind, number, path)
