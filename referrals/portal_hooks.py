"""What the casework hangs up in the portal."""

import datetime as dt

from django.utils.translation import gettext_lazy as _

from portal.demo import Demo
from portal.hooks import (
    AuditWording,
    DailyJob,
    HomePanel,
    ListColumn,
    NavItem,
    PupilPanel,
    SearchSource,
    Seeder,
    register,
)
from portal.permissions import Permission
from referrals import panels
from referrals.actions.reminding import remind
from referrals.search import find_cases, find_referrals
from referrals.watching import cases_of
from referrals.workflow import MOVES


def _seed(demo: Demo) -> None:
    from referrals.demo.seeder import run

    run(demo)


def _remind(on: dt.date) -> dict[str, int]:
    return remind(on=on)


register(
    DailyJob("clocks", _remind, order=40),
    Seeder("referrals", _seed, order=30),
    NavItem(
        _("Pass on a concern"),
        "referrals:concern_new",
        frozenset({Permission.CONCERN_SEND}),
        order=10,
    ),
    NavItem(
        _("Concerns"),
        "referrals:concerns",
        frozenset({Permission.CONCERN_READ}),
        order=20,
    ),
    NavItem(_("Cases"), "referrals:cases", frozenset({Permission.CASE_VIEW}), order=21),
    NavItem(
        _("Inbox"),
        "referrals:inbox",
        frozenset({Permission.REFERRAL_RECEIVE}),
        order=20,
    ),
    NavItem(
        _("Referrals"),
        "referrals:referrals",
        frozenset({Permission.REFERRAL_STATUS}),
        order=22,
    ),
    HomePanel(
        "casework",
        "referrals/home_protector.html",
        frozenset({Permission.CASE_WORK}),
        panels.protector,
        order=10,
    ),
    HomePanel(
        "unit",
        "referrals/home_unit.html",
        frozenset({Permission.REFERRAL_RECEIVE}),
        panels.unit,
        order=10,
    ),
    HomePanel(
        "concerns",
        "referrals/home_teacher.html",
        frozenset({Permission.CONCERN_SEND}),
        panels.teacher,
        order=20,
    ),
    PupilPanel(
        "case",
        "referrals/pupil_case.html",
        frozenset({Permission.CASE_VIEW}),
        panels.pupil,
        order=10,
    ),
    PupilPanel(
        "concern",
        "referrals/pupil_concern.html",
        frozenset({Permission.CONCERN_SEND}),
        panels.pass_on,
        order=30,
    ),
    ListColumn(
        "watch",
        "case",
        _("Case"),
        frozenset({Permission.CASE_WORK}),
        cases_of,
    ),
    SearchSource(_("Cases"), frozenset({Permission.CASE_VIEW}), find_cases, order=20),
    SearchSource(
        _("Referrals"), frozenset({Permission.REFERRAL_VIEW}), find_referrals, order=21
    ),
    AuditWording(
        {
            "pupil.looked_up": _("Pupils found by name"),
            "concern.sent": _("Concern sent"),
            "concern.read": _("Concern read for the first time"),
            "concern.viewed": _("Concern opened"),
            "concern.listed": _("List of concerns opened"),
            "concern.decided": _("Concern decided on"),
            "concern.corrected": _("Added to a concern"),
            "case.opened": _("Case opened"),
            "case.viewed": _("Case read"),
            "case.listed": _("List of cases read"),
            "case.level": _("Level of a case chosen"),
            "case.noted": _("Note added to a case"),
            "case.closed": _("Case closed"),
            "referral.drafted": _("Referral begun"),
            "referral.edited": _("Draft of a referral saved"),
            "referral.viewed": _("Referral read"),
            "referral.listed": _("List of referrals read"),
            "clocks.reminded": _("Daily word on clocks that ran out"),
            "referral.call": _("Call with the unit written down"),
        }
    ),
    AuditWording({f"referral.{move.verb}": move.done for move in MOVES}),
)
