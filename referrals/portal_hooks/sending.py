"""Referrals in the portal: the unit's inbox, what was sent, the words of the moves."""

from django.utils.translation import gettext_lazy as _

from portal.hooks import AuditWording, HomePanel, NavItem, SearchSource, register
from portal.permissions import Permission
from referrals import panels
from referrals.search import find_referrals
from referrals.workflow import MOVES


register(
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
        "unit",
        "referrals/home_unit.html",
        frozenset({Permission.REFERRAL_RECEIVE}),
        panels.unit,
        order=10,
    ),
    SearchSource(
        _("Referrals"), frozenset({Permission.REFERRAL_VIEW}), find_referrals, order=21
    ),
    AuditWording(
        {
            "referral.drafted": _("Referral begun"),
            "referral.edited": _("Draft of a referral saved"),
            "referral.viewed": _("Referral read"),
            "referral.listed": _("List of referrals read"),
            "referral.call": _("Call with the unit written down"),
        }
    ),
    AuditWording({f"referral.{move.verb}": move.done for move in MOVES}),
)
