"""The file of a child in the portal: its owner, shields, hand-over and transfer."""

from django.utils.translation import gettext_lazy as _

from portal.hooks import AuditWording, register


register(
    AuditWording({"case.owner": _("Case given to another protector")}),
)
