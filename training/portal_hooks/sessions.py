"""Sessions face to face and recognised training: the way in, the words of the audit."""

from django.utils.translation import gettext_lazy as _

from portal.hooks import AuditWording, HomePanel, NavItem, register
from portal.permissions import Permission
from training.panels import session_panel


LEARN = frozenset({Permission.TRAINING_LEARN})
HOLD = frozenset({Permission.TRAINING_HOLD})
SETTLE = frozenset({Permission.TRAINING_SETTLE})
DECIDE = frozenset({Permission.TRAINING_RECOGNISE})


register(
    NavItem(_("Training sessions"), "training:sessions", HOLD, order=63),
    NavItem(_("Not on the roster"), "training:walk_ins", SETTLE, order=71),
    NavItem(_("Earlier training"), "training:recognitions", DECIDE, order=72),
    HomePanel("session", "training/sessions/home.html", LEARN, session_panel, order=61),
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
            "session.wrong_code": _("Wrong code for a training session"),
            "session.walk_in": _("Somebody not on the roster noted"),
            "session.walk_in_withdrawn": _("Name not on the roster taken out"),
            "session.walk_in_settled": _("Somebody not on the roster settled"),
        }
    ),
)
