"""Concerns in the portal: the way in, the sender's own, the words of the history."""

from django.utils.translation import gettext_lazy as _

from portal.hooks import (
    AuditWording,
    ConcernDoor,
    HomePanel,
    NavItem,
    PupilPanel,
    register,
)
from portal.permissions import Permission
from referrals import panels


register(
    ConcernDoor("referrals:concern_new"),
    NavItem(
        _("Pass on a concern"),
        "referrals:concern_new",
        frozenset({Permission.CONCERN_SEND}),
        order=10,
    ),
    NavItem(
        _("Concerns"),
        "referrals:concerns",
        frozenset({Permission.CONCERN_READ, Permission.CONCERN_STAND_IN}),
        order=20,
    ),
    NavItem(
        _("Reported directly"),
        "referrals:direct_concerns",
        frozenset({Permission.REFERRAL_RECEIVE}),
        order=21,
    ),
    HomePanel(
        "stand_in",
        "referrals/home_tiles.html",
        frozenset({Permission.CONCERN_STAND_IN}),
        panels.stand_in,
        order=9,
    ),
    HomePanel(
        "direct",
        "referrals/home_tiles.html",
        frozenset({Permission.REFERRAL_RECEIVE}),
        panels.direct,
        order=9,
    ),
    HomePanel(
        "concerns",
        "referrals/home_teacher.html",
        frozenset({Permission.CONCERN_SEND}),
        panels.teacher,
        order=20,
    ),
    PupilPanel(
        "concern",
        "referrals/pupil_concern.html",
        frozenset({Permission.CONCERN_SEND}),
        panels.pass_on,
        order=30,
    ),
    AuditWording(
        {
            "pupil.looked_up": _("Pupils found by name"),
            "concern.sent": _("Concern sent"),
            "concern.read": _("Concern read for the first time"),
            "concern.viewed": _("Concern opened"),
            "concern.listed": _("List of concerns opened"),
            "concern.decided": _("Concern decided on"),
            "concern.escalated": _("Concern moved on, unread in time"),
            "concern.reported": _("Concern reported to the unit directly"),
            "concern.received": _("Concern received by the unit"),
            "concern.corrected": _("Added to a concern"),
        }
    ),
)
