"""What the ground hangs up for itself."""

import datetime as dt
from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from portal.actions.purging import purge_short_lived
from portal.clock import now
from portal.hooks import AuditWording, DailyJob, NavItem, NoticeKind, register
from portal.notify import send_waiting
from portal.permissions import Permission


def _purge(day: dt.date) -> Mapping[str, int]:
    return purge_short_lived(moment=now())


def _send(day: dt.date) -> Mapping[str, int]:
    return {"sent": send_waiting()}


YOUR_ACCOUNT = ngettext_lazy(
    "Something changed in the way you sign in",
    "%(count)d things changed in the way you sign in",
    "count",
)


register(
    *(
        NoticeKind(f"account.{what}", YOUR_ACCOUNT, "account_home", urgent=True)
        for what in ("code_given", "factor_removed", "password_renewed", "slip_given")
    ),
    NavItem(_("Calendar"), "portal:calendar", frozenset(), 80),
    NavItem(_("History"), "portal:history", frozenset({Permission.AUDIT_READ}), 90),
    DailyJob("short_lived_rows", _purge, order=900),
    DailyJob("messages", _send, order=950),
    AuditWording(
        {
            "access.denied": _("Refused: out of reach"),
            "list.with_reasons": _("List printed with the reasons"),
            "account.code_given": _("Code given for a lost phone or key"),
            "account.code_refused": _("Wrong code of the second step"),
            "demo.seeded": _("Demonstration filled"),
            "account.demo_made": _("Account of the demonstration made"),
            "account.factor_added": _("Second step set up"),
            "account.factor_removed": _("Second step removed"),
            "account.language_chosen": _("Language chosen"),
            "account.mails_chosen": _("E-mails chosen"),
            "account.password_changed": _("Password changed"),
            "account.password_renewed": _("Password chosen by a slip"),
            "account.password_reset": _("Password chosen by an e-mailed link"),
            "account.recovery_codes_renewed": _("Recovery codes renewed"),
            "account.signed_in": _("Signed in"),
            "account.signed_out": _("Signed out"),
            "account.slip_given": _("Slip given for a lost password"),
            "backup.made": _("Backup made"),
            "content.loaded": _("Written content loaded"),
            "calendar.feed_made": _("Private address of the calendar made"),
            "calendar.feed_ended": _("Private address of the calendar ended"),
            "draft.dropped": _("Unfinished text thrown away"),
            "draft.kept": _("Unfinished text kept"),
            "history.read": _("History read"),
            "invitation.approved": _("Invitation approved by a second person"),
            "invitation.made": _("Invitation made"),
            "invitation.renewed": _("Invitation’s link renewed"),
            "invitation.used": _("Invitation taken up"),
            "invitation.withdrawn": _("Invitation withdrawn"),
            "keys.rotated": _("Keys renewed"),
            "message.sent": _("Message sent"),
            "purge.short_lived": _("Short-lived data deleted"),
            "search.made": _("Search made"),
            "session.text_held": _("Unsent text kept"),
            "session.text_read": _("Unsent text read"),
            "session.text_returned": _("Unsent text given back"),
        }
    ),
)
