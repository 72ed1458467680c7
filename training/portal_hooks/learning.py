"""The learner's way in, the editors' way in, and the words of the audit."""

import datetime as dt

from django.conf import settings
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from portal.clock import now
from portal.content import Data, LoadResult
from portal.demo import Demo
from portal.hooks import (
    AuditWording,
    ContentLoader,
    DailyJob,
    HomePanel,
    NavItem,
    NoticeKind,
    Seeder,
    register,
)
from portal.permissions import Permission
from training.content_files import ModuleFiles, read_all, read_references
from training.panels import (
    award_panel,
    learning_panel,
    outbox_panel,
    refresher_panel,
    safety_panel,
)


LEARN = frozenset({Permission.TRAINING_LEARN})
EDITS = frozenset({Permission.CONTENT_EDIT})


def _seed(demo: Demo) -> None:
    from training.demo import run

    run(demo)


def _settle_overdue(on: dt.date) -> dict[str, int]:
    from training.actions.overdue import settle_overdue
    from training.teaching import Taught

    of = Taught(settings.LANGUAGE_CODE).every()
    return settle_overdue(of=of, at=now(), on=on)


def _tell_endings(on: dt.date) -> dict[str, int]:
    from training.actions.telling import tell_endings

    return tell_endings(on=on)


def _count_questions(_on: dt.date) -> dict[str, int]:
    from training.question_figures import keep_figures

    return keep_figures()


def _load(found: tuple[Data, list[ModuleFiles]], at: dt.datetime) -> LoadResult:
    from training.actions.loading import load_content

    programmes, modules = found
    return load_content(programmes=programmes, modules=modules, at=at, by=None)


def _load_references(found: Data, at: dt.datetime) -> LoadResult:
    from training.actions.loading_references import load_references

    return load_references(references=found, at=at, by=None)


register(
    ContentLoader("references", read_references, _load_references, order=15),
    ContentLoader("training", read_all, _load, order=20),
    Seeder("training", _seed, order=20),
    NavItem(_("My training"), "training:index", LEARN, order=60),
    NavItem(_("Edit lessons"), "wagtailadmin_home", EDITS, order=65),
    HomePanel("outbox", "training/_outbox.html", LEARN, outbox_panel, order=1),
    HomePanel("safety", "training/_safety_cards.html", LEARN, safety_panel, order=20),
    HomePanel("award", "training/_award_ends.html", LEARN, award_panel, order=58),
    HomePanel("learning", "training/_next_step.html", LEARN, learning_panel, order=60),
    HomePanel(
        "refresher", "training/_refreshers.html", LEARN, refresher_panel, order=62
    ),
    DailyJob("completions", _settle_overdue, order=65),
    DailyJob("awards", _tell_endings, order=70),
    DailyJob("questions", _count_questions, order=80),
    NoticeKind(
        "award.ends",
        ngettext_lazy(
            "%(count)d award of yours ends within 90 days",
            "%(count)d awards of yours end within 90 days",
            "count",
        ),
        "training:index",
    ),
    NoticeKind(
        "award.ended",
        ngettext_lazy(
            "%(count)d award of yours has expired",
            "%(count)d awards of yours have expired",
            "count",
        ),
        "training:index",
    ),
    NoticeKind(
        "award.revoked",
        ngettext_lazy(
            "%(count)d award of yours was revoked",
            "%(count)d awards of yours were revoked",
            "count",
        ),
        "training:index",
    ),
    AuditWording(
        {
            "award.end_told": _("Holder told that an award ends"),
            "award.issued": _("Award issued"),
            "award.revoked": _("Award revoked"),
            "certificate.printed": _("Certificate printed"),
            "certificate.unknown": _("Unknown award number tried"),
            "content.detached": _("Repeated page made a page of its own"),
            "content.published": _("Training content published"),
            "content.retired": _("Training content withdrawn"),
            "lesson.done": _("Lesson done"),
            "lesson.opened": _("Lesson opened"),
            "module.completed": _("Module completed"),
            "quiz.started": _("Quiz started"),
            "quiz.submitted": _("Quiz handed in"),
            "refresher.started": _("Refresher begun"),
            "refresher.submitted": _("Refresher handed in"),
            "safety.read": _("Safety change read"),
            "scenario.ended": _("Scenario played to an end"),
            "scenario.started": _("Scenario begun"),
        }
    ),
)
