"""Who lives with the child, and brothers and sisters elsewhere."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from portal.crypto import EncryptedTextField
from portal.privacy import Kept, Privacy
from referrals.models.cases import Case
from referrals.models.of_case import OfCaseQuerySet
from referrals.models.rows import ChildRow


class HouseholdMember(ChildRow):
    """One person: as named by the case's people, or a pupil, whose name is not copied.

    A linked pupil is named only to those who reach that pupil by a right of their own.
    """

    class Relation(models.TextChoices):
        MOTHER = "mother", _("Mother")
        FATHER = "father", _("Father")
        SIBLING = "sibling", _("Brother or sister")
        GRANDPARENT = "grandparent", _("Grandparent")
        RELATIVE = "relative", _("Another relative")
        GUARDIAN = "guardian", _("Legal guardian")
        OTHER = "other", _("Somebody else in the home")

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="household")
    relation = models.CharField(max_length=12, choices=Relation)
    name = EncryptedTextField(blank=True, default="")
    note = EncryptedTextField(blank=True, default="")
    pupil = models.ForeignKey(
        "schools.Pupil",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    at = models.DateTimeField()
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    removed_at = models.DateTimeField(null=True, blank=True)

    objects = OfCaseQuerySet.as_manager()

    privacy = Privacy(
        plain="uid school unit key_uid case relation at removed_at",
        personal="pupil by",
        sensitive="name note",
        kept=Kept.CASE,
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    relation__in=[
                        "mother",
                        "father",
                        "sibling",
                        "grandparent",
                        "relative",
                        "guardian",
                        "other",
                    ]
                ),
                name="household_relation_known",
            ),
            models.UniqueConstraint(
                fields=["case", "pupil"],
                condition=Q(removed_at=None),
                name="household_pupil_once",
            ),
        ]

    def __str__(self) -> str:
        return f"Household member {self.uid}"
