"""The tree of the curriculum: index, grade bands, units, class lessons, guidance.
Teachers read it through `training/views/curriculum.py`; pupils have no account."""

from typing import Any, ClassVar

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalManyToManyField
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.fields import RichTextField, StreamField

from portal.privacy import Kept, Privacy
from training.blocks import WORDS, LessonBlock
from training.class_blocks import CardsBlock, ClassBlock, SlidesBlock
from training.models.items import Kind
from training.models.page_base import CHANGE, TITLE, LearningPage
from training.previews import InParts


LISTS = [*WORDS, "ul", "ol"]
GRADES = [MinValueValidator(1), MaxValueValidator(12)]


class CurriculumIndexPage(LearningPage):
    privacy = Privacy(plain="page_ptr summary change change_note", kept=Kept.TRAINING)

    template = "training/curriculum.html"
    parent_page_types = ["training.TrainingIndexPage"]
    subpage_types = ["training.GradeBandPage", "training.GuidancePage"]
    max_count_per_parent = 1
    content_panels = [*TITLE, FieldPanel("summary"), CHANGE]

    class Meta:
        verbose_name = _("curriculum")


class GradeBandPage(LearningPage):
    """The grades that share their units: first and last, 1 to 12."""

    privacy = Privacy(
        plain="page_ptr summary change change_note first_grade last_grade",
        kept=Kept.TRAINING,
    )

    first_grade = models.PositiveSmallIntegerField(_("first grade"), validators=GRADES)
    last_grade = models.PositiveSmallIntegerField(_("last grade"), validators=GRADES)

    template = "training/grade_band_page.html"
    parent_page_types = ["training.CurriculumIndexPage"]
    subpage_types = ["training.UnitPage"]
    content_panels = [
        *TITLE,
        FieldPanel("summary"),
        FieldRowPanel([FieldPanel("first_grade"), FieldPanel("last_grade")]),
        CHANGE,
    ]

    class Meta:
        verbose_name = _("grade band")
        constraints = [
            models.CheckConstraint(
                condition=Q(first_grade__gte=1, last_grade__lte=12)
                & Q(last_grade__gte=F("first_grade")),
                name="grade_band_in_order",
            )
        ]


class UnitPage(InParts, LearningPage):
    """Class lessons that belong together, with a page for parents and the notes for
    the psychologist who co-leads."""

    privacy = Privacy(
        plain="page_ptr summary change change_note objectives co_lead parents cards",
        kept=Kept.TRAINING,
    )

    kind = Kind.UNIT

    objectives = ParentalManyToManyField(
        "training.LearningObjective", verbose_name=_("objectives"), blank=True
    )
    co_lead = StreamField(
        LessonBlock(), verbose_name=_("notes for the psychologist"), blank=True
    )
    parents = StreamField(LessonBlock(), verbose_name=_("page for parents"), blank=True)
    cards = StreamField(
        CardsBlock(required=False),
        verbose_name=_("pupils’ cards"),
        help_text=_("The list to tick, in two forms. Left empty: no cards are used."),
        blank=True,
    )

    template = "training/unit_page.html"
    parent_page_types = ["training.GradeBandPage"]
    subpage_types = ["training.ClassLessonPage"]
    content_panels = [
        *TITLE,
        FieldPanel("summary"),
        FieldPanel("objectives"),
        FieldPanel("co_lead"),
        FieldPanel("parents"),
        FieldPanel("cards"),
        CHANGE,
    ]

    class Meta:
        verbose_name = _("teaching unit")

    parts: ClassVar[dict[str, Any]] = {
        "overview": _("Lessons of the unit"),
        "co_lead": _("For the psychologist"),
        "parents": _("For parents"),
    }

    def content(self) -> dict[str, Any]:
        cards = self.cards.get_prep_value()
        said = {"cards": cards} if cards else {}  # only then: older fingerprints stay
        return (
            super().content()
            | said
            | {
                "objectives": sorted(
                    str(o.translation_key) for o in self.objectives.all()
                ),
                "co_lead": self.co_lead.get_prep_value(),
                "parents": self.parents.get_prep_value(),
            }
        )


class ClassLessonPage(InParts, LearningPage):
    """One lesson in class: the teacher's guide, what pupils get, what is shown."""

    privacy = Privacy(
        plain="page_ptr summary change change_note minutes preparation disclosure guide handout"
        " easy_read slides",
        kept=Kept.TRAINING,
    )

    kind = Kind.CLASS_LESSON
    content_fields = ("minutes", "preparation", "disclosure")

    minutes = models.PositiveSmallIntegerField(
        _("minutes"), default=45, validators=[MinValueValidator(5)]
    )
    preparation = RichTextField(_("what to prepare"), features=LISTS, blank=True)
    disclosure = RichTextField(
        _("if a child tells you something"),
        features=LISTS,
        help_text=_(
            "What the teacher does when a pupil speaks of something that happened."
        ),
    )
    guide = StreamField(ClassBlock(), verbose_name=_("teacher’s guide"))
    handout = StreamField(ClassBlock(), verbose_name=_("pupil’s sheet"), blank=True)
    easy_read = StreamField(
        ClassBlock(),
        verbose_name=_("pupil’s sheet, easy to read"),
        help_text=_(
            "The same in short lines, for who reads with difficulty or is new to the"
            " language."
        ),
        blank=True,
    )
    slides = StreamField(SlidesBlock(), verbose_name=_("slides"), blank=True)

    template = "training/class_lesson_page.html"
    parent_page_types = ["training.UnitPage"]
    subpage_types: ClassVar[list[str]] = []
    content_panels = [
        *TITLE,
        FieldPanel("summary"),
        FieldPanel("minutes"),
        FieldPanel("preparation"),
        FieldPanel("disclosure"),
        FieldPanel("guide"),
        FieldPanel("handout"),
        FieldPanel("easy_read"),
        FieldPanel("slides"),
        CHANGE,
    ]
    parts: ClassVar[dict[str, Any]] = {
        "guide": _("Teacher’s guide"),
        "handout": _("Pupil’s sheet"),
        "easy_read": _("Easy to read"),
        "slides": _("Slides"),
    }

    class Meta:
        verbose_name = _("class lesson")
        constraints = [
            models.CheckConstraint(
                condition=Q(minutes__gte=5), name="class_lesson_minutes"
            )
        ]

    def content(self) -> dict[str, Any]:
        streams = ["guide", "handout", "slides"]
        if self.easy_read:  # said only then: older fingerprints stay
            streams.append("easy_read")
        return super().content() | {
            name: getattr(self, name).get_prep_value() for name in streams
        }


class GuidancePage(LearningPage):
    """How something is done: for adults, beside the lessons."""

    privacy = Privacy(
        plain="page_ptr summary change change_note body", kept=Kept.TRAINING
    )

    kind = Kind.GUIDANCE

    body = StreamField(LessonBlock(), verbose_name=_("text"))

    template = "training/guidance_page.html"
    parent_page_types = ["training.CurriculumIndexPage"]
    subpage_types: ClassVar[list[str]] = []
    content_panels = [
        *TITLE,
        FieldPanel("summary"),
        FieldPanel("body"),
        CHANGE,
    ]

    class Meta:
        verbose_name = _("guidance")

    def content(self) -> dict[str, Any]:
        return super().content() | {"body": self.body.get_prep_value()}
