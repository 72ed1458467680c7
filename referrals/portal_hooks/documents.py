"""Papers and attachments in the portal."""

import datetime as dt

from django.utils.translation import gettext_lazy as _

from portal.hooks import AuditWording, DailyJob, register
from referrals.actions.attaching import sweep_attachments


def _sweep(_on: dt.date) -> dict[str, int]:
    return sweep_attachments()


register(
    DailyJob("attachments", _sweep, order=60),
    AuditWording(
        {
            "referral.printed": _("Referral printed"),
            "referral.pack": _("Print pack for a meeting made"),
            "attachment.added": _("File attached"),
            "attachment.read": _("Attached file read"),
            "attachment.removed": _("Attached file destroyed"),
        }
    ),
)
