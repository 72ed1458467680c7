"""What is known of a child's situation, each with its basis, author and expiry."""

from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from portal.crypto import EncryptedTextField
from portal.privacy import Kept, Privacy
from referrals.catalogue import Basis, Kind
from referrals.models.of_case import OfCaseQuerySet
from referrals.models.rows import ChildRow


if TYPE_CHECKING:
    from datetime import date


class FactorQuerySet(OfCaseQuerySet):
    def standing(self, on: "date") -> Self:
        """Those neither withdrawn nor expired on that day."""
        return self.filter(ended_at=None, expires_on__gte=on)


class Factor(ChildRow):
    """One observation. Its code is sealed: a stolen table does not say what it is."""

    case = models.ForeignKey(
        "referrals.Case", on_delete=models.PROTECT, related_name="factors"
    )
    code = EncryptedTextField()
    kind = models.CharField(max_length=12, choices=Kind)
    basis = models.CharField(max_length=10, choices=Basis)
    note = EncryptedTextField(blank=True, default="")
    at = models.DateTimeField()
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    noted_on = models.DateField()
    expires_on = models.DateField()
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    ended_why = EncryptedTextField(blank=True, default="")

    objects = FactorQuerySet.as_manager()

    privacy = Privacy(
        plain="uid school unit key_uid case kind basis at noted_on expires_on ended_at",
        personal="by ended_by",
        sensitive="code note ended_why",
        kept=Kept.CASE,
    )

    class Meta:
        indexes = [models.Index(fields=["case", "ended_at"], name="factor_of_case")]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=Kind.values), name="factor_kind_known"
            ),
            models.CheckConstraint(
                condition=Q(basis__in=Basis.values), name="factor_basis_known"
            ),
            models.CheckConstraint(
                condition=Q(expires_on__gt=F("noted_on")), name="factor_expires_later"
            ),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True, ended_by__isnull=True)
                | Q(ended_at__isnull=False, ended_by__isnull=False),
                name="factor_ended_pair",
            ),
        ]

    def __str__(self) -> str:
        return f"Factor {self.uid}"


class RedLineCheck(ChildRow):
    """The gate before any decision: which red lines were crossed, if any."""

    case = models.ForeignKey(
        "referrals.Case",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="red_line_checks",
    )
    concern = models.ForeignKey(
        "referrals.Concern",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="red_line_checks",
    )
    lines = EncryptedTextField()
    crossed = models.BooleanField()
    why_not = EncryptedTextField(blank=True, default="")
    at = models.DateTimeField()
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )

    objects = OfCaseQuerySet.as_manager()

    privacy = Privacy(
        plain="uid school unit key_uid case concern crossed at",
        personal="by",
        sensitive="lines why_not",
        kept=Kept.CASE,
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(case__isnull=False) | Q(concern__isnull=False),
                name="redline_about_something",
            ),
        ]

    def __str__(self) -> str:
        return f"Red lines {self.uid}"
