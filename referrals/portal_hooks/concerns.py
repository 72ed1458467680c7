"""Concerns in the portal: the way in, the sender's own, the words of the history."""

from django.utils.translation import gettext_lazy as _

from portal.hooks import AuditWording, HomePanel, NavItem, PupilPanel, register
from portal.permissions import Permission
from referrals import panels


register(
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
            "concern.corrected": _("Added to a concern"),
        }
    ),
)
