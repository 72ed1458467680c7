"""What a protector did in a stretch of days, by school: counts, never a child."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any

from django.db.models import Count, F, OuterRef, Q, Subquery
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from portal.permissions import Permission
from referrals.coaching import PLAN_OUTCOMES
from referrals.deadlines import TIRANE
from referrals.models import (
    Case,
    CoachingPlan,
    CoachingSession,
    Concern,
    Referral,
    ReferralEvent,
)
from referrals.states import LEVELS
from schools.models import School
from schools.scoping import schools_in_reach


if TYPE_CHECKING:
    from portal.models import User

ROWS: dict[str, str | Promise] = {
    "concerns": _("Concerns received"),
    "decided": _("of these decided in time"),
    "opened": _("Cases opened"),
    **{f"opened_{level.value}": said.label for level, said in LEVELS.items()},
    "opened_": _("No level chosen yet"),
    "closed": _("Cases closed"),
    **{f"closed_{level.value}": said.label for level, said in LEVELS.items()},
    "closed_": _("No level chosen yet"),
    "talks": _("Coaching sessions held"),
    "missed": _("Sessions the child did not come to"),
    "plans": _("Coaching plans started"),
    **{f"plan_{key.value}": said.label for key, said in PLAN_OUTCOMES.items()},
    "sent": _("Referrals sent"),
    "received": _("of these received by the unit in time"),
    "answered": _("of these answered by the unit in time"),
}
INDENTED = {key for key in ROWS if "_" in key} | {"decided", "received", "answered"}


@dataclass
class SchoolReport:
    """The figures of one school, by the keys of `ROWS`; what is missing is 0."""

    name: str
    figures: dict[str, int] = field(default_factory=dict)

    def get(self, key: str) -> int:
        return self.figures.get(key, 0)


def span(first: date, last: date) -> tuple[datetime, datetime]:
    """From the first moment of `first` to the first after `last`, in Tirana."""
    begin = datetime.combine(first, time.min, tzinfo=TIRANE)
    return begin, datetime.combine(last + timedelta(days=1), time.min, tzinfo=TIRANE)


def report(user: "User", first: date, last: date) -> list[SchoolReport]:
    """One entry a school where the user works cases: six queries."""
    schools = School.objects.filter(schools_in_reach(user, Permission.CASE_WORK))
    found = {
        pk: SchoolReport(name)
        for pk, name in schools.order_by("name").values_list("pk", "name")
    }
    begin, end = span(first, last)
    for counted in (
        _concerns(user, begin, end),
        _cases(user, begin, end),
        _talks(user, first, last),
        _plans(user, begin, end),
        _referrals(user, begin, end),
    ):
        for school, figures in counted:
            found[school].figures.update(figures)
    return list(found.values())


Counted = list[tuple[int, dict[str, int]]]


def _in(name: str, begin: datetime, end: datetime) -> Q:
    return Q(**{f"{name}__gte": begin, f"{name}__lt": end})


def _concerns(user: "User", begin: datetime, end: datetime) -> Counted:
    rows = Concern.objects.visible_to(user, Permission.CONCERN_READ)
    rows = rows.filter(_in("sent_at", begin, end)).order_by()
    return [
        _split(row)
        for row in rows.values("school").annotate(
            concerns=Count("pk"),
            decided=Count("pk", filter=Q(triaged_at__lte=F("due_at"))),
        )
    ]


def _cases(user: "User", begin: datetime, end: datetime) -> Counted:
    rows = Case.objects.visible_to(user, Permission.CASE_WORK).order_by()
    opened, closed = _in("opened_at", begin, end), _in("closed_at", begin, end)
    found: dict[int, dict[str, int]] = {}
    grouped: Any = (
        rows.filter(opened | closed)
        .values("school", "level")
        .annotate(
            n_opened=Count("pk", filter=opened), n_closed=Count("pk", filter=closed)
        )
    )
    for row in grouped:
        figures = found.setdefault(row["school"], {"opened": 0, "closed": 0})
        for word in ("opened", "closed"):
            figures[word] += row[f"n_{word}"]
            figures[f"{word}_{row['level']}"] = row[f"n_{word}"]
    return list(found.items())


def _talks(user: "User", first: date, last: date) -> Counted:
    rows = CoachingSession.objects.visible_to(user, Permission.CASE_WORK)
    rows = rows.filter(on__gte=first, on__lte=last).order_by()
    held = Q(outcome=CoachingSession.Outcome.HELD)
    return [
        _split(row)
        for row in rows.values("school").annotate(
            talks=Count("pk", filter=held), missed=Count("pk", filter=~held)
        )
    ]


def _plans(user: "User", begin: datetime, end: datetime) -> Counted:
    rows = CoachingPlan.objects.visible_to(user, Permission.CASE_WORK).order_by()
    ended = _in("ended_at", begin, end)
    counts = {
        f"plan_{key.value}": Count("pk", filter=ended & Q(outcome=key.value))
        for key in PLAN_OUTCOMES
    }
    started = Count("pk", filter=_in("started_at", begin, end))
    return [
        _split(row) for row in rows.values("school").annotate(plans=started, **counts)
    ]


def _referrals(user: "User", begin: datetime, end: datetime) -> Counted:
    """In time: the unit's first step came before the clock that the step before it
    set. What came later (another unit's receipt, a second answer) sets no clock back.
    """
    of_it = ReferralEvent.objects.filter(referral=OuterRef("pk"))
    sent = of_it.filter(verb="submit").order_by("at")
    answer = of_it.filter(verb__in=["accept", "redirect", "decline"]).order_by("at")
    asked = of_it.filter(
        verb__in=["receive", "answer"], at__lte=OuterRef("answered_at")
    ).order_by("-at")
    rows = (
        Referral.objects.visible_to(user, Permission.REFERRAL_VIEW)
        .filter(_in("submitted_at", begin, end))
        .annotate(
            receipt_due=Subquery(sent.values("due_at")[:1]),
            answered_at=Subquery(answer.values("at")[:1]),
            answer_due=Subquery(asked.values("due_at")[:1]),
        )
        .order_by()
    )
    return [
        _split(row)
        for row in rows.values("school").annotate(
            sent=Count("pk"),
            received=Count("pk", filter=Q(received_at__lte=F("receipt_due"))),
            answered=Count("pk", filter=Q(answered_at__lte=F("answer_due"))),
        )
    ]


def _split(row: Mapping[str, Any]) -> tuple[int, dict[str, int]]:
    """The school of a grouped row, and its counts."""
    return row["school"], {name: n for name, n in row.items() if name != "school"}
