"""The hand-over of a young person to services for adults."""

from django.conf import settings
from django.db import models

from portal.crypto import EncryptedTextField
from portal.privacy import Kept, Privacy
from referrals.models.rows import ChildRow


class AdultHandOver(ChildRow):
    """Which service, whether the young person was told, and what they think of it."""

    case = models.OneToOneField(
        "referrals.Case", on_delete=models.PROTECT, related_name="adult_hand_over"
    )
    service = EncryptedTextField()
    told = models.BooleanField(default=False)
    view = EncryptedTextField()
    begins_on = models.DateField()
    at = models.DateTimeField()
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )

    privacy = Privacy(
        plain="uid school unit key_uid case told begins_on at",
        personal="by",
        sensitive="service view",
        kept=Kept.CASE,
    )

    def __str__(self) -> str:
        return f"Adult hand-over {self.uid}"
