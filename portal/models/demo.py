"""What the demonstration's data is: which story, made for which day."""

from django.db import models
from django.db.models import Q

from portal.privacy import Kept, Privacy


class DemoSeed(models.Model):
    """One row at most: a database is seeded once, with these arguments."""

    class Scale(models.TextChoices):
        SMALL = "small"
        DISTRICT = "district"
        NATION = "nation"

    scale = models.CharField(max_length=10, choices=Scale.choices)
    seed = models.PositiveIntegerField()
    on = models.DateField()
    made_at = models.DateTimeField()

    privacy = Privacy(plain="scale seed on made_at", kept=Kept.SHORT)

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(scale__in=["small", "district", "nation"]),
                name="demo_seed_scale_known",
            ),
        )

    def __str__(self) -> str:
        return f"{self.scale}, seed {self.seed}, {self.on}"
