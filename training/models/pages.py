"""The tree of the training: index, programmes, modules, lessons. Editors write it
in Wagtail; learners read it through `training/views/learn.py`."""

from dataclasses import dataclass, field
from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalManyToManyField
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.fields import StreamField

from portal.privacy import Kept, Privacy
from training.blocks import LearnerBlock
from training.expiry import Rule
from training.models.fields import RolesField
from training.models.items import Kind
from training.models.page_base import CHANGE, SCREENS, TITLE, LearningPage
from training.steps import Course, words_in


@dataclass
class Step:
    """A heading of a lesson with what stands under it; `id` is the first block's."""

    id: str
    title: str
    blocks: list[Any] = field(default_factory=list)
    words: int = 0


class TrainingIndexPage(LearningPage):
    privacy = Privacy(plain="page_ptr summary change change_note", kept=Kept.TRAINING)

    template = "training/programme_page.html"
    parent_page_types = ["wagtailcore.Page"]
    subpage_types = ["training.ProgrammePage", "training.CurriculumIndexPage"]
    max_count_per_parent = 1
    content_panels = [*TITLE, FieldPanel("summary")]

    class Meta:
        verbose_name = _("training")


class ProgrammePage(LearningPage):
    """Modules that belong together; who completes all of them gets the award."""

    privacy = Privacy(
        plain="page_ptr summary change change_note months expiry_rule accreditation"
        " refresher",
        kept=Kept.TRAINING,
    )

    kind = Kind.PROGRAMME
    content_fields = ("months",)

    months = models.PositiveSmallIntegerField(
        _("months an award is valid"),
        default=24,
        help_text=_("0: it does not expire."),
    )
    expiry_rule = models.CharField(
        _("an award ends"),
        max_length=12,
        choices=Rule.choices,
        default=Rule.MONTHS,
    )
    refresher = models.ForeignKey(
        "training.Quiz",
        models.PROTECT,
        verbose_name=_("refresher quiz"),
        null=True,
        blank=True,
        related_name="+",
        limit_choices_to={"purpose": "refresher"},
        help_text=_("Who passes it renews the award without the modules."),
    )
    accreditation = models.CharField(
        _("accreditation number"),
        max_length=80,
        blank=True,
        help_text=_(
            "Printed on each award issued from now on. Blank: nothing is printed."
        ),
    )

    template = "training/programme_page.html"
    parent_page_types = ["training.TrainingIndexPage"]
    subpage_types = ["training.ModulePage"]
    content_panels = [
        *TITLE,
        FieldPanel("summary"),
        MultiFieldPanel([FieldPanel("expiry_rule"), FieldPanel("months")]),
        FieldPanel("refresher"),
        FieldPanel("accreditation"),
        CHANGE,
    ]

    class Meta:
        verbose_name = _("programme")

    def clean(self) -> None:
        super().clean()
        if self.slug in SCREENS:
            raise ValidationError(
                {"slug": _("This address belongs to another screen. Choose another.")}
            )

    def content(self) -> dict[str, Any]:
        """What is not set is not said: older fingerprints stay."""
        rule = self.expiry_rule if self.expiry_rule != Rule.MONTHS else ""
        quiz = str(self.refresher.translation_key) if self.refresher else ""
        said = {
            "accreditation": self.accreditation,
            "expiry_rule": rule,
            "refresher": quiz,
        }
        return super().content() | {
            name: value for name, value in said.items() if value
        }


class ModulePage(LearningPage):
    """Lessons, scenarios and a quiz. Complete when every lesson and every scenario that
    is needed is done and the quiz passed."""

    privacy = Privacy(
        plain="page_ptr summary change change_note audience minutes objectives quiz quiz_intro"
        " pre_test post_test",
        kept=Kept.TRAINING,
    )

    kind = Kind.MODULE
    content_fields = ("audience", "minutes", "quiz_intro")

    audience = RolesField(_("required for"))
    minutes = models.PositiveSmallIntegerField(_("minutes in all"), default=45)
    objectives = ParentalManyToManyField(
        "training.LearningObjective", verbose_name=_("objectives"), blank=True
    )
    quiz = models.ForeignKey(
        "training.Quiz",
        models.PROTECT,
        verbose_name=_("quiz"),
        null=True,
        blank=True,
        related_name="modules",
    )
    pre_test = models.ForeignKey(
        "training.Quiz",
        models.PROTECT,
        verbose_name=_("test before the module"),
        null=True,
        blank=True,
        related_name="+",
        limit_choices_to={"purpose": "pre"},
        help_text=_("May be skipped; it never counts for completion."),
    )
    post_test = models.ForeignKey(
        "training.Quiz",
        models.PROTECT,
        verbose_name=_("test after the module"),
        null=True,
        blank=True,
        related_name="+",
        limit_choices_to={"purpose": "post"},
        help_text=_("The other form of the test before; shows what was gained."),
    )
    quiz_intro = models.CharField(
        _("what to say before the quiz"), max_length=400, blank=True
    )

    template = "training/module_page.html"
    parent_page_types = ["training.ProgrammePage"]
    subpage_types = ["training.LessonPage", "training.ScenarioPage"]
    content_panels = [
        *TITLE,
        FieldPanel("summary"),
        MultiFieldPanel([FieldPanel("audience"), FieldPanel("minutes")]),
        FieldPanel("objectives"),
        MultiFieldPanel([FieldPanel("quiz"), FieldPanel("quiz_intro")]),
        MultiFieldPanel([FieldPanel("pre_test"), FieldPanel("post_test")]),
        CHANGE,
    ]

    class Meta:
        verbose_name = _("module")

    def content(self) -> dict[str, Any]:
        return super().content() | {
            "objectives": sorted(str(o.translation_key) for o in self.objectives.all()),
            "quiz": str(self.quiz.translation_key) if self.quiz else None,
            **{
                name: str(test.translation_key)
                for name in ("pre_test", "post_test")
                if (test := getattr(self, name))
            },
        }


class LessonPage(LearningPage):
    """One sitting: a few minutes of reading and deciding."""

    privacy = Privacy(
        plain="page_ptr summary change change_note minutes objectives body",
        kept=Kept.TRAINING,
    )

    kind = Kind.LESSON
    content_fields = ("minutes",)

    minutes = models.PositiveSmallIntegerField(_("minutes"), default=7)
    objectives = ParentalManyToManyField(
        "training.LearningObjective", verbose_name=_("objectives"), blank=True
    )
    body = StreamField(LearnerBlock(), verbose_name=_("lesson"))

    template = "training/lesson_page.html"
    parent_page_types = ["training.ModulePage"]
    subpage_types: ClassVar[list[str]] = []
    content_panels = [
        *TITLE,
        FieldPanel("summary"),
        FieldPanel("minutes"),
        FieldPanel("objectives"),
        FieldPanel("body"),
        CHANGE,
    ]

    class Meta:
        verbose_name = _("lesson")

    def content(self) -> dict[str, Any]:
        return super().content() | {
            "objectives": sorted(str(o.translation_key) for o in self.objectives.all()),
            "body": self.body.get_prep_value(),
        }

    @cached_property
    def steps(self) -> list[Step]:
        """The body cut at its headings; what comes before the first has no title."""
        steps: list[Step] = []
        for block, raw in zip(self.body, self.body.raw_data, strict=True):
            if block.block_type == "heading":
                steps.append(Step(block.id, block.value))
                continue
            if not steps:
                steps.append(Step(block.id, ""))
            steps[-1].blocks.append(block)
            steps[-1].words += words_in(raw["value"])
        return steps

    @property
    def course(self) -> Course:
        return Course(
            ids=tuple(step.id for step in self.steps),
            words=tuple(step.words for step in self.steps),
            minutes=self.minutes,
        )
