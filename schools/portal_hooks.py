"""What the schools floor hangs up in the portal."""

from django.utils.translation import gettext_lazy as _

from portal.hooks import (
    AuditWording,
    GrantSource,
    NavItem,
    PlaceSource,
    PostGranter,
    SearchSource,
    register,
)
from portal.permissions import Permission
from schools.actions.joining import join_staff
from schools.covering import covers, describe, find
from schools.scoping import grants_of
from schools.search import find_pupils, find_staff


register(
    GrantSource(grants_of),
    NavItem(_("Pupils"), "schools:roll", frozenset({Permission.PUPIL_LOOKUP}), 20),
    NavItem(_("Staff"), "schools:roster", frozenset({Permission.ROSTER_VIEW}), 60),
    NavItem(_("Units"), "schools:units", frozenset({Permission.UNIT_EDIT}), 70),
    NavItem(_("Days away"), "schools:covers", frozenset({Permission.COVER_SET}), 80),
    PlaceSource(find, describe, covers),
    PostGranter(join_staff),
    SearchSource(
        _("Pupils"),
        frozenset({Permission.PUPIL_VIEW}),
        find_pupils,
        order=10,
    ),
    SearchSource(
        _("Staff"),
        frozenset({Permission.ROSTER_VIEW}),
        find_staff,
        order=30,
    ),
    AuditWording(
        {
            "pupil.viewed": _("Pupil's page opened"),
            "roll.viewed": _("List of pupils opened"),
            "staff.linked": _("Account linked to the person on the roster"),
            "post.granted": _("Post granted"),
            "post.ended": _("Post ended"),
            "post.covered": _("Deputy set to act"),
            "outreach.held": _("Contact with the home left to the school service"),
            "outreach.released": _("Contact with the home released"),
            "unit.changed": _("Protection unit changed"),
        }
    ),
)
