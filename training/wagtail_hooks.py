"""What editors meet in the CMS: the question bank, beside the pages."""

from django.utils.translation import gettext_lazy as _
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet, SnippetViewSetGroup

from training.models import LearningObjective, Question, Quiz


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
