"""Blocks that point to something kept once: a term, a number to call, an article of
law, a file, a question. A change there is seen in every lesson."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.snippets.blocks import SnippetChooserBlock


class GlossaryBlock(blocks.ListBlock):
    """Terms with their meaning."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            SnippetChooserBlock("training.GlossaryTerm"), min_num=1, **kwargs
        )

    class Meta:
        icon = "list-ul"
        label = _("Glossary")
        template = "training/blocks/glossary.html"


class FileBlock(blocks.StructBlock):
    """A file to take along, its size said before it is fetched."""

    file = SnippetChooserBlock("training.LessonFile", label=_("file"))
    note = blocks.CharBlock(label=_("what it is for"), required=False)

    class Meta:
        icon = "download"
        label = _("Download")
        template = "training/blocks/download.html"


class MediaBlock(blocks.StructBlock):
    """Sound or film: never loaded by itself, every word of it also as text."""

    file = SnippetChooserBlock("training.LessonFile", label=_("sound or film"))
    transcript = blocks.RichTextBlock(
        features=["bold", "italic"],
        label=_("all that is said and seen, as text"),
    )

    class Meta:
        icon = "media"
        label = _("Sound or film")
        template = "training/blocks/media.html"


class QuestionBlock(SnippetChooserBlock):
    """A question of the bank to try in the middle of a lesson: every answer says what
    is said of it after a quiz, and nothing is recorded."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__("training.Question", **kwargs)

    def clean(self, value: Any) -> Any:
        question = super().clean(value)
        if question and not question.live:
            raise ValidationError(_("Publish the question first, or choose another."))
        if question and question.form:
            raise ValidationError(
                _("Questions of form A or B are asked in tests. Choose another one.")
            )
        return question

    def get_context(
        self, value: Any, parent_context: dict[str, Any] | None = None
    ) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(value, parent_context)
        children = list(value.options) if value else []
        blocks = [child.value for child in children]
        mixed = [child.value for child in sorted(children, key=lambda one: one.id)]
        return context | {
            "options": blocks,
            "mixed": [block["text"] for block in mixed],
            "matches": sorted({block["match"] for block in blocks if "match" in block}),
        }

    class Meta:
        icon = "help"
        label = _("Question to try")
        template = "training/blocks/question.html"
