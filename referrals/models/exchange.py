"""What passed between school and unit: every step, and every word."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from portal.crypto import EncryptedTextField
from portal.privacy import Kept, Privacy
from referrals.models.referrals import Referral
from referrals.models.rows import ChildRow


class ReferralEvent(ChildRow):
    """One step, and the clock that it set. Appended, never changed."""

    class Channel(models.TextChoices):
        PORTAL = "portal", _("In the portal")
        PHONE = "phone", _("By telephone, written down by the school")

    referral = models.ForeignKey(
        Referral, on_delete=models.PROTECT, related_name="events"
    )
    verb = models.CharField(max_length=20)
    from_state = models.CharField(max_length=20)
    to_state = models.CharField(max_length=20)
    channel = models.CharField(max_length=8, choices=Channel, default=Channel.PORTAL)
    text = EncryptedTextField(blank=True, default="")
    due_at = models.DateTimeField(null=True, blank=True)
    at = models.DateTimeField()
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    role = models.CharField(max_length=40, blank=True)

    privacy = Privacy(
        plain="uid school unit key_uid referral verb from_state to_state channel "
        "due_at at role",
        personal="by",
        sensitive="text",
        kept=Kept.CASE,
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(channel__in=["portal", "phone"]),
                name="referralevent_channel_known",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.verb} {self.uid}"


class ReferralMessage(ChildRow):
    """Words from one side to the other."""

    class Kind(models.TextChoices):
        QUESTION = "question", _("Question of the unit")
        ANSWER = "answer", _("Answer of the school")
        WORD = "word", _("Word to the school")

    referral = models.ForeignKey(
        Referral, on_delete=models.PROTECT, related_name="messages"
    )
    event = models.OneToOneField(
        ReferralEvent, on_delete=models.PROTECT, related_name="message"
    )
    kind = models.CharField(max_length=8, choices=Kind)
    text = EncryptedTextField()
    at = models.DateTimeField()
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )

    privacy = Privacy(
        plain="uid school unit key_uid referral event kind at",
        personal="by",
        sensitive="text",
        kept=Kept.CASE,
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=["question", "answer", "word"]),
                name="referralmessage_kind_known",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.uid}"
