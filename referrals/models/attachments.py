"""A file beside a case or a referral: sealed on the disk, known here by its uid."""

from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from portal.access import VisibleQuerySet
from portal.crypto import EncryptedTextField
from portal.permissions import Permission
from portal.privacy import Kept, Privacy
from referrals.models.cases import Case
from referrals.models.referrals import Referral
from referrals.models.rows import ChildRow


if TYPE_CHECKING:
    from portal.models import User

MOST_BYTES = 10 * 1024 * 1024
MOST_PER_CASE = 10


class AttachmentQuerySet(VisibleQuerySet["Attachment"]):
    def visible_to(
        self, user: "User", permission: Permission = Permission.REFERRAL_VIEW
    ) -> Self:
        """Those of the cases in reach, and those of the referrals in reach.

        A unit never reaches what hangs on the case alone; a shield holds for all.
        """
        referrals = Referral.objects.visible_to(user, permission)
        cases = Case.objects.visible_to(user, Permission.CASE_VIEW)
        return self.filter(
            Q(referral__in=referrals) | Q(case__in=cases, referral__isnull=True)
        )

    def standing(self) -> Self:
        """Those that were not removed."""
        return self.filter(removed_at=None)


class Attachment(ChildRow):
    class Kind(models.TextChoices):
        JPEG = "jpeg", _("Picture (JPEG)")
        PNG = "png", _("Picture (PNG)")
        PDF = "pdf", _("Document (PDF)")

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="attachments")
    referral = models.ForeignKey(
        Referral,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="attachments",
    )
    name = EncryptedTextField()
    kind = models.CharField(max_length=4, choices=Kind)
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    token = models.UUIDField(unique=True, editable=False)
    at = models.DateTimeField()
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    removed_at = models.DateTimeField(null=True, blank=True)
    removed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    removed_why = EncryptedTextField(blank=True, default="")

    objects = AttachmentQuerySet.as_manager()

    privacy = Privacy(
        plain="uid school unit key_uid case referral kind size sha256 token at "
        "removed_at",
        personal="by removed_by",
        sensitive="name removed_why",
        kept=Kept.CASE,
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=["jpeg", "png", "pdf"]),
                name="attachment_kind_known",
            ),
            models.CheckConstraint(
                condition=Q(size__gt=0, size__lte=MOST_BYTES),
                name="attachment_size_in_bounds",
            ),
            models.CheckConstraint(
                condition=Q(removed_at__isnull=True, removed_by__isnull=True)
                | Q(removed_at__isnull=False, removed_by__isnull=False),
                name="attachment_removed_pair",
            ),
            models.CheckConstraint(
                condition=Q(key_uid__isnull=False), name="attachment_has_its_key"
            ),
        ]

    def __str__(self) -> str:
        return f"Attachment {self.uid}"

    @property
    def later(self) -> bool:
        """Whether it came after the referral was sent."""
        sent = self.referral.submitted_at if self.referral else None
        return bool(sent and self.at > sent)
