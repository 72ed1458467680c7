"""Cases given from one post to another, on a day, with a receipt."""

from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from portal.access import VisibleQuerySet, grants
from portal.crypto import EncryptedTextField
from portal.permissions import Permission
from portal.privacy import Kept, Privacy
from referrals.models.cases import Case
from referrals.models.rows import ChildRow


if TYPE_CHECKING:
    from portal.models import User


class HandOverQuerySet(VisibleQuerySet["HandOver"]):
    def visible_to(
        self, user: "User", permission: Permission = Permission.CASE_HAND_OVER
    ) -> Self:
        """Those from or to a post that the user holds or acts in."""
        posts = [grant.post for grant in grants(user).having(permission)]
        return self.filter(Q(from_post__uid__in=posts) | Q(to_post__uid__in=posts))

    def to_receive(self, user: "User") -> Self:
        """Those whose receiver has not said that they have the cases."""
        posts = [grant.post for grant in grants(user).having(Permission.CASE_WORK)]
        return self.filter(to_post__uid__in=posts, received_at=None)


class HandOver(ChildRow):
    """From a post (none: the cases stood without an owner) to a post, from a day on.

    The note speaks of children: it is sealed with a key of its own.
    """

    from_post = models.ForeignKey(
        "schools.Post", on_delete=models.PROTECT, null=True, related_name="+"
    )
    to_post = models.ForeignKey(
        "schools.Post", on_delete=models.PROTECT, related_name="+"
    )
    from_on = models.DateField()
    note = EncryptedTextField(blank=True, default="")
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    applied_at = models.DateTimeField(null=True, blank=True)
    received_at = models.DateTimeField(null=True, blank=True)
    received_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )

    objects = HandOverQuerySet.as_manager()

    privacy = Privacy(
        plain="uid school unit key_uid from_post to_post from_on made_at applied_at received_at",
        personal="made_by received_by",
        sensitive="note",
        kept=Kept.CASE,
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(from_post=None) | ~Q(from_post=F("to_post")),
                name="hand_over_to_another",
            ),
            models.CheckConstraint(
                condition=Q(received_at__isnull=True, received_by__isnull=True)
                | Q(received_at__isnull=False, received_by__isnull=False),
                name="hand_over_received_pair",
            ),
        ]

    def __str__(self) -> str:
        return f"Hand-over {self.uid}"


class HandOverCase(ChildRow):
    """One case of a hand-over."""

    hand_over = models.ForeignKey(
        HandOver, on_delete=models.PROTECT, related_name="rows"
    )
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="hand_overs")

    privacy = Privacy(plain="uid school unit key_uid hand_over case", kept=Kept.CASE)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["hand_over", "case"], name="hand_over_case_once"
            ),
        ]

    def __str__(self) -> str:
        return f"Hand-over of {self.case_id}"
