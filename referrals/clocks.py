"""Reads the limits from their rows and sets a clock by the pure rules."""

from datetime import date, datetime, timedelta

from referrals.deadlines import TIRANE, ClockUnit, Limit, Step, due_at
from referrals.models import ClockRule, PublicHoliday
from referrals.states import Level, Urgency


# No run of public holidays makes ten working days last longer than this.
HOLIDAY_WINDOW = timedelta(days=60)


def limit_for(step: Step, urgency: str, on: date) -> Limit | None:
    """The limit in force on a day; None where no clock runs."""
    rule = (
        ClockRule.objects.filter(step=step, urgency=urgency, valid_from__lte=on)
        .order_by("-valid_from")
        .first()
    )
    return Limit(rule.amount, ClockUnit(rule.unit)) if rule else None


def holidays_from(day: date) -> frozenset[date]:
    """The public holidays of the weeks after a day."""
    near = PublicHoliday.objects.filter(on__gte=day, on__lte=day + HOLIDAY_WINDOW)
    return frozenset(near.values_list("on", flat=True))


def clock(step: Step, urgency: str, start: datetime) -> datetime | None:
    """When the step that begins now is due; None where the table has no limit."""
    day = start.astimezone(TIRANE).date()
    limit = limit_for(step, urgency, day)
    return due_at(start, limit, holidays_from(day)) if limit else None


def triage_due(*, urgent: bool, start: datetime) -> datetime:
    """When a concern must have been read and decided on; there is always an answer."""
    urgency = Urgency.ACUTE if urgent else Urgency.STANDARD
    return clock(Step.TRIAGE, urgency, start) or start


def level_lapses(level: str, start: datetime) -> date | None:
    """The day on which a level must have been renewed; watch does not lapse."""
    if level == Level.WATCH:
        return None
    due = clock(Step.LEVEL, level, start)
    return due.astimezone(TIRANE).date() if due else start.astimezone(TIRANE).date()


def forecast(urgency: str, start: datetime) -> tuple[datetime, datetime]:
    """If it were sent now: when a receipt is due, and at the latest an answer."""
    day = start.astimezone(TIRANE).date()
    rules = ClockRule.objects.filter(
        step__in=[Step.RECEIPT, Step.ANSWER], urgency=urgency, valid_from__lte=day
    )
    limits = {
        rule.step: Limit(rule.amount, ClockUnit(rule.unit))
        for rule in rules.order_by("valid_from")
    }
    holidays = holidays_from(day)
    receipt = due_at(start, limits[Step.RECEIPT], holidays)
    return receipt, due_at(receipt, limits[Step.ANSWER], holidays)
