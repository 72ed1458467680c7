"""The keys of cases, each sealed by a master key; backed up apart from the rest."""

from django.db import models

from portal.privacy import Kept, Privacy


class DataKey(models.Model):
    """One case's own key. Destroyed, the case cannot be read anywhere, ever."""

    uid = models.UUIDField(primary_key=True)
    wrapped = models.BinaryField()
    created_at = models.DateTimeField(auto_now_add=True)
    destroyed_at = models.DateTimeField(null=True)

    privacy = Privacy(plain="uid wrapped created_at destroyed_at", kept=Kept.CASE)

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=models.Q(destroyed_at=None) | models.Q(wrapped=b""),
                name="datakey_destroyed_is_empty",
            ),
        )
