"""Absences, registers taken, totals and flags. Only absences are stored.

A pupil with no row on a day was present only if a register of that day was taken:
`RegisterDay` says so. `AttendanceTotal` is kept by `schools.actions.attendance` and
is never the only truth: `check_totals` compares it with the rows.
"""

from typing import TYPE_CHECKING, Any, Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from portal.access import VisibleQuerySet
from portal.permissions import Permission
from portal.privacy import Kept, Privacy
from schools import absence


if TYPE_CHECKING:
    from portal.models import User


class ScopedBySchool(VisibleQuerySet[Any]):
    """Rows that carry the school of the child: seen by those who reach the school.

    A shield hides the rows of its pupil, in lists and in counts.
    """

    def visible_to(
        self, user: "User", permission: Permission = Permission.ABSENCE_VIEW
    ) -> Self:
        from schools.scoping import in_reach
        from schools.shielding import not_shielded

        reach = in_reach(user, permission, prefix="school__")
        return self.filter(reach, not_shielded(user, "pupil"))


class Absence(models.Model):
    """One pupil missed something on one day; fewer than half the lessons too."""

    class Kind(models.TextChoices):
        UNEXPLAINED = absence.UNEXPLAINED, _("unexplained")
        EXPLAINED = absence.EXPLAINED, _("explained")
        SUSPENDED = absence.SUSPENDED, _("suspended")
        ACTIVITY = absence.ACTIVITY, _("school activity")

    pupil = models.ForeignKey(
        "schools.Pupil", models.PROTECT, related_name="absences", db_index=False
    )
    school = models.ForeignKey(
        "schools.School", models.PROTECT, related_name="+", db_index=False
    )
    date = models.DateField()
    kind = models.CharField(max_length=12, choices=Kind.choices)
    lessons_missed = models.PositiveSmallIntegerField(null=True, blank=True)
    lessons_held = models.PositiveSmallIntegerField(null=True, blank=True)
    batch = models.ForeignKey(
        "schools.ImportBatch",
        models.PROTECT,
        null=True,
        related_name="+",
        db_index=False,
    )

    objects = ScopedBySchool.as_manager()
    privacy = Privacy(
        plain="school batch",
        personal="pupil date kind lessons_missed lessons_held",
        kept=Kept.ROLL,
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["pupil", "date"], name="absence_once_a_day"
            ),
            models.CheckConstraint(
                condition=Q(
                    kind__in=[
                        absence.UNEXPLAINED,
                        absence.EXPLAINED,
                        absence.SUSPENDED,
                        absence.ACTIVITY,
                    ]
                ),
                name="absence_kind_known",
            ),
            models.CheckConstraint(
                condition=Q(lessons_missed__isnull=True)
                | Q(
                    lessons_held__isnull=False,
                    lessons_held__gt=0,
                    lessons_missed__lte=F("lessons_held"),
                ),
                name="absence_lessons_pair",
            ),
        ]
        indexes = [models.Index(fields=["school", "date"], name="absence_school_date")]

    def __str__(self) -> str:
        return f"Absence {self.pk}"


class RegisterDay(models.Model):
    """The register of a day was taken, for a whole school or for one class.

    A class row exists only while the school has no row of its own for that day, so
    the two never count one day twice. `in_session` follows the calendar.
    """

    class Source(models.TextChoices):
        IMPORT = "import", _("imported file")
        ENTRY = "entry", _("entered by hand")

    school = models.ForeignKey(
        "schools.School", models.PROTECT, related_name="registers", db_index=False
    )
    class_group = models.ForeignKey(
        "schools.ClassGroup",
        models.PROTECT,
        null=True,
        related_name="+",
        db_index=False,
    )
    date = models.DateField()
    in_session = models.BooleanField(default=True)
    source = models.CharField(max_length=6, choices=Source.choices)
    batch = models.ForeignKey(
        "schools.ImportBatch",
        models.PROTECT,
        null=True,
        related_name="+",
        db_index=False,
    )

    privacy = Privacy(
        plain="school class_group date in_session source batch", kept=Kept.ROLL
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["school", "date"],
                condition=Q(class_group__isnull=True),
                name="register_once_a_school_day",
            ),
            models.UniqueConstraint(
                fields=["class_group", "date"],
                condition=Q(class_group__isnull=False),
                name="register_once_a_class_day",
            ),
            models.CheckConstraint(
                condition=Q(source__in=["import", "entry"]),
                name="register_source_known",
            ),
        ]
        indexes = [models.Index(fields=["school", "date"], name="register_school_date")]

    def __str__(self) -> str:
        return f"Register {self.date}"


class AttendanceTotal(models.Model):
    """Running sums of one pupil in one school year; a row only where rows exist.

    Recorded days are not stored: they grow each day for everybody. They are
    `days_offset` plus, while `running`, the registers counted for the school and the
    class, so a day's work touches the absent pupils and the changed tiers only.
    """

    pupil = models.ForeignKey(
        "schools.Pupil", models.PROTECT, related_name="totals", db_index=False
    )
    start_year = models.PositiveSmallIntegerField()
    school = models.ForeignKey(
        "schools.School", models.PROTECT, related_name="+", db_index=False
    )
    class_group = models.ForeignKey(
        "schools.ClassGroup", models.PROTECT, null=True, related_name="+"
    )
    absent = models.PositiveSmallIntegerField(default=0)
    unexplained = models.PositiveSmallIntegerField(default=0)
    days_offset = models.SmallIntegerField(default=0)
    running = models.BooleanField(default=True)
    tier = models.CharField(max_length=8, blank=True, default="")

    objects = ScopedBySchool.as_manager()
    privacy = Privacy(
        plain="start_year school class_group days_offset running",
        personal="pupil absent unexplained tier",
        kept=Kept.ROLL,
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["pupil", "start_year"], name="total_once_a_year"
            ),
            models.CheckConstraint(
                condition=Q(tier__in=["", *absence.TIERS]), name="total_tier_known"
            ),
            models.CheckConstraint(
                condition=Q(unexplained__lte=F("absent")), name="total_unexplained_part"
            ),
        ]
        indexes = [
            models.Index(
                fields=["school", "start_year", "tier"], name="total_school_tier"
            )
        ]

    def __str__(self) -> str:
        return f"Totals {self.pk}"
