"""The link from the case of a child on no roll to the pupil it turned out to be."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from portal.privacy import Kept, Privacy
from referrals.models.cases import Case
from referrals.models.of_case import OfCaseQuerySet
from referrals.models.rows import ChildRow


class PupilLink(ChildRow):
    """Who said that this is that pupil, and who took it back within 30 days."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="links")
    pupil = models.ForeignKey(
        "schools.Pupil", on_delete=models.PROTECT, related_name="+"
    )
    at = models.DateTimeField()
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    undone_at = models.DateTimeField(null=True, blank=True)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )

    objects = OfCaseQuerySet.as_manager()

    privacy = Privacy(
        plain="uid school unit key_uid case at undone_at",
        personal="pupil by undone_by",
        kept=Kept.CASE,
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case"],
                condition=Q(undone_at=None),
                name="pupil_link_one_standing",
            ),
            models.CheckConstraint(
                condition=Q(undone_at__isnull=True, undone_by__isnull=True)
                | Q(undone_at__isnull=False, undone_by__isnull=False),
                name="pupil_link_undone_pair",
            ),
        ]

    def __str__(self) -> str:
        return f"Link {self.uid}"
