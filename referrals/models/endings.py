"""An ending that can hide a lost child, or an acute one: others sign before it counts."""

from datetime import timedelta
from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models
from django.db.models import Q

from portal.access import VisibleQuerySet, grants
from portal.clock import now
from portal.crypto import EncryptedTextField
from portal.permissions import Permission
from portal.privacy import Kept, Privacy
from portal.roles import PlaceKind
from referrals.models.rows import ChildRow
from referrals.states import OUTCOMES, TWO_SIGNATURES, choices
from schools.scoping import in_reach


if TYPE_CHECKING:
    from portal.models import User


STILL_SHOWN = timedelta(days=1)  # to who could have signed, after a refusal


class EndingQuerySet(VisibleQuerySet["EndingRequest"]):
    def visible_to(
        self, user: "User", permission: Permission = Permission.CASE_SIGN
    ) -> Self:
        """Who asks sees those of the own schools and unit; who signs, while it waits
        and for a day after a refusal: whoever is writing then reads that it is over."""
        from referrals.shielding import case_not_shielded

        held = grants(user)
        asks = Q(school__in=held.place_ids(Permission.CASE_WORK, PlaceKind.SCHOOL))
        asks |= Q(
            unit__in=held.place_ids(Permission.REFERRAL_RECEIVE, PlaceKind.UNIT),
            referral__isnull=False,
        )
        lately = Q(refused_at__gte=now() - STILL_SHOWN)
        reach = asks | self.to_sign(user) | (lately & self._signs(user))
        return self.filter(reach, case_not_shielded(user, "case__"))

    def waiting(self) -> Self:
        return self.filter(refused_at=None, completed_at=None)

    @staticmethod
    def to_sign(user: "User") -> Q:
        """A filter: those that wait for this person's signature."""
        still = Q(refused_at=None, completed_at=None)
        return still & EndingQuerySet._signs(user)

    @staticmethod
    def _signs(user: "User") -> Q:
        """Those that this person could sign, waiting or not."""
        held = grants(user)
        at_unit = held.place_ids(Permission.REFERRAL_DECLINE, PlaceKind.UNIT)
        head = Q(unit__in=at_unit, needs_unit_head=True, unit_head_at=None)
        head &= ~Q(supervisor_by=user.pk)  # two signatures are two people
        supervisor = Q(supervisor_at=None) & ~Q(unit_head_by=user.pk)
        supervisor &= (
            in_reach(user, Permission.CASE_SIGN)
            if held.has(Permission.CASE_SIGN)
            else Q(pk__in=())
        )
        return head | supervisor


def _who() -> "models.ForeignKey[object, object]":
    return models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )


class EndingRequest(ChildRow):
    """Of a case, or of a referral of it: what is asked, and who has signed."""

    case = models.ForeignKey(
        "referrals.Case", on_delete=models.PROTECT, related_name="ending_requests"
    )
    referral = models.ForeignKey(
        "referrals.Referral",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="ending_requests",
    )
    outcome = models.CharField(max_length=16, choices=choices(OUTCOMES))
    why = EncryptedTextField()
    child_view = EncryptedTextField(blank=True, default="")
    seen_on = models.DateField(null=True, blank=True)
    seen_where = EncryptedTextField(blank=True, default="")
    told = EncryptedTextField(blank=True, default="")
    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    needs_unit_head = models.BooleanField(default=False)
    supervisor_at = models.DateTimeField(null=True, blank=True)
    supervisor_by = _who()
    unit_head_at = models.DateTimeField(null=True, blank=True)
    unit_head_by = _who()
    head_agreed = EncryptedTextField(blank=True, default="")  # by telephone
    head_called_at = models.DateTimeField(null=True, blank=True)
    refused_at = models.DateTimeField(null=True, blank=True)
    refused_by = _who()
    refused_why = EncryptedTextField(blank=True, default="")
    completed_at = models.DateTimeField(null=True, blank=True)

    objects = EndingQuerySet.as_manager()

    privacy = Privacy(
        plain="uid school unit key_uid case referral outcome seen_on asked_at "
        "needs_unit_head supervisor_at unit_head_at head_called_at refused_at completed_at",
        personal="asked_by supervisor_by unit_head_by refused_by",
        sensitive="why child_view seen_where told head_agreed refused_why",
        kept=Kept.CASE,
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case"],
                condition=Q(refused_at__isnull=True, completed_at__isnull=True),
                name="ending_one_waiting_per_case",
            ),
            models.CheckConstraint(
                condition=Q(outcome__in=[outcome.value for outcome in OUTCOMES]),
                name="ending_outcome_known",
            ),
            models.CheckConstraint(
                condition=Q(supervisor_at__isnull=True, supervisor_by__isnull=True)
                | Q(supervisor_at__isnull=False, supervisor_by__isnull=False),
                name="ending_supervisor_pair",
            ),
            models.CheckConstraint(
                condition=Q(unit_head_at__isnull=True, unit_head_by__isnull=True)
                | Q(unit_head_at__isnull=False, unit_head_by__isnull=False),
                name="ending_unit_head_pair",
            ),
            models.CheckConstraint(
                condition=Q(supervisor_by__isnull=True)
                | Q(unit_head_by__isnull=True)
                | ~Q(supervisor_by=models.F("unit_head_by")),
                name="ending_two_people",
            ),
            models.CheckConstraint(
                condition=Q(completed_at__isnull=True)
                | Q(supervisor_at__isnull=False, refused_at__isnull=True)
                & (Q(needs_unit_head=False) | Q(unit_head_at__isnull=False)),
                name="ending_complete_when_signed",
            ),
            models.CheckConstraint(
                condition=~Q(outcome__in=["lost_contact", "abroad"])
                | Q(seen_on__isnull=False),
                name="ending_lost_says_last_seen",
            ),
            models.CheckConstraint(
                condition=Q(completed_at__isnull=True)
                | ~Q(outcome__in=["lost_contact", "abroad"])
                | Q(needs_unit_head=True)
                | Q(head_called_at__isnull=False),
                name="ending_lost_two_agreed",
            ),
        ]

    def __str__(self) -> str:
        return f"Ending {self.uid}"

    @property
    def is_waiting(self) -> bool:
        return self.refused_at is None and self.completed_at is None

    @property
    def needs_call(self) -> bool:
        """Whether the second agreement comes by telephone: the unit has no account."""
        return self.outcome in TWO_SIGNATURES and not self.needs_unit_head

    @property
    def is_signed(self) -> bool:
        """Whether everybody who must sign has signed."""
        head = self.unit_head_at is not None or not self.needs_unit_head
        return self.supervisor_at is not None and head
