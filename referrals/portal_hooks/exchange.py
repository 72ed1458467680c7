"""Endings, lateness and the national track in the portal."""

import datetime as dt

from django.utils.translation import gettext_lazy as _

from portal.hooks import AuditWording, DailyJob, NavItem, register
from portal.permissions import Permission
from referrals.actions.climbing import climb_ladder


def _climb(_on: dt.date) -> dict[str, int]:
    return climb_ladder()


register(
    DailyJob("ladder", _climb, order=41),
    NavItem(
        _("Endings to sign"),
        "referrals:endings",
        frozenset({Permission.CASE_SIGN, Permission.REFERRAL_DECLINE}),
        order=26,
    ),
    NavItem(
        _("Late at the units"),
        "referrals:late",
        frozenset({Permission.LATENESS_VIEW}),
        order=27,
    ),
    NavItem(
        _("Time limits"),
        "referrals:clock_rules",
        frozenset({Permission.CLOCK_EDIT}),
        order=71,
    ),
    AuditWording(
        {
            "clock.added": _("Time limit added"),
            "referral.message": _("Message on a referral"),
            "referral.addendum": _("Fact added to a referral"),
            "measure.set": _("Measure of a plan set"),
            "measure.ended": _("Measure of a plan ended"),
            "track.opened": _("National referral mechanism opened"),
            "track.step": _("Step of the national mechanism noted"),
            "ending.asked": _("Ending asked for"),
            "ending.signed": _("Ending signed"),
            "ending.refused": _("Ending refused"),
            "ending.listed": _("List of endings read"),
            "ending.viewed": _("Ending read"),
            "ladder.told": _("A late referral went up the ladder"),
            "case.adult": _("Hand-over to services for adults begun"),
        }
    ),
)
