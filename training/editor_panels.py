"""What an editor reads above the fields: how far a translation is behind its source,
and what the checks say of the text as last saved."""

from typing import Any

from django.conf import settings
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import Panel

from portal.clock import today
from training.checks.page import check_page


class ContentState(Panel):
    """Read-only; nothing on a page that was never saved."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("heading", _("State of this text"))
        super().__init__(**kwargs)

    class BoundPanel(Panel.BoundPanel):
        template_name = "training/editor/state.html"

        def is_shown(self) -> bool:
            return bool(self.instance.pk)

        def get_context_data(
            self, parent_context: dict[str, Any] | None = None
        ) -> dict[str, Any]:
            from training.translations import state_of

            context: dict[str, Any] = super().get_context_data(parent_context)
            page = self.instance
            source = page.locale.language_code == settings.LANGUAGE_CODE
            context["findings"] = check_page(page, today())
            context["behind"] = None if source else state_of(page)
            return context
