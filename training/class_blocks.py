"""What a lesson in class is made of, besides the blocks of every lesson."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from training.blocks import WORDS, LessonBlock


class ActivityBlock(blocks.StructBlock):
    """One step of the lesson: how long, who works with whom, what is needed."""

    title = blocks.CharBlock(label=_("title"))
    minutes = blocks.IntegerBlock(label=_("minutes"), min_value=1, max_value=90)
    grouping = blocks.ChoiceBlock(
        choices=[
            ("class", _("Whole class")),
            ("groups", _("Small groups")),
            ("pairs", _("In pairs")),
            ("alone", _("Each alone")),
        ],
        label=_("who works together"),
    )
    materials = blocks.CharBlock(label=_("what is needed"), required=False)
    text = blocks.RichTextBlock(features=[*WORDS, "ul", "ol"], label=_("what to do"))

    class Meta:
        icon = "group"
        label = _("Activity step")
        template = "training/blocks/activity.html"


class LinesValue(blocks.StructValue):
    @property
    def rows(self) -> range:
        return range(self["lines"] or 0)


class LinesBlock(blocks.StructBlock):
    """A question on paper with lines to write on."""

    question = blocks.TextBlock(label=_("question"), rows=2)
    lines = blocks.IntegerBlock(
        label=_("lines to write on"), min_value=1, max_value=12, default=2
    )

    class Meta:
        icon = "edit"
        label = _("Question with lines")
        value_class = LinesValue
        template = "training/blocks/lines.html"


class ClassBlock(LessonBlock):
    activity = ActivityBlock()
    lines = LinesBlock()


class SlideBlock(blocks.StructBlock):
    title = blocks.CharBlock(label=_("title"), max_length=80)
    text = blocks.RichTextBlock(
        features=["bold", "ul"], label=_("what is shown"), max_length=400
    )
    note = blocks.TextBlock(label=_("what the teacher says"), rows=2, required=False)

    class Meta:
        icon = "desktop"
        label = _("Slide")
        template = "training/blocks/slide.html"


class SlidesBlock(blocks.StreamBlock):
    slide = SlideBlock()

    class Meta:
        max_num = 20


class CardItemBlock(blocks.StructBlock):
    """One line of the list to tick on a pupils' card."""

    form = blocks.ChoiceBlock(choices=[("A", "A"), ("B", "B")], label=_("form"))
    text = blocks.CharBlock(label=_("sentence"), max_length=160)
    sign = blocks.BooleanBlock(label=_("is a sign of a trick"), required=False)

    class Meta:
        icon = "tick-inverse"
        label = _("Line of the card")


class CardsBlock(blocks.StreamBlock):
    item = CardItemBlock()

    class Meta:
        max_num = 24

    def clean(self, value: Any) -> Any:
        """Both forms ask as much, and as many signs: else a gain is no gain."""
        cleaned = super().clean(value)
        weight = {
            form: [
                block.value["sign"] for block in cleaned if block.value["form"] == form
            ]
            for form in ("A", "B")
        }
        if sorted(weight["A"]) != sorted(weight["B"]):
            raise blocks.StreamBlockValidationError(
                non_block_errors=[
                    _("Give both forms as many lines, and as many signs among them.")
                ]
            )
        return cleaned
