"""Named children shielded from named adults: a kinsman, an accused, an ex-partner.

A shield holds for the person, whatever the role and the post, a deputy's too. It
narrows every queryset about the child (`schools.shielding`). Source: security.md 4.
"""

import datetime as dt
from typing import TYPE_CHECKING, Any, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from portal.crypto import EncryptedTextField
from portal.models import UidModel
from portal.privacy import Kept, Privacy


if TYPE_CHECKING:
    from portal.models import User


class ShieldQuerySet(models.QuerySet[Any]):
    """Shields by day and by whom they bar."""

    def standing(self, on: dt.date) -> Self:
        """Those that hold on a day: begun, not over (both days included), not lifted."""
        begun = self.filter(starts_on__lte=on, lifted_at=None)
        return begun.filter(Q(ends_on=None) | Q(ends_on__gte=on))

    def barring(self, user: "User") -> Self:
        """Those that bar this person."""
        return self.filter(barred__user=user.pk)


class ShieldRow(UidModel):
    """Whom it bars, why, from when to when; lifting is added, nothing is rewritten."""

    barred = models.ForeignKey(
        "schools.StaffMember", on_delete=models.PROTECT, related_name="+"
    )
    declared = models.BooleanField(default=False)  # by the barred person themselves
    reason = EncryptedTextField(blank=True)
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)
    set_at = models.DateTimeField()
    set_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    lifted_at = models.DateTimeField(null=True, blank=True)
    lifted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    lifted_why = EncryptedTextField(blank=True)

    objects = ShieldQuerySet.as_manager()

    class Meta:
        abstract = True

    def holds(self, on: dt.date) -> bool:
        """Whether it bars anybody on that day."""
        begun = self.lifted_at is None and self.starts_on <= on
        return begun and (self.ends_on is None or self.ends_on >= on)


def shield_constraints(name: str) -> list[models.BaseConstraint]:
    """What every table of shields refuses; `name` begins the constraints' names."""
    return [
        models.CheckConstraint(
            condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on")),
            name=f"{name}_ends_after_start",
        ),
        models.CheckConstraint(
            condition=Q(lifted_at__isnull=True, lifted_by__isnull=True)
            | Q(lifted_at__isnull=False, lifted_by__isnull=False),
            name=f"{name}_lifted_pair",
        ),
    ]


class PupilShield(ShieldRow):
    """A pupil whom one adult does not find: not by name, list, count or address."""

    pupil = models.ForeignKey(
        "schools.Pupil", on_delete=models.PROTECT, related_name="shields"
    )

    privacy = Privacy(
        plain="uid declared starts_on ends_on set_at lifted_at",
        personal="pupil barred set_by lifted_by",
        sensitive="reason lifted_why",
        kept=Kept.CASE,
    )

    class Meta:
        verbose_name = _("shield")
        constraints = shield_constraints("pupil_shield")

    def __str__(self) -> str:
        return f"Shield {self.uid}"
