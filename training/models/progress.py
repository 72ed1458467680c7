"""How far a person has come. State and completion only ever move forward."""

import uuid
from typing import Any

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from portal.privacy import Kept, Privacy
from training.models.items import ItemVersion, LearningItem, Route
from training.models.records import RecordQuerySet


class ItemProgress(models.Model):
    """One person and one lesson: opened, then done when the person says so.

    `place` is the trail of steps up to the one that is open (`training/steps.py`);
    `seen` names every step ever opened and only grows."""

    class State(models.TextChoices):
        OPENED = "opened", _("Started")
        DONE = "done", _("Done")

    privacy = Privacy(
        plain="uid item version route",
        personal="staff state opened_at done_at place seen minutes_left",
        kept=Kept.TRAINING,
    )

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    staff = models.ForeignKey(
        "schools.StaffMember", models.PROTECT, related_name="item_progress"
    )
    item = models.ForeignKey(LearningItem, models.PROTECT, related_name="+")
    version = models.ForeignKey(ItemVersion, models.PROTECT, related_name="+")
    state = models.CharField(max_length=8, choices=State.choices)
    route = models.CharField(max_length=12, choices=Route.choices)
    opened_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)
    place: models.JSONField[Any, Any] = models.JSONField(default=list)
    seen: models.JSONField[Any, Any] = models.JSONField(default=list)
    minutes_left = models.PositiveSmallIntegerField(null=True)

    objects = RecordQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["staff", "item"], name="item_progress_once"
            ),
            models.CheckConstraint(
                condition=Q(state="done", done_at__isnull=False)
                | Q(state="opened", done_at__isnull=True),
                name="item_progress_done_has_its_time",
            ),
        ]

    def __str__(self) -> str:
        return f"progress {self.uid}"


class ModuleCompletion(models.Model):
    """A module completed. The first is one for each person and module; a later
    renewal is a row of its own that names what it renews, so no date is lost.
    `session` is the evidence of face-to-face teaching, whatever the route."""

    privacy = Privacy(
        plain="uid item version route renews session",
        personal="staff completed_at completed_on valid_until",
        kept=Kept.TRAINING,
    )

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    staff = models.ForeignKey(
        "schools.StaffMember", models.PROTECT, related_name="module_completions"
    )
    item = models.ForeignKey(LearningItem, models.PROTECT, related_name="completions")
    version = models.ForeignKey(ItemVersion, models.PROTECT, related_name="+")
    route = models.CharField(max_length=12, choices=Route.choices)
    completed_at = models.DateTimeField()
    completed_on = models.DateField()
    valid_until = models.DateField(null=True)
    renews = models.OneToOneField("self", models.PROTECT, null=True, related_name="+")
    session = models.ForeignKey(
        "training.TrainingSession",
        models.PROTECT,
        null=True,
        related_name="completions",
    )

    objects = RecordQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["staff", "item"],
                condition=Q(renews__isnull=True),
                name="module_completion_first_once",
            ),
            models.CheckConstraint(
                condition=Q(valid_until__isnull=True)
                | Q(valid_until__gt=F("completed_on")),
                name="module_completion_dates_in_order",
            ),
            models.CheckConstraint(
                condition=Q(route__in=["online", "recognised"])
                | Q(route="session", session__isnull=False),
                name="module_completion_session_is_named",
            ),
        ]
        indexes = [models.Index(fields=["item", "staff"], name="completion_by_item")]

    def __str__(self) -> str:
        return f"completion {self.uid}"
