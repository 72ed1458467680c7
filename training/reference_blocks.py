"""Blocks that point to something kept once: a term, a number to call, an article of
law, a file. A change there is seen in every lesson."""

from typing import Any

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
