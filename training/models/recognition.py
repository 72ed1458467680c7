"""Training taken elsewhere before: proposed with evidence, decided by somebody else."""

from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from portal.access import VisibleQuerySet
from portal.models import UidModel
from portal.permissions import Permission
from portal.privacy import Kept, Privacy
from schools.scoping import in_reach
from training.models.items import LearningItem
from training.models.progress import ModuleCompletion


if TYPE_CHECKING:
    from portal.models import User


class RecognitionQuerySet(VisibleQuerySet["Recognition"]):
    def visible_to(self, user: "User", permission: Permission) -> Self:
        """The own ones; and at the schools where the right is held."""
        if permission is Permission.TRAINING_LEARN:
            return self.filter(staff__user=user)
        return self.filter(in_reach(user, permission))


class Recognition(UidModel):
    """`trained_on` and `body` say when and by whom; `evidence` what shows it. A
    refused one keeps its reason."""

    class State(models.TextChoices):
        PROPOSED = "proposed", _("Waiting for a decision")
        APPROVED = "approved", _("Recognised")
        REFUSED = "refused", _("Not recognised")

    staff = models.ForeignKey(
        "schools.StaffMember", models.PROTECT, related_name="recognitions"
    )
    school = models.ForeignKey("schools.School", models.PROTECT, related_name="+")
    module = models.ForeignKey(LearningItem, models.PROTECT, related_name="+")
    trained_on = models.DateField()
    body = models.CharField(max_length=160)
    evidence = models.TextField(max_length=1000)
    proposed_by = models.ForeignKey("portal.User", models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=State.choices, default="proposed")
    decided_by = models.ForeignKey(
        "portal.User", models.PROTECT, null=True, related_name="+"
    )
    decided_at = models.DateTimeField(null=True)
    reason = models.TextField(max_length=1000, blank=True)
    completion = models.OneToOneField(
        ModuleCompletion, models.PROTECT, null=True, related_name="recognition"
    )

    objects = RecognitionQuerySet.as_manager()

    privacy = Privacy(
        plain="uid school module proposed_by proposed_at state decided_by decided_at"
        " completion",
        personal="staff trained_on body evidence reason",
        kept=Kept.TRAINING,
    )

    class Meta:
        verbose_name = _("recognised training")
        constraints = (
            models.UniqueConstraint(
                fields=["staff", "module"],
                condition=Q(state="proposed"),
                name="recognition_one_open",
            ),
            models.CheckConstraint(
                condition=Q(
                    state="proposed", decided_by=None, decided_at=None, completion=None
                )
                | (
                    Q(decided_by__isnull=False, decided_at__isnull=False)
                    & ~Q(reason="")
                    & (
                        Q(state="approved", completion__isnull=False)
                        | Q(state="refused", completion=None)
                    )
                ),
                name="recognition_decided_says_why",
            ),
            models.CheckConstraint(
                condition=Q(decided_by=None) | ~Q(decided_by=F("proposed_by")),
                name="recognition_two_persons",
            ),
        )
