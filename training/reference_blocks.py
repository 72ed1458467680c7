"""Blocks that point to something kept once: a term, a number to call, an article of
law, a file, a question. A change there is seen in every lesson."""

from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.snippets.blocks import SnippetChooserBlock

from training.answers import TYPED_SHOWN


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
        if question and not _may_stand(question):
            raise ValidationError(
                _("Questions of form A or B and key questions are for tests only.")
            )
        return question

    def get_context(
        self, value: Any, parent_context: dict[str, Any] | None = None
    ) -> dict[str, Any]:
        """What is right is what the source language says; a translation brings words,
        by the option's id."""
        context: dict[str, Any] = super().get_context(value, parent_context)
        source = _source_of(value) if value else None
        if source is None or not (value.live and _may_stand(source)):
            return context | {"shown": False}
        words = {child.id: child.value for child in value.options}
        options = {
            child.id: {**child.value, **_words(words.get(child.id, child.value))}
            for child in _shown(source)
        }
        return context | {
            "shown": True,
            # Not translated yet: a screen reader is told whose words these are.
            "lang": settings.LANGUAGE_CODE if value.pk == source.pk else "",
            "options": list(options.values()),
            "mixed": [options[key]["text"] for key in sorted(options)],
            "matches": sorted({o["match"] for o in options.values() if "match" in o}),
        }

    class Meta:
        icon = "help"
        label = _("Question to try")
        template = "training/blocks/question.html"


def _source_of(question: Any) -> Any:
    rows = type(question).objects.filter(translation_key=question.translation_key)
    source = rows.filter(locale__language_code=settings.LANGUAGE_CODE, live=True)
    return source.first()


def _shown(question: Any) -> list[Any]:
    """All that there is to choose from; of typed answers the first that are right."""
    options = list(question.options)
    if question.type != "text":
        return options
    return [one for one in options if one.value["correct"]][:TYPED_SHOWN]


def _may_stand(question: Any) -> bool:
    return not (question.form or question.critical)


def _words(value: Any) -> dict[str, Any]:
    return {key: value[key] for key in ("text", "match", "feedback") if key in value}
