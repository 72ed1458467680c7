"""The casework's daily work, and its part of the demonstration."""

import datetime as dt

from django.utils.translation import gettext_lazy as _

from portal.demo import Demo
from portal.hooks import AuditWording, CalendarSource, DailyJob, Seeder, register
from referrals.actions.concern_turns import escalate_unread
from referrals.actions.reminding import remind
from referrals.due_days import KINDS, due_days


def _seed(demo: Demo) -> None:
    from referrals.demo.seeder import run

    run(demo)


def _escalate(_on: dt.date) -> dict[str, int]:
    return escalate_unread()


def _remind(on: dt.date) -> dict[str, int]:
    return remind(on=on)


register(
    CalendarSource(KINDS, due_days),
    DailyJob("concerns", _escalate, order=35),
    DailyJob("clocks", _remind, order=40),
    Seeder("referrals", _seed, order=30),
    AuditWording({"clocks.reminded": _("Daily word on clocks that ran out")}),
)
