"""What a person is given for a finished programme, as printed on that day."""

import base64
import secrets
import uuid
from typing import Any

from django.db import models
from django.db.models import F, Q

from portal.privacy import Kept, Privacy
from training.expiry import Rule
from training.models.items import ItemVersion, LearningItem
from training.models.records import RecordQuerySet


def new_public_id() -> str:
    """128 random bits in 26 letters and digits, easy to read aloud."""
    return base64.b32encode(secrets.token_bytes(16)).decode().rstrip("=")


class Award(models.Model):
    privacy = Privacy(
        plain="uid item version title_as_printed accreditation_as_printed minutes"
        " expiry_rule covers"
        " supersedes revoked_by told_on",
        personal="public_id staff issued_at issued_on valid_until name_as_printed"
        " school_as_printed revoked_at revoke_reason",
        kept=Kept.TRAINING,
    )

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    public_id = models.CharField(
        max_length=26, unique=True, default=new_public_id, editable=False
    )
    staff = models.ForeignKey(
        "schools.StaffMember", models.PROTECT, related_name="awards"
    )
    item = models.ForeignKey(LearningItem, models.PROTECT, related_name="awards")
    version = models.ForeignKey(ItemVersion, models.PROTECT, related_name="+")
    issued_at = models.DateTimeField()
    issued_on = models.DateField()
    valid_until = models.DateField(null=True)
    title_as_printed = models.JSONField(default=dict)
    name_as_printed = models.CharField(max_length=200)
    school_as_printed = models.CharField(max_length=200, blank=True)
    accreditation_as_printed = models.CharField(max_length=80, blank=True)
    minutes = models.PositiveIntegerField()
    expiry_rule = models.CharField(
        max_length=12, choices=Rule.choices, default=Rule.MONTHS
    )
    covers: models.JSONField[Any, Any] = models.JSONField(default=list)  # keys of items
    supersedes = models.OneToOneField(
        "self", models.PROTECT, null=True, related_name="successor"
    )
    revoked_at = models.DateTimeField(null=True)
    revoked_by = models.ForeignKey(
        "portal.User", models.PROTECT, null=True, related_name="+"
    )
    revoke_reason = models.TextField(max_length=1000, blank=True)
    told_on = models.DateField(null=True)  # when its holder was last told that it ends

    objects = RecordQuerySet.as_manager()

    class Meta:
        indexes = (
            models.Index(fields=["valid_until"], name="award_ends"),
            # Coverage asks of every teacher of the country whether there is one.
            models.Index(fields=["staff", "item"], name="award_of_whom"),
        )
        constraints = [
            models.UniqueConstraint(
                fields=["staff", "item"],
                condition=Q(supersedes__isnull=True),
                name="award_first_once",
            ),
            models.CheckConstraint(
                condition=Q(valid_until__isnull=True)
                | Q(valid_until__gt=F("issued_on")),
                name="award_dates_in_order",
            ),
            models.CheckConstraint(
                condition=Q(expiry_rule__in=Rule.values), name="award_expiry_rule"
            ),
            models.CheckConstraint(
                condition=Q(revoked_at=None, revoked_by=None, revoke_reason="")
                | (
                    Q(revoked_at__isnull=False, revoked_by__isnull=False)
                    & ~Q(revoke_reason="")
                ),
                name="award_revoked_says_why",
            ),
        ]

    def __str__(self) -> str:
        return f"award {self.uid}"
