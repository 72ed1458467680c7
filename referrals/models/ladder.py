"""Who was told that a clock ran out: each rung once for each clock."""

from django.db import models
from django.db.models import Q

from portal.privacy import Kept, Privacy
from referrals.deadlines import RUNGS, Rung
from referrals.models.referrals import Referral


class LadderNotice(models.Model):
    """A rung of the ladder reached by one clock of one referral. No child, no text."""

    referral = models.ForeignKey(
        Referral, on_delete=models.PROTECT, related_name="ladder"
    )
    due_at = models.DateTimeField()
    rung = models.CharField(max_length=12, choices=list(RUNGS.items()))
    told_at = models.DateTimeField()
    people = models.PositiveSmallIntegerField(default=0)

    privacy = Privacy(plain="referral due_at rung told_at people", kept=Kept.CASE)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["referral", "due_at", "rung"], name="ladder_rung_once_a_clock"
            ),
            models.CheckConstraint(
                condition=Q(rung__in=[rung.value for rung in Rung]),
                name="ladder_rung_known",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.rung} {self.due_at:%Y-%m-%d %H:%M}"
