"""What a unit asks of a school: a place for a child, and that the child stays."""

from datetime import date, datetime
from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models
from django.db.models import Q

from portal.access import VisibleQuerySet, grants
from portal.crypto import EncryptedTextField
from portal.permissions import Permission
from portal.privacy import Kept, Privacy
from portal.roles import PlaceKind
from referrals.deadlines import STEPS
from referrals.models.cases import Case
from referrals.models.rows import ChildRow
from referrals.placement_steps import (
    CHECK_MONTHS,
    PLACEMENT_ENDED,
    PLACEMENT_STATES,
    PlacementState,
)
from referrals.states import choices
from schools.models import Post
from schools.shielding import not_shielded


if TYPE_CHECKING:
    from uuid import UUID

    from portal.models import User

IN_CLASS = (PlacementState.PLACE_FOUND, PlacementState.ATTENDING)


class PlacementQuerySet(VisibleQuerySet["Placement"]):
    def visible_to(
        self, user: "User", permission: Permission = Permission.PLACEMENT_WORK
    ) -> Self:
        """Those asked of the own school, by the own unit; a teacher's own classes.

        A file that hides a child from this reader hides the placement too.
        """
        from referrals.shielding import case_not_shielded

        held = grants(user)
        open_to = self.filter(
            not_shielded(user, "pupil"),
            case_not_shielded(user, "case__"),
            # The unit's own file: of a child on no roll there is none here yet.
            case_not_shielded(user, "referral__case__"),
        )
        if permission == Permission.PLACEMENT_TEACH:
            posts = [grant.post for grant in held.having(permission)]
            groups = Post.classes.through.objects.filter(post__uid__in=posts)
            return open_to.filter(class_group__in=groups.values("classgroup"))
        schools = held.place_ids(permission, PlaceKind.SCHOOL)
        units = held.place_ids(permission, PlaceKind.UNIT)
        if not schools:
            return open_to.filter(unit__in=units)
        open_files = Case.objects.visible_to(user, Permission.CASE_VIEW)
        at_school = Q(school__in=schools) & (Q(case=None) | Q(case__in=open_files))
        return open_to.filter(at_school | Q(unit__in=units))

    def for_class(self) -> Self:
        """Those of which the teachers of the class are told what the child needs."""
        return self.filter(state__in=IN_CLASS).exclude(for_class_at=None)

    def live(self) -> Self:
        return self.exclude(state__in=PLACEMENT_ENDED)

    def new(self) -> Self:
        return self.filter(state=PlacementState.REQUESTED)

    def late(self, moment: datetime) -> Self:
        return self.live().filter(due_at__lt=moment)

    def due(self, on: date) -> Self:
        """Those whose clock ends on that day."""
        return self.live().filter(due_at__date=on)


class Placement(ChildRow):
    """`school` is the one asked, `unit` the one that asks; `case` the school's own."""

    follows_case = False  # when a file changes schools, the place asked for stays

    reference = models.CharField(max_length=11, unique=True)
    token = models.UUIDField(unique=True, editable=False)
    referral = models.ForeignKey(
        "referrals.Referral",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="placements",
    )
    case = models.ForeignKey(
        Case,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="placements",
    )
    pupil = models.ForeignKey(
        "schools.Pupil",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="placements",
    )
    child_name = EncryptedTextField(blank=True, default="")
    child_about = EncryptedTextField(blank=True, default="")
    why = EncryptedTextField()
    best_interest = EncryptedTextField()
    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )

    state = models.CharField(
        max_length=12,
        choices=choices(PLACEMENT_STATES),
        default=PlacementState.REQUESTED.value,
    )
    version = models.PositiveIntegerField(default=1)
    due_at = models.DateTimeField(null=True, blank=True)
    due_step = models.CharField(max_length=20, choices=list(STEPS.items()), blank=True)
    received_at = models.DateTimeField(null=True, blank=True)
    class_group = models.ForeignKey(
        "schools.ClassGroup",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    place_on = models.DateField(null=True, blank=True)
    for_class = EncryptedTextField(blank=True, default="")
    for_class_at = models.DateTimeField(null=True, blank=True)
    first_day_on = models.DateField(null=True, blank=True)
    school_did = EncryptedTextField(blank=True, default="")
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = PlacementQuerySet.as_manager()

    privacy = Privacy(
        plain="uid school unit key_uid reference token referral case asked_at state "
        "version due_at due_step received_at class_group place_on for_class_at "
        "first_day_on ended_at",
        personal="pupil asked_by",
        sensitive="child_name child_about why best_interest for_class school_did",
        kept=Kept.CASE,
    )

    class Meta:
        indexes = [
            models.Index(fields=["school", "state"], name="placement_of_school"),
            models.Index(fields=["unit", "state"], name="placement_of_unit"),
            models.Index(fields=["class_group", "state"], name="placement_in_class"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=[state.value for state in PlacementState]),
                name="placement_state_known",
            ),
            models.CheckConstraint(
                condition=Q(unit__isnull=False), name="placement_asked_by_a_unit"
            ),
            models.CheckConstraint(
                condition=Q(key_uid__isnull=False), name="placement_has_its_key"
            ),
            models.CheckConstraint(
                condition=Q(state__in=["requested", "received", "not_possible"])
                | Q(class_group__isnull=False, place_on__isnull=False),
                name="placement_place_has_class",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["attending", "completed"])
                | Q(first_day_on__isnull=False),
                name="placement_attends_from_a_day",
            ),
            models.CheckConstraint(
                condition=Q(
                    state__in=["completed", "not_possible"], ended_at__isnull=False
                )
                | ~Q(state__in=["completed", "not_possible"])
                & Q(ended_at__isnull=True),
                name="placement_ended_pair",
            ),
            models.CheckConstraint(
                condition=Q(due_at__isnull=True, due_step="")
                | Q(
                    due_at__isnull=False,
                    due_step__in=["place_receipt", "place", "first_day"],
                ),
                name="placement_due_pair",
            ),
            models.UniqueConstraint(
                fields=["referral"],
                condition=~Q(state__in=["completed", "not_possible"]),
                name="placement_one_live_per_referral",
            ),
        ]

    def __str__(self) -> str:
        return f"Placement {self.reference}"

    @property
    def is_open(self) -> bool:
        return self.state not in PLACEMENT_ENDED

    @property
    def subject(self) -> "UUID":
        """The uid that the audit files this child under."""
        if self.pupil:
            return self.pupil.uid
        return self.referral.case.subject if self.referral else self.uid


class PlacementCheckQuerySet(models.QuerySet["PlacementCheck"]):
    def waiting(self) -> Self:
        """Not done, and the child still attends."""
        return self.filter(done_on=None, placement__state=PlacementState.ATTENDING)

    def due(self, on: date) -> Self:
        """Those that are due on that day."""
        return self.waiting().filter(due_on=on)

    def late(self, on: date) -> Self:
        return self.waiting().filter(due_on__lt=on)


class PlacementCheck(ChildRow):
    """After 1, 3, 6 and 12 months: how it goes, and in the child's own words."""

    placement = models.ForeignKey(
        Placement, on_delete=models.PROTECT, related_name="checks"
    )
    months = models.PositiveSmallIntegerField()
    due_on = models.DateField()
    done_on = models.DateField(null=True, blank=True)
    how = EncryptedTextField(blank=True, default="")
    child_words = EncryptedTextField(blank=True, default="")
    done_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )

    objects = PlacementCheckQuerySet.as_manager()

    privacy = Privacy(
        plain="uid school unit key_uid placement months due_on done_on",
        personal="done_by",
        sensitive="how child_words",
        kept=Kept.CASE,
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["placement", "months"], name="placementcheck_once"
            ),
            models.CheckConstraint(
                condition=Q(months__in=CHECK_MONTHS), name="placementcheck_months_known"
            ),
            models.CheckConstraint(
                condition=Q(done_on__isnull=True, done_by__isnull=True)
                | Q(done_on__isnull=False, done_by__isnull=False),
                name="placementcheck_done_pair",
            ),
        ]

    def __str__(self) -> str:
        return f"Check {self.months} {self.uid}"


class PlacementEvent(ChildRow):
    """One step or message between unit and school. Appended, never changed."""

    placement = models.ForeignKey(
        Placement, on_delete=models.PROTECT, related_name="events"
    )
    verb = models.CharField(max_length=16)
    from_state = models.CharField(max_length=12, blank=True)
    to_state = models.CharField(max_length=12)
    text = EncryptedTextField(blank=True, default="")
    at = models.DateTimeField()
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    role = models.CharField(max_length=40, blank=True)

    privacy = Privacy(
        plain="uid school unit key_uid placement verb from_state to_state at role",
        personal="by",
        sensitive="text",
        kept=Kept.CASE,
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    verb__in=[
                        "ask",
                        "message",
                        "check",
                        "for_class",
                        "coach",
                        "receive",
                        "find_place",
                        "first_day",
                        "complete",
                        "not_possible",
                    ]
                ),
                name="placementevent_verb_known",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.verb} {self.uid}"
