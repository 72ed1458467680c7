"""The library of coaching activities, kept by editors in the CMS. No child is in it."""

from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q, QuerySet
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.models import DraftStateMixin, RevisionMixin, TranslatableMixin

from portal.privacy import Kept, Privacy


YOUNGEST, OLDEST = 6, 18
BANDS = {"6-10": (6, 10), "11-14": (11, 14), "15-18": (15, 18)}


class ActivityQuerySet(QuerySet["CoachingActivity"]):
    def readable(self, language: str) -> "ActivityQuerySet":
        """What is published, in one language."""
        return self.filter(live=True, locale__language_code=language)

    def for_ages(self, youngest: int, oldest: int) -> "ActivityQuerySet":
        """Those made for a child of some age between the two."""
        return self.filter(youngest__lte=oldest, oldest__gte=youngest)


class CoachingActivity(TranslatableMixin, DraftStateMixin, RevisionMixin, models.Model):
    """Something to do with one child in one talk; one row a language."""

    class Purpose(models.TextChoices):
        TRUST = "trust", _("Getting to know each other")
        STRENGTHS = "strengths", _("Strengths")
        FEELINGS = "feelings", _("Feelings")
        PEOPLE = "people", _("People who help")
        SCHOOL = "school", _("Coming to school")
        SAFETY = "safety", _("Staying safe")
        DECISIONS = "decisions", _("Deciding about an offer")
        ENDING = "ending", _("Looking back")

    CONTENT = [
        "title",
        "purpose",
        "youngest",
        "oldest",
        "minutes",
        "aim",
        "materials",
        "steps",
        "watch",
        "stop",
        "avoid",
    ]

    privacy = Privacy(
        plain="translation_key locale title purpose youngest oldest minutes aim "
        "materials steps watch stop avoid live has_unpublished_changes first_published_at "
        "last_published_at live_revision go_live_at expire_at expired latest_revision",
        kept=Kept.TRAINING,
    )

    title = models.CharField(_("title"), max_length=120)
    purpose = models.CharField(_("purpose"), max_length=12, choices=Purpose)
    youngest = models.PositiveSmallIntegerField(
        _("from age"),
        validators=[MinValueValidator(YOUNGEST), MaxValueValidator(OLDEST)],
    )
    oldest = models.PositiveSmallIntegerField(
        _("to age"), validators=[MinValueValidator(YOUNGEST), MaxValueValidator(OLDEST)]
    )
    minutes = models.PositiveSmallIntegerField(
        _("minutes"), validators=[MinValueValidator(5), MaxValueValidator(60)]
    )
    aim = models.TextField(_("what it is for"), max_length=600)
    materials = models.TextField(
        _("what you need"), max_length=600, help_text=_("One thing a line.")
    )
    steps = models.TextField(
        _("steps"), max_length=4000, help_text=_("One step a line.")
    )
    watch = models.TextField(
        _("what to watch for"),
        max_length=1000,
        help_text=_("What the child may show while you do it; no diagnosis."),
    )
    stop = models.TextField(
        _("when to stop and refer"),
        max_length=1000,
        help_text=_("What you then do and whom you tell."),
    )
    avoid = models.TextField(
        _("what not to ask"),
        max_length=1000,
        help_text=_("Questions and sentences that harm or press."),
    )

    objects = ActivityQuerySet.as_manager()

    panels = [
        FieldPanel("title"),
        FieldPanel("purpose"),
        FieldRowPanel(
            [FieldPanel("youngest"), FieldPanel("oldest"), FieldPanel("minutes")]
        ),
        FieldPanel("aim"),
        FieldPanel("materials"),
        FieldPanel("steps"),
        FieldPanel("watch"),
        FieldPanel("stop"),
        FieldPanel("avoid"),
    ]

    class Meta(TranslatableMixin.Meta):
        verbose_name = _("coaching activity")
        verbose_name_plural = _("coaching activities")
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    youngest__gte=YOUNGEST,
                    oldest__lte=OLDEST,
                    oldest__gte=F("youngest"),
                ),
                name="coachingactivity_ages",
            ),
            models.CheckConstraint(
                condition=Q(minutes__gte=5, minutes__lte=60),
                name="coachingactivity_minutes",
            ),
            models.CheckConstraint(
                condition=Q(
                    purpose__in=[
                        "trust",
                        "strengths",
                        "feelings",
                        "people",
                        "school",
                        "safety",
                        "decisions",
                        "ending",
                    ]
                ),
                name="coachingactivity_purpose",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def clean(self) -> None:
        super().clean()
        if self.youngest and self.oldest and self.youngest > self.oldest:
            raise ValidationError({"oldest": _("The older age comes second.")})

    def content(self) -> dict[str, Any]:
        """What a reader reads: the loader compares it."""
        return {name: getattr(self, name) for name in self.CONTENT}

    @property
    def step_lines(self) -> list[str]:
        return _lines(self.steps)

    @property
    def material_lines(self) -> list[str]:
        return _lines(self.materials)


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


class LoadedActivity(models.Model):
    """What `load_content` last brought in, so that it knows an editor's hand."""

    privacy = Privacy(plain="path language content_hash loaded_at", kept=Kept.TRAINING)

    path = models.CharField(max_length=100)
    language = models.CharField(max_length=10)
    content_hash = models.CharField(max_length=64)
    loaded_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["path", "language"], name="loadedactivity_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.path} {self.language}"
