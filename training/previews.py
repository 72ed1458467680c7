"""How Wagtail previews our pages: part by part, and a translation beside its source."""

from typing import Any, ClassVar

from csp.constants import SELF
from django.conf import settings
from django.utils.translation import gettext_lazy as _


SOURCE = "source"


class SourceBeside:
    """The preview stands beside the form: for a translation it can show the source."""

    @property
    def preview_modes(self) -> list[tuple[str, Any]]:
        modes = list(self.own_preview_modes())
        if self.locale.language_code != settings.LANGUAGE_CODE:  # type: ignore[attr-defined]
            modes.append((SOURCE, _("The Albanian beside")))
        return modes

    def own_preview_modes(self) -> list[tuple[str, Any]]:
        return [("", _("As readers see it"))]

    def serve_preview(self, request: Any, mode_name: str) -> Any:
        page: Any = self
        if mode_name == SOURCE:
            found = page.get_translations().filter(
                locale__language_code=settings.LANGUAGE_CODE
            )
            page = found.first() or page
            mode_name = page.default_preview_mode
        answer = super(SourceBeside, page).serve_preview(request, mode_name)  # type: ignore[misc]
        # The preview stands in a frame of the editor's own page, and nowhere else.
        answer._csp_replace = {"frame-ancestors": [SELF]}
        return answer


class InParts:
    """A page read one part at a time: `parts` names them, the first comes first. A part
    that is a field and was left empty is not offered."""

    parts: ClassVar[dict[str, Any]]

    def parts_context(self, asked: str) -> dict[str, Any]:
        there = {
            key: name for key, name in self.parts.items() if getattr(self, key, True)
        }
        part = asked if asked in there else next(iter(there))
        return {"part": part, "parts": there, "part_title": there[part]}

    def own_preview_modes(self) -> list[tuple[str, Any]]:
        return list(self.parts.items())

    def get_preview_context(self, request: Any, mode_name: str) -> dict[str, Any]:
        context: dict[str, Any] = super().get_preview_context(request, mode_name)  # type: ignore[misc]
        return context | self.parts_context(mode_name)
