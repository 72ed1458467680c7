"""What a lesson is made of. Each block has its template in `training/blocks/`."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.images.blocks import ImageChooserBlock
from wagtail.snippets.blocks import SnippetChooserBlock

from training.reference_blocks import (
    FileBlock,
    GlossaryBlock,
    MediaBlock,
    QuestionBlock,
)


WORDS = ["bold", "italic", "link"]


def _template(name: str) -> str:
    return f"training/blocks/{name}.html"


class CalloutBlock(blocks.StructBlock):
    kind = blocks.ChoiceBlock(
        choices=[
            ("law", _("Law and sources")),
            ("do", _("Do")),
            ("dont", _("Do not")),
            ("remember", _("Remember")),
        ],
        label=_("kind"),
    )
    title = blocks.CharBlock(label=_("title"), required=False)
    text = blocks.RichTextBlock(features=WORDS, label=_("text"))

    class Meta:
        icon = "pick"
        label = _("Callout")
        template = _template("callout")


class StoryBlock(blocks.StructBlock):
    title = blocks.CharBlock(label=_("title"), required=False)
    text = blocks.RichTextBlock(features=WORDS, label=_("text"))
    fictional = blocks.BooleanBlock(
        label=_("made up"),
        required=False,
        default=True,
        help_text=_("Says under the story that no real child is described."),
    )

    class Meta:
        icon = "openquote"
        label = _("Story")
        template = _template("story")


class DecisionOptionBlock(blocks.StructBlock):
    key = blocks.CharBlock(label=_("letter"), max_length=20)
    text = blocks.TextBlock(label=_("what one could do"), rows=2)
    feedback = blocks.TextBlock(label=_("what follows from it"), rows=3)
    good = blocks.BooleanBlock(label=_("a good choice"), required=False)


class DecisionBlock(blocks.StructBlock):
    question = blocks.TextBlock(label=_("question"), rows=2)
    options = blocks.ListBlock(DecisionOptionBlock(), min_num=2, label=_("options"))

    class Meta:
        icon = "help"
        label = _("Decision")
        template = _template("decision")


class ChecklistBlock(blocks.StructBlock):
    title = blocks.CharBlock(label=_("title"), required=False)
    items = blocks.ListBlock(
        blocks.RichTextBlock(features=WORDS), min_num=1, label=_("points")
    )

    class Meta:
        icon = "tasks"
        label = _("Checklist")
        template = _template("checklist")


class PictureBlock(blocks.StructBlock):
    image = ImageChooserBlock(label=_("image"))
    alt = blocks.CharBlock(
        label=_("what it shows, for those who cannot see it"), max_length=250
    )
    caption = blocks.CharBlock(label=_("caption"), required=False)
    shows = blocks.ChoiceBlock(
        choices=[
            ("drawing", _("A drawing, a thing or a place")),
            ("adults", _("Adults who agreed to it")),
            ("child", _("A child who could be recognised")),
        ],
        default="drawing",
        label=_("who can be seen"),
        help_text=_("A picture of a child who could be recognised is not published."),
    )

    class Meta:
        icon = "image"
        label = _("Picture")
        template = _template("picture")


class LessonBlock(blocks.StreamBlock):
    heading = blocks.CharBlock(
        icon="title", label=_("Heading"), template=_template("heading")
    )
    paragraph = blocks.RichTextBlock(
        features=WORDS, label=_("Paragraph"), template=_template("paragraph")
    )
    list = blocks.ListBlock(
        blocks.RichTextBlock(features=WORDS),
        icon="list-ul",
        label=_("List"),
        template=_template("list"),
    )
    callout = CalloutBlock()
    story = StoryBlock()
    decision = DecisionBlock()
    checklist = ChecklistBlock()
    reflection = blocks.TextBlock(
        icon="view", label=_("Reflection"), template=_template("reflection")
    )
    whotell = blocks.TextBlock(
        icon="warning", label=_("Who to tell"), template=_template("whotell")
    )
    picture = PictureBlock()
    media = MediaBlock()
    download = FileBlock()
    glossary = GlossaryBlock()
    contact = SnippetChooserBlock(
        "training.SafetyContact",
        icon="mobile-alt",
        label=_("Number to call"),
        template=_template("contact"),
    )
    legal = SnippetChooserBlock(
        "training.LegalReference",
        icon="doc-full",
        label=_("Article of law"),
        template=_template("legal"),
    )


class LearnerBlock(LessonBlock):
    """What a lesson for adults has besides: never on a pupil's sheet, where the answers
    would be printed."""

    question = QuestionBlock()
