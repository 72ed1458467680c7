"""That a class teacher called or visited a home: one tap, no words."""

from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from portal.access import VisibleQuerySet
from portal.models import UidModel
from portal.permissions import Permission
from portal.privacy import Kept, Privacy


if TYPE_CHECKING:
    from portal.models import User


class HomeContactQuerySet(VisibleQuerySet["HomeContact"]):
    def visible_to(self, user: "User", permission: Permission) -> Self:
        """Of the pupils in reach: the own classes for a class teacher."""
        from schools.scoping import enrolled_in_reach
        from schools.shielding import not_shielded

        reach = enrolled_in_reach(user, permission, "pupil__")
        return self.filter(reach, not_shielded(user, "pupil"))

    def standing(self) -> Self:
        return self.filter(taken_back_at=None)


class HomeContact(UidModel):
    """One attempt to reach a home. What was said is not kept here: whoever learns
    something that worries sends a concern."""

    class Outcome(models.TextChoices):
        CALLED = "called", _("Called")
        NO_ANSWER = "no_answer", _("No answer")
        VISITED = "visited", _("Visited")

    pupil = models.ForeignKey(
        "schools.Pupil", models.PROTECT, related_name="home_contacts"
    )
    school = models.ForeignKey("schools.School", models.PROTECT, related_name="+")
    outcome = models.CharField(max_length=9, choices=Outcome.choices)
    made_on = models.DateField()
    at = models.DateTimeField()
    by = models.ForeignKey("portal.User", models.PROTECT, related_name="+")
    taken_back_at = models.DateTimeField(null=True)

    objects = HomeContactQuerySet.as_manager()

    privacy = Privacy(
        plain="uid school at by taken_back_at",
        personal="pupil outcome made_on",
        kept=Kept.ROLL,
    )

    class Meta:
        verbose_name = _("contact with the home")
        indexes = (models.Index(fields=["pupil", "made_on"], name="contact_pupil_day"),)
        constraints = (
            models.CheckConstraint(
                condition=Q(outcome__in=["called", "no_answer", "visited"]),
                name="contact_outcome_known",
            ),
            models.UniqueConstraint(
                fields=["pupil", "by", "made_on", "outcome"],
                condition=Q(taken_back_at=None),
                name="contact_once_a_day",
            ),
        )
