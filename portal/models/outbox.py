"""Messages waiting to leave: counts and links only, nothing about a person."""

from django.db import models
from django.db.models import Q

from portal.models.identified import UidModel
from portal.privacy import Kept, Privacy


class OutboxMessage(UidModel):
    """ "You have N items": written in the action's transaction, sent by the worker."""

    to = models.ForeignKey("portal.User", on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=40)
    count = models.PositiveIntegerField(default=1)
    urgent = models.BooleanField(default=False)
    created_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)
    tries = models.PositiveSmallIntegerField(default=0)

    privacy = Privacy(
        plain="uid to kind count urgent created_at sent_at tries", kept=Kept.SHORT
    )

    class Meta:
        indexes = (
            models.Index(
                fields=["created_at"], name="outbox_waiting", condition=Q(sent_at=None)
            ),
        )
