"""What a protection plan asks of each agency, until when."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from portal.crypto import EncryptedTextField
from portal.privacy import Kept, Privacy
from referrals.models.rows import ChildRow


class Measure(ChildRow):
    """One measure of a plan; done or dropped with a word, never deleted."""

    referral = models.ForeignKey(
        "referrals.Referral", on_delete=models.PROTECT, related_name="measures"
    )
    agency = models.CharField(max_length=60)
    what = EncryptedTextField()
    due_on = models.DateField(null=True, blank=True)
    set_at = models.DateTimeField()
    set_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    done = models.BooleanField(default=False)
    ended_note = EncryptedTextField(blank=True, default="")

    privacy = Privacy(
        plain="uid school unit key_uid referral agency due_on set_at ended_at done",
        personal="set_by ended_by",
        sensitive="what ended_note",
        kept=Kept.CASE,
    )

    class Meta:
        indexes = [models.Index(fields=["referral", "due_on"], name="measure_due")]
        constraints = [
            models.CheckConstraint(condition=~Q(agency=""), name="measure_has_agency"),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True, ended_by__isnull=True, done=False)
                | Q(ended_at__isnull=False, ended_by__isnull=False),
                name="measure_ended_pair",
            ),
        ]

    def __str__(self) -> str:
        return f"Measure {self.uid}"
