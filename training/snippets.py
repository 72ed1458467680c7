"""The references as editors keep them in the CMS: one group in the menu."""

from django.utils.translation import gettext_lazy as _
from wagtail.snippets.views.snippets import SnippetViewSet, SnippetViewSetGroup

from training.models import GlossaryTerm, LegalReference, LessonFile, SafetyContact


class SafetyContactViewSet(SnippetViewSet):
    model = SafetyContact
    icon = "mobile-alt"
    menu_label = _("Numbers to call")
    list_display = ["name", "number", "last_called_on", "locale"]


class LegalReferenceViewSet(SnippetViewSet):
    model = LegalReference
    icon = "doc-full"
    menu_label = _("Articles of law")
    list_display = ["article", "checked_on", "checked_by", "valid_to", "locale"]


class GlossaryTermViewSet(SnippetViewSet):
    model = GlossaryTerm
    icon = "list-ul"
    menu_label = _("Terms")
    list_display = ["term", "meaning", "locale"]


class LessonFileViewSet(SnippetViewSet):
    model = LessonFile
    icon = "download"
    menu_label = _("Files")
    list_display = ["title", "kind", "size"]


class ReferenceViewSetGroup(SnippetViewSetGroup):
    menu_label = _("References")
    menu_icon = "doc-full"
    menu_order = 210
    items = (
        LegalReferenceViewSet,
        SafetyContactViewSet,
        GlossaryTermViewSet,
        LessonFileViewSet,
    )
