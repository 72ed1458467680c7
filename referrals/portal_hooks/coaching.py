"""Coaching in the portal: the words of the history."""

from django.utils.translation import gettext_lazy as _

from portal.hooks import AuditWording, register


register(
    AuditWording(
        {
            "plan.saved": _("Draft of a coaching plan saved"),
            "plan.started": _("Coaching plan started"),
            "plan.reviewed": _("Coaching plan reviewed"),
            "plan.ended": _("Coaching plan ended"),
            "plan.viewed": _("Coaching of a case read"),
            "plan.printed": _("Child's page opened for printing"),
            "session.added": _("Coaching session written down"),
        }
    ),
)
