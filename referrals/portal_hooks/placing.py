"""Placements in the portal: the way in for both sides, and for the class."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from portal.hooks import AuditWording, NavItem, NoticeKind, register
from portal.permissions import Permission
from referrals.placement_steps import PLACEMENT_EVENTS


register(
    NavItem(
        _("Placements"),
        "referrals:placements",
        frozenset({Permission.PLACEMENT_WORK, Permission.PLACEMENT_ASK}),
        order=24,
    ),
    NavItem(
        _("Needs in class"),
        "referrals:class_needs",
        frozenset({Permission.PLACEMENT_TEACH}),
        order=13,
    ),
    NoticeKind(
        "placement.news",
        ngettext_lazy("News on a placement", "%(count)d news on a placement", "count"),
        "referrals:placement",
    ),
    AuditWording(
        {
            "placement.listed": _("List of placements read"),
            "placement.viewed": _("Placement read"),
            "class_needs.viewed": _("Needs of pupils in class read"),
        }
    ),
    AuditWording(
        {f"placement.{verb}": said for verb, said in PLACEMENT_EVENTS.items()}
    ),
)
