"""What the training floor hangs up in the portal."""

from django.utils.translation import gettext_lazy as _

from portal.demo import Demo
from portal.hooks import (
    AuditWording,
    HomePanel,
    IndicatorSource,
    NavItem,
    Seeder,
    register,
)
from portal.permissions import Permission
from training.indicators import coverage_rows
from training.panels import coverage_panel, learning_panel


LEARN = frozenset({Permission.TRAINING_LEARN})
EDITS = frozenset({Permission.CONTENT_EDIT})
COUNTS = frozenset({Permission.COVERAGE_COUNTS})
STEERS = frozenset({Permission.INDICATOR_VIEW})


def _seed(demo: Demo) -> None:
    from training.demo import run

    run(demo)


register(
    Seeder("training", _seed, order=20),
    NavItem(_("My training"), "training:index", LEARN, order=60),
    NavItem(_("Edit lessons"), "wagtailadmin_home", EDITS, order=65),
    NavItem(_("Coverage"), "training:coverage", COUNTS, order=70),
    HomePanel("learning", "training/_next_step.html", LEARN, learning_panel, order=60),
    HomePanel(
        "coverage", "training/_coverage_panel.html", STEERS, coverage_panel, order=70
    ),
    IndicatorSource(
        code="C1",
        label=_("Valid coverage of teachers"),
        numerator=_("Teachers on the roster with a valid completion"),
        denominator=_("Teachers on the roster"),
        source=_("Training records and staff roster"),  # type: ignore[arg-type]
        rows=coverage_rows,
    ),
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
