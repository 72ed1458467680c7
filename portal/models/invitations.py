"""Ways in: an invitation for a new person, a code for a lost second factor.

Both are kept as hashes, used once, and end by themselves.
"""

from django.db import models
from django.db.models import F, Q

from portal.models.identified import UidModel
from portal.privacy import Kept, Privacy
from portal.roles import ROLE_CHOICES


class Invitation(UidModel):
    """Bound to a sign-in name, a role and a place; ends after 72 hours."""

    token_hash = models.CharField(max_length=64, unique=True)
    username = models.CharField(max_length=150)
    email = models.EmailField(blank=True)
    name = models.CharField(max_length=150, blank=True)
    role = models.CharField(max_length=30, choices=ROLE_CHOICES, blank=True)
    place = models.CharField(max_length=30, blank=True)
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
        plain="uid token_hash role place invited_by approved_by created_at ends_at"
        " used_at",
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
        )


class FactorCode(UidModel):
    """A one-hour code to enrol a new second factor, after a proof in person."""

    user = models.ForeignKey("portal.User", on_delete=models.CASCADE, related_name="+")
    code_hash = models.CharField(max_length=64)
    issued_by = models.ForeignKey(
        "portal.User", on_delete=models.PROTECT, related_name="+"
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
        )
