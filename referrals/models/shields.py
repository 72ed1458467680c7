"""Shields of a child whom no roll knows: they hang on the case instead."""

from django.db import models

from portal.privacy import Kept, Privacy
from referrals.models.rows import ChildRow
from schools.models.shields import ShieldRow, shield_constraints


class CaseShield(ChildRow, ShieldRow):
    """A case without a pupil that one adult does not find."""

    case = models.ForeignKey(
        "referrals.Case", on_delete=models.PROTECT, related_name="shields"
    )

    privacy = Privacy(
        plain="uid school unit key_uid case declared starts_on ends_on set_at lifted_at",
        personal="barred set_by lifted_by",
        sensitive="reason lifted_why",
        kept=Kept.CASE,
    )

    class Meta:
        constraints = shield_constraints("case_shield")

    def __str__(self) -> str:
        return f"Shield {self.uid}"
