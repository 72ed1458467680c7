"""The learner's way in, the editors' way in, and the words of the audit."""

from django.utils.translation import gettext_lazy as _

from portal.demo import Demo
from portal.hooks import (
    AuditWording,
    HomePanel,
    NavItem,
    Seeder,
    register,
)
from portal.permissions import Permission
from training.panels import learning_panel


LEARN = frozenset({Permission.TRAINING_LEARN})
EDITS = frozenset({Permission.CONTENT_EDIT})


def _seed(demo: Demo) -> None:
    from training.demo import run

    run(demo)


register(
    Seeder("training", _seed, order=20),
    NavItem(_("My training"), "training:index", LEARN, order=60),
    NavItem(_("Edit lessons"), "wagtailadmin_home", EDITS, order=65),
    HomePanel("learning", "training/_next_step.html", LEARN, learning_panel, order=60),
    AuditWording(
        {
            "award.issued": _("Award issued"),
            "content.loaded": _("Written content loaded"),
            "content.published": _("Training content published"),
            "content.retired": _("Training content withdrawn"),
            "lesson.done": _("Lesson done"),
            "lesson.opened": _("Lesson opened"),
            "module.completed": _("Module completed"),
            "quiz.started": _("Quiz started"),
            "quiz.submitted": _("Quiz handed in"),
        }
    ),
)
