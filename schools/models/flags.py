"""Flags on the watch-list and the days that `watch_absences` has closed."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from portal.crypto import EncryptedTextField
from portal.models import UidModel
from portal.privacy import Kept, Privacy
from schools.models.attendance import ScopedBySchool


VANISHED = "vanished"
# By weight of the rule, never by a score: what is looked at first.
FLAG_ORDER = (
    "critical",
    "severe",
    "chronic",
    VANISHED,
    "no_arrival",
    "never_arrived",
    "three_in_row",
    "five_in_twenty",
    "after_break",
    "first_month",
    "part_days",
)
TIER_FLAGS = ("critical", "severe", "chronic")


class AbsenceFlag(UidModel):
    """One reason to look at one pupil: a tier or a trigger, with its numbers.

    `standing`: the rule still held when the day was last closed. A flag that lapsed
    stays as history; if the rule holds again, a new flag is raised.
    """

    class State(models.TextChoices):
        NEW = "new", _("to look at")
        DISMISSED = "dismissed", _("dismissed")
        CASE_OPENED = "case_opened", _("case opened")

    class Kind(models.TextChoices):
        CRITICAL = "critical", _("Half of the days or more")
        SEVERE = "severe", _("20 % of the days or more")
        CHRONIC = "chronic", _("10 % of the days or more")
        VANISHED = VANISHED, _("Missing from the full roll")
        NO_ARRIVAL = "no_arrival", _("Left and arrived nowhere")
        NEVER_ARRIVED = "never_arrived", _("Never came")
        THREE_IN_ROW = "three_in_row", _("Three unexplained days in a row")
        FIVE_IN_TWENTY = "five_in_twenty", _("Five of the last 20 days")
        AFTER_BREAK = "after_break", _("Did not return after a break")
        FIRST_MONTH = "first_month", _("Two absences in the first month")
        PART_DAYS = "part_days", _("Often misses part of the day")

    pupil = models.ForeignKey(
        "schools.Pupil", models.PROTECT, related_name="flags", db_index=False
    )
    school = models.ForeignKey(
        "schools.School", models.PROTECT, related_name="+", db_index=False
    )
    start_year = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=14, choices=Kind.choices)
    raised_on = models.DateField()
    standing = models.BooleanField(default=True)
    facts = models.JSONField(default=dict)
    state = models.CharField(max_length=11, choices=State.choices, default=State.NEW)
    reason = EncryptedTextField(blank=True, default="")
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    decided_at = models.DateTimeField(null=True)

    objects = ScopedBySchool.as_manager()
    privacy = Privacy(
        plain="uid school start_year raised_on standing state decided_by decided_at",
        personal="pupil kind facts",
        sensitive="reason",
        kept=Kept.ROLL,
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["pupil", "start_year", "kind"],
                condition=Q(standing=True),
                name="flag_standing_once",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=FLAG_ORDER), name="flag_kind_known"
            ),
            models.CheckConstraint(
                condition=Q(state="new", decided_at__isnull=True)
                | Q(state__in=["dismissed", "case_opened"], decided_at__isnull=False),
                name="flag_decision_pair",
            ),
        ]
        indexes = [
            models.Index(
                fields=["school", "standing", "state"], name="flag_school_state"
            ),
        ]

    def __str__(self) -> str:
        return f"Flag {self.uid}"

    @property
    def words(self) -> str:
        """Why, in a sentence with the numbers."""
        from schools.flag_words import sentence

        return sentence(self.kind, self.facts)

    def __lt__(self, other: Any) -> bool:
        return FLAG_ORDER.index(self.kind) < FLAG_ORDER.index(other.kind)


class ClosedDay(models.Model):
    """A day that `watch_absences` closed, for the nation or for one school."""

    date = models.DateField()
    school = models.ForeignKey(
        "schools.School", models.PROTECT, null=True, related_name="+"
    )
    closed_at = models.DateTimeField()

    privacy = Privacy(plain="date school closed_at", kept=Kept.ROLL)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["date"],
                condition=Q(school__isnull=True),
                name="closed_once_for_all",
            ),
            models.UniqueConstraint(
                fields=["school", "date"],
                condition=Q(school__isnull=False),
                name="closed_once_a_school",
            ),
        ]

    def __str__(self) -> str:
        return f"Closed {self.date}"
