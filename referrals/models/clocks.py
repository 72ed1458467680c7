"""The limits in hours and days as rows, and the days on which no office works."""

from django.db import models
from django.db.models import Q

from portal.privacy import Kept, Privacy
from referrals.deadlines import STEPS, ClockUnit, Step
from referrals.states import URGENCIES, Urgency, choices


class ClockRule(models.Model):
    """One limit from a date on. Without a legal source it is a proposal, not law."""

    step = models.CharField(max_length=20, choices=list(STEPS.items()))
    urgency = models.CharField(max_length=12, choices=choices(URGENCIES))
    amount = models.PositiveSmallIntegerField()
    unit = models.CharField(
        max_length=12, choices=[(unit.value, unit.value) for unit in ClockUnit]
    )
    legal_source = models.CharField(max_length=200, blank=True)
    valid_from = models.DateField()

    privacy = Privacy(
        plain="step urgency amount unit legal_source valid_from", kept=Kept.PLACE
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["step", "urgency", "valid_from"], name="clockrule_once_a_day"
            ),
            models.CheckConstraint(
                condition=Q(step__in=[step.value for step in Step]),
                name="clockrule_step_known",
            ),
            models.CheckConstraint(
                condition=Q(urgency__in=[urgency.value for urgency in Urgency]),
                name="clockrule_urgency_known",
            ),
            models.CheckConstraint(
                condition=Q(unit__in=[unit.value for unit in ClockUnit]),
                name="clockrule_unit_known",
            ),
            models.CheckConstraint(
                condition=Q(amount__gte=1), name="clockrule_amount_positive"
            ),
            models.CheckConstraint(
                condition=~Q(urgency=Urgency.ACUTE, unit=ClockUnit.WORKING_DAYS),
                name="clockrule_acute_never_pauses",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.step} {self.urgency}: {self.amount} {self.unit}"


class PublicHoliday(models.Model):
    """A weekday on which offices are closed. A missing row only makes clocks earlier."""

    on = models.DateField(unique=True)
    label = models.CharField(max_length=100)

    privacy = Privacy(plain="on label", kept=Kept.PLACE)

    def __str__(self) -> str:
        return f"{self.on} {self.label}"
