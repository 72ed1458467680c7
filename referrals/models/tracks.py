"""The national mechanism's track on a referral: a child who may have been trafficked."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from portal.crypto import EncryptedTextField
from portal.privacy import Kept, Privacy
from referrals.models.rows import ChildRow
from referrals.track_steps import STEPS


class TraffickingTrack(ChildRow):
    """Opened on suspicion; help goes on whatever anybody will testify."""

    referral = models.OneToOneField(
        "referrals.Referral", on_delete=models.PROTECT, related_name="track"
    )
    why = EncryptedTextField()
    opened_at = models.DateTimeField()
    opened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )

    privacy = Privacy(
        plain="uid school unit key_uid referral opened_at",
        personal="opened_by",
        sensitive="why",
        kept=Kept.CASE,
    )

    def __str__(self) -> str:
        return f"Track {self.uid}"


class TrackStep(ChildRow):
    """One step of the standard procedures, done on a day."""

    track = models.ForeignKey(
        TraffickingTrack, on_delete=models.PROTECT, related_name="steps"
    )
    code = models.CharField(max_length=20, choices=list(STEPS.items()))
    done_on = models.DateField()
    note = EncryptedTextField(blank=True, default="")
    at = models.DateTimeField()
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )

    privacy = Privacy(
        plain="uid school unit key_uid track code done_on at",
        personal="by",
        sensitive="note",
        kept=Kept.CASE,
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["track", "code"], name="trackstep_once"),
            models.CheckConstraint(
                condition=Q(code__in=list(STEPS)), name="trackstep_code_known"
            ),
        ]

    def __str__(self) -> str:
        return f"Step {self.uid}"
