"""How Wagtail previews our pages: part by part."""

from typing import Any, ClassVar


class InParts:
    """A page read one part at a time: `parts` names them, the first comes first."""

    parts: ClassVar[dict[str, Any]]

    def parts_context(self, asked: str) -> dict[str, Any]:
        part = asked if asked in self.parts else next(iter(self.parts))
        return {"part": part, "parts": self.parts, "part_title": self.parts[part]}

    @property
    def preview_modes(self) -> list[tuple[str, Any]]:
        return list(self.parts.items())

    def get_preview_context(self, request: Any, mode_name: str) -> dict[str, Any]:
        context: dict[str, Any] = super().get_preview_context(request, mode_name)  # type: ignore[misc]
        return context | self.parts_context(mode_name)
