"""The coaching plan of a case: goals in the child's words, and its reviews."""

from datetime import date
from typing import TYPE_CHECKING, Self, TypeVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from portal.access import VisibleQuerySet
from portal.crypto import EncryptedTextField
from portal.permissions import Permission
from portal.privacy import Kept, Privacy
from referrals.coaching import (
    ASSENTS,
    HIGHEST,
    LONGEST,
    LOWEST,
    MOST_GOALS,
    PARENT_AGREEMENTS,
    PLAN_OUTCOMES,
    PLAN_STATES,
    PlanState,
    is_review_due,
)
from referrals.deadlines import TIRANE
from referrals.models.cases import Case
from referrals.models.rows import ChildRow
from referrals.states import choices


if TYPE_CHECKING:
    from portal.models import User


M = TypeVar("M", bound=models.Model)


class OfACaseQuerySet(VisibleQuerySet[M]):
    """Rows that hang on a case are seen by whoever sees the case."""

    def visible_to(
        self, user: "User", permission: Permission = Permission.CASE_VIEW
    ) -> Self:
        return self.filter(case__in=Case.objects.visible_to(user, permission))


class PlanQuerySet(OfACaseQuerySet["CoachingPlan"]):
    def unfinished(self) -> Self:
        """Drafts and running plans: one a case."""
        return self.exclude(state=PlanState.ENDED.value)

    def running(self) -> Self:
        """Active ones whose case is open."""
        return self.filter(state=PlanState.ACTIVE.value, case__closed_at=None)

    def review_due(self, on: date) -> Self:
        """Running plans whose review day has come, or has gone by."""
        return self.running().filter(review_on__lte=on)


class CoachingPlan(ChildRow):
    """Draft, active, ended. "Review due" is computed from `review_on`, never stored.

    `since` is the day from which the six weeks run: the start, then each review.
    """

    # What the protector writes in the draft.
    WRITTEN = [
        "child_view",
        "assent",
        "assent_why",
        "parent",
        "parent_why",
        "best_interest",
        "who_knows",
        "safe_contact",
        "child_told",
        "review_on",
    ]

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="plans")
    state = models.CharField(
        max_length=8, choices=choices(PLAN_STATES), default=PlanState.DRAFT.value
    )
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField()
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    child_view = EncryptedTextField(blank=True, default="")
    assent = models.CharField(max_length=12, choices=choices(ASSENTS), blank=True)
    assent_why = EncryptedTextField(blank=True, default="")
    parent = models.CharField(
        max_length=12, choices=choices(PARENT_AGREEMENTS), blank=True
    )
    parent_why = EncryptedTextField(blank=True, default="")
    best_interest = EncryptedTextField(blank=True, default="")
    who_knows = EncryptedTextField(blank=True, default="")
    safe_contact = EncryptedTextField(blank=True, default="")
    child_told = EncryptedTextField(blank=True, default="")
    started_at = models.DateTimeField(null=True, blank=True)
    since = models.DateField(null=True, blank=True)
    review_on = models.DateField(null=True, blank=True)
    outcome = models.CharField(
        max_length=12, choices=choices(PLAN_OUTCOMES), blank=True
    )
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    ended_why = EncryptedTextField(blank=True, default="")
    ended_view = EncryptedTextField(blank=True, default="")

    objects = PlanQuerySet.as_manager()

    privacy = Privacy(
        plain="uid school unit key_uid case state version created_at assent parent "
        "started_at since review_on outcome ended_at",
        personal="created_by ended_by",
        sensitive="child_view assent_why parent_why best_interest who_knows "
        "safe_contact child_told ended_why ended_view",
        kept=Kept.CASE,
    )

    class Meta:
        indexes = [
            models.Index(fields=["school", "state", "review_on"], name="plan_reviews"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["case"],
                condition=~Q(state="ended"),
                name="coachingplan_one_open_per_case",
            ),
            models.CheckConstraint(
                condition=Q(assent__in=["", "yes", "no", "not_asked"]),
                name="coachingplan_assent_known",
            ),
            models.CheckConstraint(
                condition=Q(
                    parent__in=["", "yes", "no", "danger", "unreachable", "child_asked"]
                ),
                name="coachingplan_parent_known",
            ),
            models.CheckConstraint(
                condition=Q(state="draft", started_at__isnull=True, since__isnull=True)
                | Q(
                    state__in=["active", "ended"],
                    started_at__isnull=False,
                    since__isnull=False,
                    review_on__isnull=False,
                    assent__in=["yes", "not_asked"],
                )
                & ~Q(parent=""),
                name="coachingplan_started_whole",
            ),
            models.CheckConstraint(
                condition=Q(
                    state="ended", ended_at__isnull=False, ended_by__isnull=False
                )
                & Q(outcome__in=["met", "partly", "stopped", "escalated"])
                | Q(
                    state__in=["draft", "active"],
                    ended_at__isnull=True,
                    ended_by__isnull=True,
                    outcome="",
                ),
                name="coachingplan_ended_whole",
            ),
            models.CheckConstraint(
                condition=Q(since__isnull=True)
                | Q(review_on__gt=F("since"), review_on__lte=F("since") + LONGEST),
                name="coachingplan_review_in_six_weeks",
            ),
        ]

    def __str__(self) -> str:
        return f"Plan {self.uid}"

    @property
    def is_draft(self) -> bool:
        return self.state == PlanState.DRAFT

    @property
    def is_active(self) -> bool:
        return self.state == PlanState.ACTIVE

    @property
    def begun_on(self) -> date:
        """The day it started; for a draft, the day it was first written."""
        return (self.started_at or self.created_at).astimezone(TIRANE).date()

    def review_due(self, on: date) -> bool:
        return self.is_active and is_review_due(self.review_on, on)


class Goal(ChildRow):
    """What the child wants, the two ends of the scale, where it stood, where to."""

    plan = models.ForeignKey(
        CoachingPlan, on_delete=models.PROTECT, related_name="goals"
    )
    number = models.PositiveSmallIntegerField()
    wish = EncryptedTextField()
    low = EncryptedTextField()
    high = EncryptedTextField()
    now_at = models.SmallIntegerField()
    want_at = models.SmallIntegerField()

    privacy = Privacy(
        plain="uid school unit key_uid plan number now_at want_at",
        sensitive="wish low high",
        kept=Kept.CASE,
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["plan", "number"], name="goal_number_once"),
            models.CheckConstraint(
                condition=Q(number__gte=1, number__lte=MOST_GOALS),
                name="goal_three_at_most",
            ),
            models.CheckConstraint(
                condition=Q(now_at__gte=LOWEST, now_at__lte=HIGHEST),
                name="goal_now_on_scale",
            ),
            models.CheckConstraint(
                condition=Q(want_at__gte=F("now_at"), want_at__lte=HIGHEST),
                name="goal_wants_no_less",
            ),
        ]

    def __str__(self) -> str:
        return f"Goal {self.number}"


class PlanReview(ChildRow):
    """A look back with the child: what changes, and when the next one is."""

    plan = models.ForeignKey(
        CoachingPlan, on_delete=models.PROTECT, related_name="reviews"
    )
    on = models.DateField()
    changes = EncryptedTextField()
    child_words = EncryptedTextField(blank=True, default="")
    next_on = models.DateField()
    token = models.UUIDField(unique=True, editable=False)
    at = models.DateTimeField()
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )

    privacy = Privacy(
        plain="uid school unit key_uid plan on next_on token at",
        personal="by",
        sensitive="changes child_words",
        kept=Kept.CASE,
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(next_on__gt=F("on"), next_on__lte=F("on") + LONGEST),
                name="planreview_next_in_six_weeks",
            ),
        ]

    def __str__(self) -> str:
        return f"Review {self.uid}"
