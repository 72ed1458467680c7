"""The protector's Monday: today's school first, then at most seven lines.

Each line is a sentence whose number opens exactly the list that it counts.
Source: issue B, "The moments it must shine in".
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, cast

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import ngettext

from portal.clock import now, today
from portal.models import User
from portal.permissions import Permission
from referrals.counting import count_all
from referrals.models import (
    Case,
    CaseAction,
    CoachingPlan,
    Concern,
    Placement,
    Referral,
    Transfer,
)
from referrals.states import State
from schools.crossing import crossing
from schools.directory import schools_for


TODAY_SCHOOL = "today_school"
MOST_LINES = 7


@dataclass(frozen=True)
class Line:
    """A sentence with its number, the list that it opens, and how it is coloured."""

    number: int
    text: str
    url: str
    colour: str


def lines_of(counts: Mapping[str, int]) -> list[Line]:
    """What needs the protector, in this order, never more than seven."""
    n = counts
    found = [
        _line(n["late"], ngettext("referral late at the unit", "referrals late at the unit", n["late"]), "referrals:referrals", "show=late", "red"),
        _line(n["urgent"], ngettext("urgent concern", "urgent concerns", n["urgent"]), "referrals:concerns", "show=urgent", "red"),
        _line(n["due"], ngettext("next step due today or before", "next steps due today or before", n["due"]), "referrals:cases", "show=due", "amber"),
        _line(n["crossing"], ngettext("pupil crossed 10 % this week", "pupils crossed 10 % this week", n["crossing"]), "schools:watch", "crossed=week", "amber"),
        _line(n["concerns"], ngettext("concern to decide", "concerns to decide", n["concerns"]), "referrals:concerns", "show=open", "amber"),
        _line(n["asked"], ngettext("question of a unit to answer", "questions of a unit to answer", n["asked"]), "referrals:referrals", "show=question", "amber"),
        _line(n["places"], ngettext("place asked for by a unit", "places asked for by a unit", n["places"]), "referrals:placements", "", "amber"),
        _line(n["files"], ngettext("file of a pupil who moved to decide on or receive", "files of pupils who moved to decide on or receive", n["files"]), "referrals:transfers", "show=waiting", "amber"),
        _line(n["lapsed"], ngettext("level to renew", "levels to renew", n["lapsed"]), "referrals:cases", "show=lapsed", "amber"),
        _line(n["reviews"], ngettext("coaching plan to review", "coaching plans to review", n["reviews"]), "referrals:cases", "show=review", "amber"),
        _line(n["actions"], ngettext("task of a case overdue", "tasks of cases overdue", n["actions"]), "referrals:cases", "show=tasks", "amber"),
        _line(n["summer"], ngettext("case without a summer contact", "cases without a summer contact", n["summer"]), "referrals:summers", "", "amber"),
        _line(n["adults"], ngettext("young person to hand over to adult services", "young people to hand over to adult services", n["adults"]), "referrals:cases", "show=adult", "amber"),
    ]  # fmt: skip
    return [line for line in found if line.number][:MOST_LINES]


def _line(number: int, text: str, page: str, query: str, colour: str) -> Line:
    url = reverse(page) + (f"?{query}" if query else "")
    return Line(number, text, url, colour)


def protector(request: HttpRequest) -> Mapping[str, Any]:
    """Two queries: the own schools, and every count."""
    user, day = cast("User", request.user), today()
    schools = list(schools_for(user, Permission.CASE_WORK).order_by("name"))
    chosen = request.session.get(TODAY_SCHOOL, "")
    here = next((s for s in schools if str(s.uid) == chosen), None)
    here = here or (schools[0] if len(schools) == 1 else None)
    counts = count_all(user, **_everywhere(user), **_at(user, here))
    return {
        "lines": lines_of(counts),
        "schools": schools if len(schools) > 1 else [],
        "here": here,
        "here_lines": _here_lines(counts, here) if here else [],
        "day": day,
    }


def _everywhere(user: User) -> dict[str, Any]:
    moment, day = now(), today()
    concerns = Concern.objects.visible_to(user, Permission.CONCERN_READ).undecided()
    cases = Case.objects.visible_to(user, Permission.CASE_VIEW).open()
    sent = Referral.objects.visible_to(user, Permission.REFERRAL_SEND)
    own = cases.values("pk")
    return {
        "late": sent.live().filter(due_at__lt=moment),
        "asked": sent.filter(state=State.NEEDS_INFORMATION),
        "urgent": concerns.filter(urgent=True),
        "concerns": concerns,
        "due": cases.filter(next_on__lte=day),
        "lapsed": cases.filter(level_lapses_on__lt=day),
        "crossing": crossing(user, day),
        "reviews": CoachingPlan.objects.review_due(day).filter(case__in=own),
        "actions": CaseAction.objects.overdue(day).filter(case__in=own),
        "summer": cases.without_summer_contact(day),
        "adults": cases.turning_eighteen(day),
        "places": Placement.objects.visible_to(user, Permission.PLACEMENT_WORK).new(),
        "files": Transfer.objects.awaiting(user),
    }


def _at(user: User, here: Any) -> dict[str, Any]:
    """The same for one school: concerns, talks due, calls due."""
    if here is None:
        return {}
    concerns = Concern.objects.visible_to(user, Permission.CONCERN_READ)
    cases = Case.objects.visible_to(user, Permission.CASE_VIEW).open()
    at_school = cases.filter(school=here)
    return {
        "here_concerns": concerns.undecided().filter(school=here),
        "here_due": at_school.filter(next_on__lte=today()),
        "here_lapsed": at_school.filter(level_lapses_on__lt=today()),
        "here_late": Referral.objects.visible_to(user, Permission.REFERRAL_SEND)
        .live()
        .filter(school=here, due_at__lt=now()),
    }


def _here_lines(counts: Mapping[str, int], here: Any) -> list[Line]:
    at = f"&school={here.uid}"
    n = counts
    found = [
        _line(n["here_concerns"], ngettext("concern", "concerns", n["here_concerns"]), "referrals:concerns", f"show=open{at}", "amber"),
        _line(n["here_due"], ngettext("talk or step due", "talks or steps due", n["here_due"]), "referrals:cases", f"show=due{at}", "amber"),
        _line(n["here_late"], ngettext("call to the unit due", "calls to the unit due", n["here_late"]), "referrals:referrals", f"show=late{at}", "red"),
        _line(n["here_lapsed"], ngettext("level to renew", "levels to renew", n["here_lapsed"]), "referrals:cases", f"show=lapsed{at}", "amber"),
    ]  # fmt: skip
    return [line for line in found if line.number]
