"""Who has read what changed for safety's sake."""

from django.db import models

from portal.privacy import Kept, Privacy
from training.models.items import ItemVersion
from training.models.records import RecordQuerySet


class SafetyReading(models.Model):
    """One person and one version: "I have read this". It takes nothing away and adds
    nothing to a completion."""

    privacy = Privacy(plain="version", personal="staff read_at", kept=Kept.TRAINING)

    staff = models.ForeignKey(
        "schools.StaffMember", models.PROTECT, related_name="safety_readings"
    )
    version = models.ForeignKey(ItemVersion, models.PROTECT, related_name="readings")
    read_at = models.DateTimeField()

    objects = RecordQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["staff", "version"], name="safety_reading_once"
            )
        ]

    def __str__(self) -> str:
        return f"reading {self.pk}"
