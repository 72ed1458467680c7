"""What editors meet in the CMS beside the pages: the question bank, the references."""

from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet, SnippetViewSetGroup

from training import (
    dashboard,
    detached,
    gate,
    gate_translations,
    questions_report,
    reports,
)
from training.models import LearningObjective, Question, Quiz
from training.snippets import ReferenceViewSetGroup


__all__ = [
    "dashboard",
    "detached",
    "gate",
    "gate_translations",
    "questions_report",
    "reports",
]


class QuestionViewSet(SnippetViewSet):
    model = Question
    icon = "help"
    menu_label = _("Questions")
    list_display = ["__str__", "type", "critical", "objective", "live"]
    list_filter = ["type", "critical"]


class QuizViewSet(SnippetViewSet):
    model = Quiz
    icon = "tasks"
    menu_label = _("Quizzes")
    list_display = ["name", "pass_mark", "live"]


class ObjectiveViewSet(SnippetViewSet):
    model = LearningObjective
    icon = "pick"
    menu_label = _("Learning objectives")
    list_display = ["text"]


class BankViewSetGroup(SnippetViewSetGroup):
    menu_label = _("Question bank")
    menu_icon = "help"
    menu_order = 200
    items = (QuestionViewSet, QuizViewSet, ObjectiveViewSet)


register_snippet(BankViewSetGroup)
register_snippet(ReferenceViewSetGroup)


@hooks.register("construct_main_menu")  # type: ignore[untyped-decorator]
def without_documents(request: HttpRequest, menu_items: list[Any]) -> None:
    """Lessons use no uploaded documents, and their pages are shut (portal.views.doors)."""
    menu_items[:] = [item for item in menu_items if item.name != "documents"]


@hooks.register("construct_homepage_summary_items", order=100)  # type: ignore[untyped-decorator]
def without_document_count(request: HttpRequest, summary_items: list[Any]) -> None:
    """Nor are they counted on the editors' first page."""
    summary_items[:] = [
        item for item in summary_items if "Document" not in type(item).__name__
    ]
