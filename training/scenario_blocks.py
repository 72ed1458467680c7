"""What a scenario is made of: scenes with choices, and ends."""

from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _
from wagtail import blocks


WORDS = ["bold", "italic"]
KEY = RegexValidator(
    r"^[a-z0-9-]{1,30}$", _("Use small letters, digits and hyphens, such as “yard-2”.")
)


class ChoiceBlock(blocks.StructBlock):
    """The id of the list item is the choice's key, the same in every language."""

    text = blocks.TextBlock(label=_("what one could say or do"), rows=2)
    reply = blocks.TextBlock(label=_("what follows from it"), rows=3)
    target = blocks.CharBlock(
        label=_("leads to"),
        max_length=30,
        help_text=_("The short name of a scene or of an end below."),
    )
    mark = blocks.ChoiceBlock(
        choices=[
            ("good", _("A good choice")),
            ("fair", _("Not wrong, but not the best")),
            ("leading", _("A leading question")),
            ("unsafe", _("Not safe for the child")),
        ],
        default="fair",
        label=_("this choice is"),
    )
    better = blocks.TextBlock(
        label=_("what would be better"),
        rows=2,
        required=False,
        help_text=_("Empty: the good choice of the scene is shown."),
    )


class SceneBlock(blocks.StructBlock):
    key = blocks.CharBlock(label=_("short name"), max_length=30, validators=[KEY])
    title = blocks.CharBlock(label=_("title"))
    text = blocks.RichTextBlock(features=WORDS, label=_("what happens"))
    choices = blocks.ListBlock(ChoiceBlock(), min_num=2, label=_("choices"))

    class Meta:
        icon = "openquote"
        label = _("Scene")


class EndBlock(blocks.StructBlock):
    key = blocks.CharBlock(label=_("short name"), max_length=30, validators=[KEY])
    title = blocks.CharBlock(label=_("title"))
    text = blocks.RichTextBlock(features=WORDS, label=_("how it ends"))

    class Meta:
        icon = "flag"
        label = _("End")


class ScenarioBlock(blocks.StreamBlock):
    """The first scene is where it starts."""

    scene = SceneBlock()
    end = EndBlock()
