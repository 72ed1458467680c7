"""Ways in: an invitation for a new person, a code for a lost second factor.

Both are kept as hashes, used once, and end by themselves. Nobody who looks into the
tables can use them.
"""

from django.db import models
from django.db.models import F, Q

from portal.models.identified import UidModel
from portal.privacy import Kept, Privacy
from portal.roles import ROLE_CHOICES


class Invitation(UidModel):
    """Bound to a sign-in name, a role and a place; ends after 72 hours.

    Without a role it is a new activation slip: it sets a password for an account
    that exists, after its owner proved in person who they are.
    """

    token_hash = models.CharField(max_length=64, unique=True)
    username = models.CharField(max_length=150)
    email = models.EmailField(blank=True)
    name = models.CharField(max_length=150, blank=True)
    role = models.CharField(max_length=30, choices=ROLE_CHOICES, blank=True)
    place = models.CharField(max_length=30, blank=True)
    place_label = models.CharField(max_length=150, blank=True)
    agency = models.CharField(max_length=60, blank=True)
    needs_approval = models.BooleanField(default=False)
    invited_by = models.ForeignKey(
        "portal.User", null=True, on_delete=models.PROTECT, related_name="+"
    )
    approved_by = models.ForeignKey(
        "portal.User", null=True, on_delete=models.PROTECT, related_name="+"
    )
    created_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    privacy = Privacy(
        plain="uid token_hash role place place_label agency needs_approval invited_by"
        " approved_by created_at ends_at used_at",
        personal="username email name",
        kept=Kept.SHORT,
    )

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("created_at")), name="invitation_ends_later"
            ),
            models.CheckConstraint(
                condition=Q(approved_by=None) | ~Q(approved_by=F("invited_by")),
                name="invitation_two_people",
            ),
            models.CheckConstraint(
                condition=Q(used_at=None)
                | Q(needs_approval=False)
                | Q(approved_by__isnull=False),
                name="invitation_used_when_approved",
            ),
        )

    @property
    def waits_for_approval(self) -> bool:
        """Whether a second person has to say yes before the link works."""
        return self.needs_approval and self.approved_by_id is None


class FactorCode(UidModel):
    """A one-hour code to enrol a new second factor, after a proof in person."""

    user = models.ForeignKey("portal.User", on_delete=models.CASCADE, related_name="+")
    code_hash = models.CharField(max_length=64)
    issued_by = models.ForeignKey(
        "portal.User", null=True, on_delete=models.PROTECT, related_name="+"
    )
    created_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)
    tries = models.PositiveSmallIntegerField(default=0)

    privacy = Privacy(
        plain="uid user code_hash issued_by created_at ends_at used_at tries",
        kept=Kept.SHORT,
    )

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=~Q(user=F("issued_by")), name="factor_code_not_own"
            ),
            models.CheckConstraint(
                condition=Q(tries__lte=5), name="factor_code_tries_few"
            ),
        )
