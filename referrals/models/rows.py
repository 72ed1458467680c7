"""What every row about a child carries, so that the database can scope it."""

from django.db import models

from portal.models import UidModel


class ChildRow(UidModel):
    """The school, the unit once referred, and the data key that seals the texts."""

    school = models.ForeignKey(
        "schools.School", on_delete=models.PROTECT, related_name="+"
    )
    unit = models.ForeignKey(
        "schools.ProtectionUnit",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    key_uid = models.UUIDField(null=True, editable=False)

    class Meta:
        abstract = True
