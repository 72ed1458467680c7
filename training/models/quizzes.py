"""A try at a quiz: what was asked is frozen at the start, and marked from that."""

import uuid
from typing import Any

from django.db import models
from django.db.models import Q

from portal.privacy import Kept, Privacy
from training.models.items import ItemVersion, LearningItem
from training.models.records import RecordQuerySet


class QuizAttempt(models.Model):
    """`items_snapshot` holds the questions in the order shown, in every language
    they had, with what is right; `answers` maps question key to option keys.

    A test after the module carries the one `before` it, and the `gain` in percentage
    points as it was when handed in: it is never counted again."""

    privacy = Privacy(
        plain="uid item version seed form items_snapshot pass_mark language client_id",
        personal="staff started_at submitted_at answers score passed before gain",
        kept=Kept.TRAINING,
    )

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    staff = models.ForeignKey(
        "schools.StaffMember", models.PROTECT, related_name="quiz_attempts"
    )
    item = models.ForeignKey(LearningItem, models.PROTECT, related_name="attempts")
    version = models.ForeignKey(ItemVersion, models.PROTECT, related_name="+")
    seed = models.CharField(max_length=32)
    form = models.CharField(max_length=1, blank=True)
    items_snapshot: models.JSONField[Any, Any] = models.JSONField()
    pass_mark = models.PositiveSmallIntegerField()
    language = models.CharField(max_length=10)
    client_id = models.UUIDField(unique=True)
    started_at = models.DateTimeField()
    submitted_at = models.DateTimeField(null=True)
    answers: models.JSONField[Any, Any] = models.JSONField(default=dict)
    score = models.PositiveSmallIntegerField(null=True)
    passed = models.BooleanField(null=True)
    before = models.ForeignKey("self", models.PROTECT, null=True, related_name="+")
    gain = models.SmallIntegerField(null=True)

    objects = RecordQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["staff", "item"],
                condition=Q(submitted_at__isnull=True),
                name="quiz_attempt_one_open",
            ),
            models.CheckConstraint(
                condition=Q(
                    submitted_at__isnull=True, score__isnull=True, passed__isnull=True
                )
                | Q(
                    submitted_at__isnull=False,
                    score__isnull=False,
                    passed__isnull=False,
                ),
                name="quiz_attempt_submitted_is_marked",
            ),
            models.CheckConstraint(
                condition=Q(score__isnull=True) | Q(score__lte=100),
                name="quiz_attempt_score_in_percent",
            ),
            models.CheckConstraint(
                condition=Q(form__in=["", "A", "B"]), name="quiz_attempt_form"
            ),
            models.CheckConstraint(
                condition=Q(gain__isnull=True)
                | Q(
                    gain__gte=-100,
                    gain__lte=100,
                    before__isnull=False,
                    submitted_at__isnull=False,
                ),
                name="quiz_attempt_gain_is_measured",
            ),
        ]

    def __str__(self) -> str:
        return f"attempt {self.uid}"
