"""The file of one child: one open at a time."""

from datetime import date
from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from portal.access import VisibleQuerySet
from portal.crypto import EncryptedTextField
from portal.permissions import Permission
from portal.privacy import Kept, Privacy
from referrals.adulthood import latest_birth
from referrals.models.rows import ChildRow
from referrals.states import LEVELS, OUTCOMES, Level, choices
from schools.models import Post
from schools.school_days import start_year_of
from schools.scoping import in_reach


if TYPE_CHECKING:
    from uuid import UUID

    from portal.models import User


OLDEST = 18  # years: about how old a child on no roll may be


class CaseQuerySet(VisibleQuerySet["Case"]):
    def visible_to(
        self, user: "User", permission: Permission = Permission.CASE_VIEW
    ) -> Self:
        """The cases of the schools where the user holds the permission.

        A child shielded from the user has no case here, whatever the permission.
        """
        from referrals.shielding import case_not_shielded

        reach = in_reach(user, permission, prefix="school__")
        if permission == Permission.CASE_SIGN:
            reach &= Q(waits_for_signature=True)
        return self.filter(reach, case_not_shielded(user))

    def open(self) -> Self:
        return self.filter(closed_at=None)

    def turning_eighteen(self, on: "date") -> Self:
        """Open cases of who is seventeen and a half, with no hand-over begun."""
        grown = self.open().filter(pupil__birth_date__lte=latest_birth(on))
        return grown.filter(adult_hand_over=None)

    def without_owner(self, on: date) -> Self:
        """Those whose owner is none, or holds the post no longer on that day."""
        held = Post.objects.held_on(on).granted()
        return self.exclude(owner__in=held)

    def without_summer_contact(self, on: date) -> Self:
        """Open heightened and acute cases that nobody is named for in the summer.

        None before the 20th school day before the last one of the year.
        """
        from referrals.models.summers import SummerContact
        from referrals.summer import summer_is_near

        named = SummerContact.objects.filter(agreed=True, start_year=start_year_of(on))
        serious = self.open().filter(level__in=[Level.HEIGHTENED, Level.ACUTE])
        unnamed = serious.exclude(pk__in=named.values("case"))
        return unnamed.filter(summer_is_near(on))


class Case(ChildRow):
    class OpenedFrom(models.TextChoices):
        CONCERN = "concern", _("A concern")
        FLAG = "flag", _("The absence watch")
        DIRECT = "direct", _("The protector")

    reference = models.CharField(max_length=11, unique=True)
    pupil = models.ForeignKey(
        "schools.Pupil",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="cases",
    )
    child_name = EncryptedTextField(blank=True, default="")
    child_age = models.PositiveSmallIntegerField(null=True, blank=True)  # about, years
    child_seen = EncryptedTextField(blank=True, default="")  # where, for one on no roll
    opened_from = models.CharField(max_length=8, choices=OpenedFrom)
    opened_why = EncryptedTextField(blank=True, default="")
    opened_at = models.DateTimeField()
    opened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    owner = models.ForeignKey(
        "schools.Post",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="cases",
    )
    level = models.CharField(max_length=12, choices=choices(LEVELS), blank=True)
    level_reason = EncryptedTextField(blank=True, default="")
    level_lapses_on = models.DateField(null=True, blank=True)
    next_on = models.DateField(null=True, blank=True)
    next_step = EncryptedTextField(blank=True, default="")
    last_contact_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    ending = models.CharField(max_length=16, choices=choices(OUTCOMES), blank=True)
    closed_why = EncryptedTextField(blank=True, default="")
    child_view = EncryptedTextField(blank=True, default="")
    waits_for_signature = models.BooleanField(default=False)  # an ending is asked for

    objects = CaseQuerySet.as_manager()

    privacy = Privacy(
        plain="uid school unit key_uid reference opened_from opened_at owner level "
        "level_lapses_on next_on last_contact_at closed_at ending waits_for_signature",
        personal="pupil child_age opened_by closed_by",
        sensitive="child_name child_seen opened_why level_reason next_step closed_why "
        "child_view",
        kept=Kept.CASE,
    )

    class Meta:
        indexes = [
            models.Index(fields=["school", "closed_at"], name="case_of_school"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["pupil"],
                condition=Q(closed_at__isnull=True),
                name="case_one_open_per_pupil",
            ),
            models.CheckConstraint(
                condition=Q(opened_from__in=["concern", "flag", "direct"]),
                name="case_opened_from_known",
            ),
            models.CheckConstraint(
                condition=Q(level__in=["", *[level.value for level in Level]]),
                name="case_level_known",
            ),
            models.CheckConstraint(
                condition=Q(level__in=["", "watch"], level_lapses_on__isnull=True)
                | Q(
                    level__in=["standard", "heightened", "acute"],
                    level_lapses_on__isnull=False,
                ),
                name="case_level_lapses",
            ),
            models.CheckConstraint(
                condition=Q(closed_at__isnull=True, closed_by__isnull=True, ending="")
                | Q(closed_at__isnull=False, closed_by__isnull=False) & ~Q(ending=""),
                name="case_closed_pair",
            ),
            models.CheckConstraint(
                condition=Q(key_uid__isnull=False), name="case_has_its_key"
            ),
            models.CheckConstraint(
                condition=Q(child_age=None) | Q(child_age__lte=OLDEST),
                name="case_age_of_a_child",
            ),
        ]

    def __str__(self) -> str:
        return f"Case {self.reference}"

    def planned_from(self, day: date) -> dict[str, object]:
        """The next step of a later day, as the fields of a form; what was planned for
        today ends with the talk."""
        if self.next_on is None or self.next_on <= day:
            return {}
        return {"next_on": self.next_on, "next_step": self.next_step}

    @property
    def is_open(self) -> bool:
        return self.closed_at is None

    @property
    def subject(self) -> "UUID":
        """The uid that the audit files this child under."""
        return self.pupil.uid if self.pupil else self.uid


class CaseNote(ChildRow):
    """A talk, a call, a visit: one line, the child's words apart, the next date."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="notes")
    text = EncryptedTextField()
    child_words = EncryptedTextField(blank=True, default="")
    next_step = EncryptedTextField(blank=True, default="")
    next_on = models.DateField(null=True, blank=True)
    token = models.UUIDField(unique=True, editable=False)
    at = models.DateTimeField()
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )

    privacy = Privacy(
        plain="uid school unit key_uid case next_on token at",
        personal="by",
        sensitive="text child_words next_step",
        kept=Kept.CASE,
    )

    def __str__(self) -> str:
        return f"Note {self.uid}"


class LevelChoice(ChildRow):
    """Each level a person chose, with the reason; never rewritten."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="levels")
    level = models.CharField(max_length=12, choices=choices(LEVELS))
    reason = EncryptedTextField()
    below_why = EncryptedTextField(blank=True, default="")
    lapses_on = models.DateField(null=True, blank=True)
    at = models.DateTimeField()
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )

    privacy = Privacy(
        plain="uid school unit key_uid case level lapses_on at",
        personal="by",
        sensitive="reason below_why",
        kept=Kept.CASE,
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(level__in=[level.value for level in Level]),
                name="levelchoice_level_known",
            ),
        ]

    def __str__(self) -> str:
        return f"Level {self.level}"
