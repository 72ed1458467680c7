"""Coaching sessions, and where the child stood on each goal."""

from datetime import date
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from portal.crypto import EncryptedTextField
from portal.privacy import Kept, Privacy
from referrals.coaching import HIGHEST, LONGEST_TALK, LOWEST, SHORTEST_TALK
from referrals.models.cases import Case
from referrals.models.plans import CoachingPlan, Goal, OfACaseQuerySet, PlanReview
from referrals.models.rows import ChildRow


class SessionQuerySet(OfACaseQuerySet["CoachingSession"]):
    def held(self) -> Self:
        return self.filter(outcome=CoachingSession.Outcome.HELD)

    def due(self, on: date) -> Self:
        """The last session of each open case that set a next one for `on` or before."""
        later = CoachingSession.objects.filter(
            case=OuterRef("case"), at__gt=OuterRef("at")
        )
        return self.filter(
            ~Exists(later), case__closed_at=None, case__next_on=F("next_on")
        ).filter(next_on__lte=on)


class CoachingSession(ChildRow):
    """One talk: what was done in a line, the child's words apart, the next day.

    `activity` is the translation key of a page of the library, not the row: the
    editors may change or remove it. Its title is kept as it was that day.
    """

    class Outcome(models.TextChoices):
        HELD = "held", _("We talked")
        MISSED = "missed", _("The child did not come")

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="sessions")
    plan = models.ForeignKey(
        CoachingPlan,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="sessions",
    )
    outcome = models.CharField(max_length=8, choices=Outcome, default=Outcome.HELD)
    on = models.DateField()
    minutes = models.PositiveSmallIntegerField(null=True, blank=True)
    done = EncryptedTextField(blank=True, default="")
    activity = models.UUIDField(null=True, blank=True)
    activity_title = EncryptedTextField(blank=True, default="")
    child_words = EncryptedTextField(blank=True, default="")
    next_step = EncryptedTextField(blank=True, default="")
    next_on = models.DateField(null=True, blank=True)
    token = models.UUIDField(unique=True, editable=False)
    at = models.DateTimeField()
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )

    objects = SessionQuerySet.as_manager()

    privacy = Privacy(
        plain="uid school unit key_uid case plan outcome on minutes activity next_on "
        "token at",
        personal="by",
        sensitive="done activity_title child_words next_step",
        kept=Kept.CASE,
    )

    class Meta:
        indexes = [models.Index(fields=["school", "on"], name="session_of_school")]
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    outcome="held",
                    minutes__isnull=False,
                    minutes__gte=SHORTEST_TALK,
                    minutes__lte=LONGEST_TALK,
                )
                | Q(outcome="missed", minutes__isnull=True),
                name="coachingsession_minutes_if_held",
            ),
            models.CheckConstraint(
                condition=Q(next_on__isnull=True) | Q(next_on__gte=F("on")),
                name="coachingsession_next_not_before",
            ),
        ]

    def __str__(self) -> str:
        return f"Session {self.uid}"

    @property
    def is_held(self) -> bool:
        return self.outcome == self.Outcome.HELD


class ScaleReading(ChildRow):
    """Where the child places a goal, in a session or at a review."""

    goal = models.ForeignKey(Goal, on_delete=models.PROTECT, related_name="readings")
    session = models.ForeignKey(
        CoachingSession,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="readings",
    )
    review = models.ForeignKey(
        PlanReview,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="readings",
    )
    on = models.DateField()
    value = models.SmallIntegerField()

    privacy = Privacy(
        plain="uid school unit key_uid goal session review on value", kept=Kept.CASE
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(value__gte=LOWEST, value__lte=HIGHEST),
                name="scalereading_on_scale",
            ),
            models.CheckConstraint(
                condition=Q(session__isnull=False, review__isnull=True)
                | Q(session__isnull=True, review__isnull=False),
                name="scalereading_of_one_talk",
            ),
            models.UniqueConstraint(
                fields=["goal", "session"],
                condition=Q(session__isnull=False),
                name="scalereading_once_a_session",
            ),
            models.UniqueConstraint(
                fields=["goal", "review"],
                condition=Q(review__isnull=False),
                name="scalereading_once_a_review",
            ),
        ]

    def __str__(self) -> str:
        return f"Reading {self.uid}"
