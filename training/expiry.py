"""How long an award is valid: three rules. Pure: no clock, no rows.

Every day given is the first on which the award is no longer valid; None: it does not end
by the calendar.
"""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from training.dates import add_months


YEAR_BEGINS = (9, 1)  # the school year, as in contract.md
WINDOW = dt.timedelta(days=90)  # how long before its end an award may be renewed
GRACE = dt.timedelta(days=90)  # after a safety change, to read and to renew


class Rule(TextChoices):
    MONTHS = "months", _("so many months after it is issued")
    SCHOOL_YEAR = "school_year", _("at the end of the school year, so many months on")
    SAFETY = "safety", _("90 days after the next change for safety’s sake")


@dataclass(frozen=True)
class Expiry:
    """`months` 0: under the first rule it does not end, under the second it ends with
    the school year under way."""

    rule: str = Rule.MONTHS
    months: int = 0

    def ends_on(
        self, issued_on: dt.date, *, before: dt.date | None = None
    ) -> dt.date | None:
        """`before` is the end of the award renewed: who renews early loses no day."""
        if self.rule == Rule.SAFETY:
            return None
        begins = max(issued_on, before) if before else issued_on
        if self.rule == Rule.SCHOOL_YEAR:
            return next_school_year(add_months(begins, self.months))
        return add_months(begins, self.months) if self.months else None

    def renewed_on(self, on: dt.date, old_end: dt.date | None) -> dt.date | None:
        """The end of what is renewed on that day: counted from the old one within its
        last 90 days, and never before it, whatever the programme asks by then."""
        before = old_end if may_renew(on, old_end) else None
        return never_before(old_end, self.ends_on(on, before=before))


@dataclass(frozen=True)
class Soonest:
    """Of several rules the one that ends first: of a module that stands in more than
    one programme, so that it can be renewed in time for each of them."""

    rules: tuple[Expiry, ...]

    def ends_on(self, on: dt.date, *, before: dt.date | None = None) -> dt.date | None:
        return _first(rule.ends_on(on, before=before) for rule in self.rules)

    def renewed_on(self, on: dt.date, old_end: dt.date | None) -> dt.date | None:
        return _first(rule.renewed_on(on, old_end) for rule in self.rules)


def _first(ends: Iterable[dt.date | None]) -> dt.date | None:
    return min((end for end in ends if end), default=None)


def never_before(old_end: dt.date | None, new_end: dt.date | None) -> dt.date | None:
    """The new end; where a programme gives less than it did, the old one stands."""
    return max(new_end, old_end) if new_end and old_end else None


def next_school_year(day: dt.date) -> dt.date:
    """The first day of the school year after the one of that day."""
    begins = dt.date(day.year, *YEAR_BEGINS)
    return begins if day < begins else dt.date(day.year + 1, *YEAR_BEGINS)


def after_change(changed_on: dt.date) -> dt.date:
    return changed_on + GRACE


def renewable_from(ends_on: dt.date | None) -> dt.date | None:
    """The first day on which it may be renewed; what does not end never is."""
    return ends_on - WINDOW if ends_on else None


def may_renew(on: dt.date, ends_on: dt.date | None) -> bool:
    opens = renewable_from(ends_on)
    return opens is not None and on >= opens
