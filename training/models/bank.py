"""What a quiz is drawn by: objectives, and how many questions of each. Editors keep
them as Wagtail snippets; the questions are in `questions.py`."""

import uuid
from typing import Any

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.admin.panels import FieldPanel, InlinePanel
from wagtail.models import DraftStateMixin, RevisionMixin, TranslatableMixin

from portal.privacy import Kept, Privacy


class LearningObjective(TranslatableMixin, models.Model):
    """What a person can do afterwards, in one sentence; one row a language."""

    privacy = Privacy(plain="translation_key locale text", kept=Kept.TRAINING)

    text = models.CharField(_("objective"), max_length=300)

    panels = [FieldPanel("text")]

    class Meta(TranslatableMixin.Meta):
        verbose_name = _("learning objective")
        verbose_name_plural = _("learning objectives")

    def __str__(self) -> str:
        return self.text

    def content(self) -> dict[str, Any]:
        return {"text": self.text}


COOL_DOWN = 10  # minutes, where the editor says nothing else


class Quiz(DraftStateMixin, RevisionMixin, ClusterableModel):
    """How a paper is drawn and when it is passed. It holds no words of its own, so
    it is one for all languages; `translation_key` is its learning item's."""

    class Purpose(models.TextChoices):
        MODULE = "module", _("End of a module")
        PRE = "pre", _("Test before the module")
        POST = "post", _("Test after the module")
        REFRESHER = "refresher", _("Refresher")

    privacy = Privacy(
        plain="translation_key name purpose pass_mark cool_down live has_unpublished_changes"
        " first_published_at last_published_at live_revision go_live_at expire_at"
        " expired latest_revision",
        kept=Kept.TRAINING,
    )

    translation_key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    name = models.CharField(_("name"), max_length=200)
    purpose = models.CharField(
        _("purpose"), max_length=12, choices=Purpose.choices, default=Purpose.MODULE
    )
    pass_mark = models.PositiveSmallIntegerField(
        _("pass mark, percent"),
        default=80,
        validators=[MinValueValidator(1), MaxValueValidator(100)],
    )
    cool_down = models.PositiveSmallIntegerField(
        _("minutes between a failed try and the next"),
        default=COOL_DOWN,
        help_text=_("0: at once. The first try is always free."),
    )

    panels = [
        FieldPanel("name"),
        FieldPanel("purpose"),
        FieldPanel("pass_mark"),
        FieldPanel("cool_down"),
        InlinePanel("draws", heading=_("Questions drawn"), min_num=1),
    ]

    class Meta:
        verbose_name = _("quiz")
        verbose_name_plural = _("quizzes")
        constraints = [
            models.CheckConstraint(
                condition=Q(pass_mark__gte=1, pass_mark__lte=100),
                name="quiz_pass_mark_in_percent",
            ),
            models.CheckConstraint(
                condition=Q(purpose__in=["module", "pre", "post", "refresher"]),
                name="quiz_purpose",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def content(self) -> dict[str, Any]:
        content = {
            "name": self.name,
            "purpose": self.purpose,
            "pass_mark": self.pass_mark,
            "draws": [
                [str(draw.objective.translation_key), draw.count]
                for draw in self.draws.all()
            ],
        }
        own = self.cool_down != COOL_DOWN  # said only then: older fingerprints stay
        return content | ({"cool_down": self.cool_down} if own else {})


class QuizDraw(models.Model):
    """So many questions of that objective."""

    privacy = Privacy(plain="quiz sort_order objective count", kept=Kept.TRAINING)

    quiz = ParentalKey(Quiz, on_delete=models.CASCADE, related_name="draws")
    sort_order = models.PositiveSmallIntegerField(default=0, editable=False)
    objective = models.ForeignKey(LearningObjective, models.PROTECT, related_name="+")
    count = models.PositiveSmallIntegerField(
        _("how many"), default=1, validators=[MinValueValidator(1)]
    )

    panels = [FieldPanel("objective"), FieldPanel("count")]

    class Meta:
        ordering = ["sort_order"]  # Wagtail's inline panel reads it
        constraints = [
            models.CheckConstraint(condition=Q(count__gte=1), name="quiz_draw_some")
        ]

    def __str__(self) -> str:
        return f"{self.objective_id} x {self.count}"
