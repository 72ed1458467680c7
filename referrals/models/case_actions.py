"""What somebody has undertaken to do for a child, by a day."""

from datetime import date
from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models
from django.db.models import Q

from portal.access import grants
from portal.crypto import EncryptedTextField
from portal.privacy import Kept, Privacy
from referrals.models.cases import Case
from referrals.models.of_case import OfCaseQuerySet
from referrals.models.rows import ChildRow


if TYPE_CHECKING:
    from portal.models import User


class CaseActionQuerySet(OfCaseQuerySet):
    """Actions by day and by whose they are."""

    def undone(self) -> Self:
        """Those still to be done, of open cases."""
        return self.filter(done_at=None, case__closed_at=None)

    def due(self, on: date) -> Self:
        """Those to be done on that day or before."""
        return self.undone().filter(due_on__lte=on)

    def overdue(self, on: date) -> Self:
        """Those whose day has passed."""
        return self.undone().filter(due_on__lt=on)

    def of(self, user: "User") -> Self:
        """Those of the posts that the user holds, or acts in as deputy."""
        posts = {grant.post for grant in grants(user).all}
        return self.filter(owner__uid__in=posts)


class CaseAction(ChildRow):
    """One thing to do: by a post of the school, or by an agency named in a word."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="actions")
    what = EncryptedTextField()
    owner = models.ForeignKey(
        "schools.Post",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    agency = models.CharField(max_length=60, blank=True)
    due_on = models.DateField()
    at = models.DateTimeField()
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    done_at = models.DateTimeField(null=True, blank=True)
    done_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    done_note = EncryptedTextField(blank=True, default="")

    objects = CaseActionQuerySet.as_manager()

    privacy = Privacy(
        plain="uid school unit key_uid case owner agency due_on at done_at",
        personal="by done_by",
        sensitive="what done_note",
        kept=Kept.CASE,
    )

    class Meta:
        indexes = [
            models.Index(
                fields=["owner", "due_on"],
                condition=Q(done_at=None),
                name="case_action_due",
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(owner__isnull=False, agency="")
                | Q(owner__isnull=True) & ~Q(agency=""),
                name="case_action_has_one_owner",
            ),
            models.CheckConstraint(
                condition=Q(done_at__isnull=True, done_by__isnull=True)
                | Q(done_at__isnull=False, done_by__isnull=False),
                name="case_action_done_pair",
            ),
        ]

    def __str__(self) -> str:
        return f"Action {self.uid}"
