"""What can stand under a question; which of them may, `question_rules` says. The
block id is the option's key, the same in every language."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail import blocks


def _feedback() -> Any:
    return blocks.TextBlock(
        label=_("feedback"),
        rows=2,
        required=False,
        help_text=_("Shown after handing in."),
    )


class OptionBlock(blocks.StructBlock):
    text = blocks.TextBlock(label=_("text"), rows=2)
    correct = blocks.BooleanBlock(label=_("right"), required=False)
    feedback = _feedback()

    class Meta:
        icon = "radio-full"
        label = _("Option")


class PairBlock(blocks.StructBlock):
    text = blocks.TextBlock(label=_("this"), rows=2)
    match = blocks.TextBlock(
        label=_("belongs to"),
        rows=2,
        help_text=_("The same words may stand in two pairs: it is then one choice."),
    )
    feedback = _feedback()

    class Meta:
        icon = "link"
        label = _("Pair")


class StepBlock(blocks.StructBlock):
    text = blocks.TextBlock(label=_("step"), rows=2)
    feedback = _feedback()

    class Meta:
        icon = "list-ol"
        label = _("Step, in the right order")


class AnswerBlock(blocks.StructBlock):
    text = blocks.CharBlock(
        label=_("answer"),
        max_length=100,
        help_text=_("Capital letters, ë or e, ç or c, points and spaces do not count."),
    )
    correct = blocks.BooleanBlock(label=_("accepted"), required=False, default=True)
    feedback = _feedback()

    class Meta:
        icon = "edit"
        label = _("Typed answer")


class PointBlock(blocks.StructBlock):
    text = blocks.TextBlock(label=_("a thought to offer afterwards"), rows=2)

    class Meta:
        icon = "view"
        label = _("Thought")


class OptionsBlock(blocks.StreamBlock):
    """The options of a question; the block id is the option's key."""

    option = OptionBlock()
    pair = PairBlock()
    step = StepBlock()
    answer = AnswerBlock()
    point = PointBlock()

    class Meta:
        min_num = 1
        # What is read as a list stays short; typed answers are foreseen, not read.
        block_counts = {
            name: {"max_num": 8} for name in ("option", "pair", "step", "point")
        } | {"answer": {"max_num": 30}}
