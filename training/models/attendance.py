"""Who was at a session: marked, signed in or on paper; expected or not; and the test
on paper that follows."""

import uuid
from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from portal.access import VisibleQuerySet
from portal.models import UidModel
from portal.permissions import Permission
from portal.privacy import Kept, Privacy
from schools.scoping import in_reach
from training.models.sessions import TrainingSession


if TYPE_CHECKING:
    from portal.models import User


class AttendanceQuerySet(VisibleQuerySet["Attendance"]):
    def visible_to(self, user: "User", permission: Permission) -> Self:
        """By name: to the one it is about, the one who leads the session, and those
        who know the school's training by name."""
        if permission is Permission.TRAINING_LEARN:
            return self.filter(staff__user=user)
        if permission is Permission.TRAINING_HOLD:
            own = Q(session__facilitator__user=user)
            return self.filter(own & in_reach(user, permission, "session__school__"))
        return self.filter(in_reach(user, permission, "session__school__"))

    def there(self) -> Self:
        return self.filter(state__in=Attendance.THERE)


class Attendance(UidModel):
    """One person at one session. `counts`: closed, and there for 80 % of it."""

    class State(models.TextChoices):
        PRESENT = "present", _("Present")
        PARTIAL = "partial", _("Part of the time")
        ABSENT = "absent", _("Absent")
        EXCUSED = "excused", _("Excused")

    class Method(models.TextChoices):
        ROSTER = "roster", _("by the facilitator")
        CODE = "code", _("by code")
        PAPER = "paper", _("on paper")

    THERE = (State.PRESENT, State.PARTIAL)

    session = models.ForeignKey(
        TrainingSession, models.PROTECT, related_name="attendances"
    )
    staff = models.ForeignKey(
        "schools.StaffMember", models.PROTECT, related_name="attendances"
    )
    state = models.CharField(max_length=8, choices=State.choices)
    minutes = models.PositiveSmallIntegerField()
    method = models.CharField(max_length=8, choices=Method.choices)
    signed_at = models.DateTimeField(null=True)  # by the person's own hand
    marked_by = models.ForeignKey(
        "portal.User", models.PROTECT, null=True, related_name="+"
    )
    counts = models.BooleanField(default=False)
    client_id = models.UUIDField(default=uuid.uuid4, unique=True)

    objects = AttendanceQuerySet.as_manager()

    privacy = Privacy(
        plain="uid session method marked_by client_id",
        personal="staff state minutes signed_at counts",
        kept=Kept.TRAINING,
    )

    class Meta:
        verbose_name = _("attendance")
        constraints = (
            models.UniqueConstraint(
                fields=["session", "staff"], name="attendance_once"
            ),
            models.CheckConstraint(
                condition=Q(state__in=["present", "partial"], minutes__gte=1)
                | Q(state__in=["absent", "excused"], minutes=0),
                name="attendance_minutes_fit_state",
            ),
            models.CheckConstraint(
                condition=Q(method="code", signed_at__isnull=False)
                | Q(method__in=["roster", "paper"]),
                name="attendance_method_known",
            ),
            models.CheckConstraint(
                condition=Q(counts=False) | Q(state__in=["present", "partial"]),
                name="attendance_counts_when_there",
            ),
        )

    @property
    def signed_but_away(self) -> bool:
        """Typed the right code, and is marked as not there: one of the two is wrong."""
        return self.signed_at is not None and self.state not in self.THERE


class WalkInQuerySet(VisibleQuerySet["WalkIn"]):
    def visible_to(self, user: "User", permission: Permission) -> Self:
        return self.filter(in_reach(user, permission, "session__school__"))


class WalkIn(UidModel):
    """Somebody who was there and is not on the school's roster. The head or the
    directorate says who it is, or that the name does not count."""

    class State(models.TextChoices):
        OPEN = "open", _("To be settled")
        ACCEPTED = "accepted", _("Accepted")
        REFUSED = "refused", _("Refused")

    session = models.ForeignKey(
        TrainingSession, models.PROTECT, related_name="walk_ins"
    )
    staff = models.ForeignKey(
        "schools.StaffMember", models.PROTECT, null=True, related_name="+"
    )
    name = models.CharField(max_length=160)  # as signed or written
    method = models.CharField(max_length=8, choices=Attendance.Method.choices)
    signed_at = models.DateTimeField(null=True)
    marked_by = models.ForeignKey("portal.User", models.PROTECT, related_name="+")
    client_id = models.UUIDField(default=uuid.uuid4, unique=True)
    state = models.CharField(max_length=8, choices=State.choices, default="open")
    settled_by = models.ForeignKey(
        "portal.User", models.PROTECT, null=True, related_name="+"
    )
    settled_at = models.DateTimeField(null=True)
    reason = models.CharField(max_length=400, blank=True)

    objects = WalkInQuerySet.as_manager()

    privacy = Privacy(
        plain="uid session method marked_by client_id state settled_by settled_at"
        " reason",
        personal="staff name signed_at",
        kept=Kept.TRAINING,
    )

    class Meta:
        verbose_name = _("walk-in")
        constraints = (
            models.UniqueConstraint(
                fields=["session", "staff"],
                condition=Q(staff__isnull=False),
                name="walk_in_once",
            ),
            models.CheckConstraint(
                condition=Q(state="open", settled_by=None, settled_at=None)
                | Q(
                    state__in=["accepted", "refused"],
                    settled_by__isnull=False,
                    settled_at__isnull=False,
                ),
                name="walk_in_settled_by_somebody",
            ),
            models.CheckConstraint(
                condition=~Q(state="accepted") | Q(staff__isnull=False),
                name="walk_in_accepted_is_somebody",
            ),
            models.CheckConstraint(
                condition=~Q(state="refused") | ~Q(reason=""),
                name="walk_in_refused_says_why",
            ),
            models.CheckConstraint(
                condition=Q(method__in=["roster", "code", "paper"]),
                name="walk_in_method_known",
            ),
        )

    @property
    def is_typed(self) -> bool:
        """A name that the facilitator typed, and that nobody has settled."""
        return self.signed_at is None and self.state == self.State.OPEN


class PaperTestQuerySet(VisibleQuerySet["PaperTest"]):
    def visible_to(self, user: "User", permission: Permission) -> Self:
        if permission is Permission.TRAINING_LEARN:
            return self.filter(staff__user=user)
        if permission is Permission.TRAINING_HOLD:
            return self.filter(session__facilitator__user=user)
        return self.filter(in_reach(user, permission, "session__school__"))


class PaperTest(UidModel):
    """The post-test on paper, its score typed in by the facilitator; written once."""

    session = models.ForeignKey(
        TrainingSession, models.PROTECT, related_name="paper_tests"
    )
    staff = models.ForeignKey(
        "schools.StaffMember", models.PROTECT, related_name="paper_tests"
    )
    right = models.PositiveSmallIntegerField()
    of = models.PositiveSmallIntegerField()
    critical_right = models.BooleanField()
    passed = models.BooleanField()
    entered_by = models.ForeignKey("portal.User", models.PROTECT, related_name="+")
    entered_at = models.DateTimeField()

    objects = PaperTestQuerySet.as_manager()

    privacy = Privacy(
        plain="uid session of entered_by entered_at",
        personal="staff right critical_right passed",
        kept=Kept.TRAINING,
    )

    class Meta:
        verbose_name = _("test on paper")
        constraints = (
            models.UniqueConstraint(
                fields=["session", "staff"], name="paper_test_once"
            ),
            models.CheckConstraint(
                condition=Q(right__lte=F("of"), of__gte=1),
                name="paper_test_right_of_all",
            ),
            models.CheckConstraint(
                condition=Q(passed=False) | Q(critical_right=True),
                name="paper_test_key_questions",
            ),
        )
