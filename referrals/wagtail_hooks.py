"""What editors meet in the CMS of the casework: the coaching activities, no child."""

from django.utils.translation import gettext_lazy as _
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet

from referrals.models import CoachingActivity


class CoachingActivityViewSet(SnippetViewSet):
    model = CoachingActivity
    icon = "form"
    menu_label = _("Coaching activities")
    menu_order = 210
    add_to_admin_menu = True
    list_display = ["title", "purpose", "youngest", "oldest", "minutes", "live"]
    list_filter = ["purpose", "live"]


register_snippet(CoachingActivityViewSet)
