"""What records hang on: an item lives on when its page is moved, edited,
translated, unpublished or deleted, and so does what people did with it."""

import uuid
from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from portal.privacy import Kept, Privacy


class Kind(models.TextChoices):
    PROGRAMME = "programme", _("Programme")
    MODULE = "module", _("Module")
    LESSON = "lesson", _("Lesson")
    SCENARIO = "scenario", _("Scenario")
    QUIZ = "quiz", _("Quiz")
    UNIT = "unit", _("Unit")
    CLASS_LESSON = "class_lesson", _("Class lesson")
    GUIDANCE = "guidance", _("Guidance")


class Change(models.TextChoices):
    """What a publish means for people who have finished."""

    MINOR = "minor", _("Minor: wording only, nothing to read again")
    MAJOR = "major", _("Major: new learners get it, finished ones are told")
    SAFETY = "safety", _("Safety: everybody must read what changed")


class Route(models.TextChoices):
    ONLINE = "online", _("online")
    SESSION = "session", _("in a session")
    RECOGNISED = "recognised", _("recognised")


class LearningItem(models.Model):
    """A thing to learn, keyed by Wagtail's translation key: one in all languages."""

    privacy = Privacy(
        plain="uid kind translation_key titles current retired_at",
        kept=Kept.TRAINING,
    )

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    kind = models.CharField(max_length=12, choices=Kind.choices)
    translation_key = models.UUIDField()
    titles = models.JSONField(default=dict)
    current = models.ForeignKey(
        "training.ItemVersion", models.PROTECT, null=True, related_name="+"
    )
    retired_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "translation_key"], name="learning_item_once"
            ),
            models.CheckConstraint(
                condition=models.Q(kind__in=Kind.values), name="learning_item_kind"
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def title(self) -> str:
        """In the reader's language, else in the language it was written in."""
        titles: dict[str, str] = self.titles
        for language in (get_language(), settings.LANGUAGE_CODE, *titles):
            if language in titles:
                return titles[language]
        return str(self.uid)


class ItemVersion(models.Model):
    """What was published, word for word. Only the source language counts up; a
    translation takes the number its source has (0 when it comes first)."""

    privacy = Privacy(
        plain="item number locale content_hash change note snapshot published_at by",
        kept=Kept.TRAINING,
    )

    item = models.ForeignKey(LearningItem, models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    locale = models.CharField(max_length=10)
    content_hash = models.CharField(max_length=64)
    change = models.CharField(max_length=8, choices=Change.choices)
    note = models.TextField(max_length=600, blank=True)
    snapshot: models.JSONField[Any, Any] = models.JSONField()
    published_at = models.DateTimeField()
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["item", "number"],
                condition=models.Q(locale="sq"),
                name="item_version_number_once",
            ),
            models.CheckConstraint(
                condition=models.Q(change__in=Change.values),
                name="item_version_change",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.item_id} {self.number} {self.locale}"
