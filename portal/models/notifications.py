"""What waits for somebody, told in the portal itself; and the private calendar."""

from django.db import models
from django.db.models import Q

from portal.models.identified import UidModel
from portal.privacy import Kept, Privacy


class Notification(UidModel):
    """A kind, how many, and where it leads: no name, no words, nothing of a child."""

    to = models.ForeignKey("portal.User", on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=40)
    count = models.PositiveIntegerField(default=1)
    url_name = models.CharField(max_length=80, blank=True)
    obj = models.UUIDField(null=True)
    created_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)

    privacy = Privacy(
        plain="uid to kind count url_name obj created_at read_at", kept=Kept.SHORT
    )

    class Meta:
        indexes = (
            models.Index(
                fields=["to", "kind"],
                name="notification_unread",
                condition=Q(read_at=None),
            ),
            models.Index(fields=["to", "-created_at"], name="notification_newest"),
        )
        constraints = (
            models.CheckConstraint(
                condition=Q(count__gte=1), name="notification_of_something"
            ),
        )


class CalendarFeed(UidModel):
    """The secret address of one person's calendar; only its hash is kept."""

    user = models.OneToOneField(
        "portal.User", on_delete=models.CASCADE, related_name="+"
    )
    token_hash = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField()

    privacy = Privacy(plain="uid user token_hash created_at", kept=Kept.ACCOUNT)
