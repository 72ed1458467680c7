"""Sessions face to face and recognised training: the words of the audit."""

from django.utils.translation import gettext_lazy as _

from portal.hooks import AuditWording, register


register(
    AuditWording(
        {
            "module.evidence": _("Session added to a completion"),
            "recognition.approved": _("Earlier training recognised"),
            "recognition.proposed": _("Earlier training proposed"),
            "recognition.refused": _("Earlier training not recognised"),
            "session.cancelled": _("Training session cancelled"),
            "session.closed": _("Training session closed"),
            "session.held": _("Training session begun"),
            "session.marked": _("Attendance marked"),
            "session.planned": _("Training session planned"),
            "session.refused": _("Attendance refused"),
            "session.scores": _("Scores on paper typed in"),
            "session.signed": _("Signed in to a training session"),
            "session.walk_in": _("Somebody not on the roster noted"),
            "session.walk_in_settled": _("Somebody not on the roster settled"),
        }
    ),
)
