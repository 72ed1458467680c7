"""A few questions some time after a module, so that it is not forgotten. It says
nothing about the completion: whatever the result, its dates stay."""

import uuid
from typing import TYPE_CHECKING, Any, Self

from django.db import models
from django.db.models import Q

from portal.access import VisibleQuerySet
from portal.permissions import Permission
from portal.privacy import Kept, Privacy
from training.models.items import LearningItem
from training.models.progress import ModuleCompletion
from training.refresher_days import OFFSETS


if TYPE_CHECKING:
    from portal.models import User


class RefresherQuerySet(VisibleQuerySet["Refresher"]):
    def visible_to(self, user: "User", permission: Permission) -> Self:
        """The own ones; nobody else sees how much a person remembers."""
        if permission is Permission.TRAINING_LEARN:
            return self.filter(staff__user=user)
        return self.none()


class Refresher(models.Model):
    """`item` is the module, `day_offset` the days after its completion. What was asked
    is frozen, as on a quiz paper: `items_snapshot`, `answers` and `score` (percent) are
    those of `QuizAttempt`."""

    privacy = Privacy(
        plain="uid item day_offset items_snapshot language",
        personal="staff completion started_at submitted_at answers score",
        kept=Kept.TRAINING,
    )

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    staff = models.ForeignKey(
        "schools.StaffMember", models.PROTECT, related_name="refreshers"
    )
    item = models.ForeignKey(LearningItem, models.PROTECT, related_name="+")
    completion = models.ForeignKey(
        ModuleCompletion, models.PROTECT, related_name="refreshers"
    )
    day_offset = models.PositiveSmallIntegerField()
    items_snapshot: models.JSONField[Any, Any] = models.JSONField()
    language = models.CharField(max_length=10)
    started_at = models.DateTimeField()
    submitted_at = models.DateTimeField(null=True)
    answers: models.JSONField[Any, Any] = models.JSONField(default=dict)
    score = models.PositiveSmallIntegerField(null=True)

    objects = RefresherQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["staff", "completion", "day_offset"], name="refresher_once"
            ),
            models.CheckConstraint(
                condition=Q(day_offset__in=OFFSETS), name="refresher_day_offset"
            ),
            models.CheckConstraint(
                condition=Q(submitted_at__isnull=True, score__isnull=True)
                | Q(submitted_at__isnull=False, score__isnull=False),
                name="refresher_submitted_is_marked",
            ),
            models.CheckConstraint(
                condition=Q(score__isnull=True) | Q(score__lte=100),
                name="refresher_score_in_percent",
            ),
        ]

    def __str__(self) -> str:
        return f"refresher {self.uid}"
