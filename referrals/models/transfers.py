"""The file of a pupil who moved: what the old protector decides, and the receipt."""

from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from portal.access import VisibleQuerySet, grants
from portal.crypto import EncryptedTextField
from portal.permissions import Permission
from portal.privacy import Kept, Privacy
from portal.roles import PlaceKind
from referrals.models.cases import Case
from referrals.models.rows import ChildRow
from schools.scoping import in_reach
from schools.shielding import not_shielded


if TYPE_CHECKING:
    from portal.models import User


class TransferQuerySet(VisibleQuerySet["Transfer"]):
    def visible_to(
        self, user: "User", permission: Permission = Permission.CASE_WORK
    ) -> Self:
        """Those of the own school; those offered to the own school, not before.

        A supervisor reaches those of both schools, by number and days (CASE_HAND_OVER).
        """
        open_to = self.filter(not_shielded(user, "pupil"))
        if permission == Permission.CASE_HAND_OVER:
            return open_to.filter(
                in_reach(user, permission) | in_reach(user, permission, "to_school__")
            )
        here = grants(user).place_ids(permission, PlaceKind.SCHOOL)
        told = [Transfer.State.OFFERED, Transfer.State.RECEIVED]
        return open_to.filter(
            Q(school__in=here) | Q(to_school__in=here, state__in=told)
        )

    def awaiting(self, user: "User") -> Self:
        """Those that wait for this protector: a decision asked, a file to receive."""
        here = grants(user).place_ids(Permission.CASE_WORK, PlaceKind.SCHOOL)
        return self.visible_to(user).filter(
            Q(school__in=here, state=Transfer.State.PROMPTED)
            | Q(to_school__in=here, state=Transfer.State.OFFERED)
        )

    def undecided(self) -> Self:
        return self.filter(state__in=[Transfer.State.PROMPTED, Transfer.State.KEPT])

    def unreceived(self) -> Self:
        return self.filter(state=Transfer.State.OFFERED)


class Transfer(ChildRow):
    """`school` is the old one and stays; `to_school` is where the pupil now is."""

    follows_case = False  # when a file changes schools, this row stays

    class State(models.TextChoices):
        PROMPTED = "prompted", _("To decide")
        KEPT = "kept", _("Kept for now")
        OFFERED = "offered", _("Offered, not yet received")
        RECEIVED = "received", _("Received by the new school")
        CLOSED = "closed", _("Closed as moved")
        VOID = "void", _("No longer needed")

    class Scope(models.TextChoices):
        WHOLE = "whole", _("The whole file")
        SUMMARY = "summary", _("A summary only")

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="transfers")
    pupil = models.ForeignKey(
        "schools.Pupil", on_delete=models.PROTECT, related_name="+"
    )
    to_school = models.ForeignKey(
        "schools.School", on_delete=models.PROTECT, related_name="+"
    )
    state = models.CharField(max_length=8, choices=State, default=State.PROMPTED)
    prompted_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    interest = EncryptedTextField(blank=True, default="")
    scope = models.CharField(max_length=8, choices=Scope, blank=True)
    summary = EncryptedTextField(blank=True, default="")
    keep_until = models.DateField(null=True, blank=True)
    received_at = models.DateTimeField(null=True, blank=True)
    received_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    new_case = models.ForeignKey(
        Case, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    chronology = EncryptedTextField(blank=True, default="")  # JSON: [[day, kind], …]

    objects = TransferQuerySet.as_manager()

    privacy = Privacy(
        plain="uid school unit key_uid case to_school state prompted_at decided_at "
        "scope keep_until received_at new_case",
        personal="pupil decided_by received_by",
        sensitive="interest summary chronology",
        kept=Kept.CASE,
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    state__in=[
                        "prompted",
                        "kept",
                        "offered",
                        "received",
                        "closed",
                        "void",
                    ]
                ),
                name="transfer_state_known",
            ),
            models.CheckConstraint(
                condition=Q(
                    state__in=["offered", "received"], scope__in=["whole", "summary"]
                )
                | ~Q(state__in=["offered", "received"]) & Q(scope=""),
                name="transfer_offered_with_scope",
            ),
            models.CheckConstraint(
                condition=Q(state="kept", keep_until__isnull=False)
                | ~Q(state="kept") & Q(keep_until__isnull=True),
                name="transfer_kept_until",
            ),
            models.CheckConstraint(
                condition=Q(
                    state="received",
                    received_at__isnull=False,
                    received_by__isnull=False,
                )
                | ~Q(state="received")
                & Q(received_at__isnull=True, received_by__isnull=True),
                name="transfer_received_pair",
            ),
            models.UniqueConstraint(
                fields=["case"],
                condition=Q(state__in=["prompted", "kept", "offered"]),
                name="transfer_one_open_per_case",
            ),
        ]

    def __str__(self) -> str:
        return f"Transfer {self.uid}"
