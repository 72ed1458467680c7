"""A module taught face to face, from the plan to the closing."""

import datetime as dt
from typing import TYPE_CHECKING, Any, Self

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.access import VisibleQuerySet, grants
from portal.models import UidModel
from portal.permissions import Permission
from portal.privacy import Kept, Privacy
from portal.roles import PlaceKind
from schools.scoping import in_reach
from training.models.items import LearningItem
from training.models.questions import Question


if TYPE_CHECKING:
    from portal.models import User


class TrainingSessionQuerySet(VisibleQuerySet["TrainingSession"]):
    def visible_to(self, user: "User", permission: Permission) -> Self:
        """Sessions at schools where the person holds the right; for a learner those
        at the own schools, and those where they were."""
        if permission is Permission.TRAINING_LEARN:
            own = grants(user).place_ids(permission, PlaceKind.SCHOOL)
            signed = self.filter(attendances__staff__user=user)
            return self.filter(Q(school__in=own) | Q(pk__in=signed.values("pk")))
        return self.filter(in_reach(user, permission))


class TrainingSession(UidModel):
    """One module at one school. `capacity` is frozen: what the facilitator was by
    profession when it was planned. `paper_test` is the post-test as printed."""

    class State(models.TextChoices):
        PLANNED = "planned", _("Planned")
        HELD = "held", _("Under way")
        CLOSED = "closed", _("Closed")
        CANCELLED = "cancelled", _("Cancelled")

    class Capacity(models.TextChoices):
        PSYCHOLOGIST = "psychologist", _("School psychologist")
        SOCIAL_WORKER = "social_worker", _("Social worker")
        OTHER = "other", _("Other")

    module = models.ForeignKey(LearningItem, models.PROTECT, related_name="sessions")
    school = models.ForeignKey(
        "schools.School", models.PROTECT, related_name="training_sessions"
    )
    facilitator = models.ForeignKey(
        "schools.StaffMember", models.PROTECT, related_name="sessions_led"
    )
    capacity = models.CharField(max_length=20, choices=Capacity.choices)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    minutes = models.PositiveSmallIntegerField()
    venue = models.CharField(max_length=120)
    language = models.CharField(max_length=10)
    expected = models.PositiveSmallIntegerField()
    paper_test: models.JSONField[Any, Any] = models.JSONField(default=list)
    pass_mark = models.PositiveSmallIntegerField(null=True)
    state = models.CharField(max_length=10, choices=State.choices, default="planned")
    held_at = models.DateTimeField(null=True)
    headcount = models.PositiveSmallIntegerField(null=True)
    closed_at = models.DateTimeField(null=True)
    is_late = models.BooleanField(default=False)
    late_reason = models.CharField(max_length=400, blank=True)
    oversigned = models.BooleanField(default=False)  # more sign-ins than heads
    cancel_reason = models.CharField(max_length=400, blank=True)

    objects = TrainingSessionQuerySet.as_manager()

    privacy = Privacy(
        plain="uid module school capacity starts_at ends_at minutes venue language"
        " expected paper_test pass_mark state held_at headcount closed_at is_late"
        " late_reason oversigned cancel_reason",
        personal="facilitator",
        kept=Kept.TRAINING,
    )

    class Meta:
        verbose_name = _("training session")
        indexes = (
            models.Index(fields=["school", "starts_at"], name="session_school_start"),
        )
        constraints = (
            models.CheckConstraint(
                condition=Q(state__in=["planned", "held", "closed", "cancelled"]),
                name="session_state_known",
            ),
            models.CheckConstraint(
                condition=Q(capacity__in=["psychologist", "social_worker", "other"]),
                name="session_capacity_known",
            ),
            models.CheckConstraint(
                condition=Q(minutes__gte=15, minutes__lte=480)
                & Q(ends_at__gt=F("starts_at")),
                name="session_lasts",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["planned", "cancelled"], held_at=None)
                | Q(state__in=["held", "closed"], held_at__isnull=False),
                name="session_held_has_its_time",
            ),
            models.CheckConstraint(
                condition=Q(state="closed", headcount__gte=1, closed_at__isnull=False)
                | (~Q(state="closed") & Q(headcount=None, closed_at=None)),
                name="session_closed_has_a_headcount",
            ),
            models.CheckConstraint(
                condition=Q(is_late=False) | ~Q(late_reason=""),
                name="session_late_says_why",
            ),
            models.CheckConstraint(
                condition=~Q(state="cancelled") | ~Q(cancel_reason=""),
                name="session_cancelled_says_why",
            ),
            models.CheckConstraint(
                condition=Q(pass_mark=None) | Q(pass_mark__gte=1, pass_mark__lte=100),
                name="session_pass_mark_in_percent",
            ),
        )

    @property
    def day(self) -> dt.date:
        """The day of it in Albania: one that begins at night is not of the day before."""
        return timezone.localdate(self.starts_at)

    @property
    def questions(self) -> int:
        """How many of the printed questions are marked; a reflection is not."""
        return sum(
            entry["type"] != Question.Type.REFLECTION for entry in self.paper_test
        )

    @property
    def has_paper_test(self) -> bool:
        return bool(self.questions) and self.pass_mark is not None

    @property
    def has_key(self) -> bool:
        """The answer key is there to mark by: from the beginning on, never before."""
        return self.has_paper_test and self.state in {
            self.State.HELD,
            self.State.CLOSED,
        }

    @property
    def is_running(self) -> bool:
        return self.state == self.State.HELD
