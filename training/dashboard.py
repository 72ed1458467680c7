"""The editors' first page: translations to bring up to date, references to check.
What waits for one's own review is Wagtail's own box, above."""

from typing import Any

from django.http import HttpRequest
from wagtail import hooks
from wagtail.admin.ui.components import Component

from portal.clock import today
from training.references_state import unchecked
from training.translations import behind


SHOWN = 6


class TranslationsPanel(Component):
    name = "training_translations"
    template_name = "training/editor/translations_panel.html"
    order = 230

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        late = behind()
        return {"rows": late[:SHOWN], "count": len(late)}


class ReferencesPanel(Component):
    name = "training_references"
    template_name = "training/editor/references_panel.html"
    order = 240

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        found = unchecked(today())
        return {"rows": found[:SHOWN], "count": len(found)}


@hooks.register("construct_homepage_panels")  # type: ignore[untyped-decorator]
def our_panels(request: HttpRequest, panels: list[Any]) -> None:
    panels += [TranslationsPanel(), ReferencesPanel()]
