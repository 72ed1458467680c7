"""The curriculum's word in the navigation."""

from django.utils.translation import gettext_lazy as _

from portal.hooks import NavItem, register
from portal.permissions import Permission


TEACHES = frozenset({Permission.CONCERN_SEND, Permission.CONTENT_EDIT})

register(NavItem(_("Lessons in class"), "training:curriculum", TEACHES, order=62))
