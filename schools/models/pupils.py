"""Children: the pupil, where a child is enrolled, and when nobody calls home."""

import datetime as dt
from typing import TYPE_CHECKING, Any, Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from portal.access import VisibleQuerySet
from portal.crypto import EncryptedTextField
from portal.models import UidModel
from portal.permissions import Permission
from portal.privacy import Kept, Privacy
from schools.names import name_key


if TYPE_CHECKING:
    from portal.models import User


class PupilQuerySet(VisibleQuerySet["Pupil"]):
    """Pupils; reach follows the current or latest enrolment, nothing else."""

    def visible_to(
        self, user: "User", permission: Permission = Permission.PUPIL_VIEW
    ) -> Self:
        """Pupils enrolled today at a school in reach.

        With `PUPIL_LOOKUP` alone a teacher reaches the own classes only, or the
        whole school where no class is named on the post. Whoever a shield bars from
        a pupil does not find the pupil.
        """
        from schools.scoping import enrolled_in_reach
        from schools.shielding import not_shielded

        return self.filter(
            enrolled_in_reach(user, permission), not_shielded(user, "pk")
        )

    def with_enrolment(self) -> Self:
        """Adds the school and class of today to each row, without a query a row."""
        return self.select_related("school", "class_group")


class Pupil(UidModel):
    """A child as the roll knows it. Never an ethnicity, a religion, a nationality.

    `school` and `class_group` are the cached place of the current enrolment, or of the
    latest where none is open (a child who left stays in sight of the last school);
    `Enrolment` is the truth.
    """

    class Sex(models.TextChoices):
        """As the roll says it."""

        FEMALE = "f", _("girl")
        MALE = "m", _("boy")

    code = models.CharField(max_length=20, null=True, blank=True, unique=True)
    first_name = models.CharField(_("first name"), max_length=80)
    last_name = models.CharField(_("last name"), max_length=80)
    father_name = models.CharField(_("father’s name"), max_length=80, blank=True)
    name_key = models.CharField(max_length=250, editable=False)
    birth_date = models.DateField(_("date of birth"))
    sex = models.CharField(max_length=1, choices=Sex.choices)
    residence = models.ForeignKey(
        "schools.Municipality", null=True, blank=True, on_delete=models.PROTECT
    )
    guardian_phone = EncryptedTextField(_("guardian’s telephone"), blank=True)
    school = models.ForeignKey(
        "schools.School", null=True, on_delete=models.PROTECT, related_name="pupils"
    )
    class_group = models.ForeignKey(
        "schools.ClassGroup", null=True, on_delete=models.PROTECT, related_name="pupils"
    )

    objects = PupilQuerySet.as_manager()

    privacy = Privacy(
        plain="uid school class_group",
        personal="code first_name last_name father_name name_key birth_date sex"
        " residence",
        sensitive="guardian_phone",
        kept=Kept.ROLL,
    )

    class Meta:
        verbose_name = _("pupil")
        indexes = (
            models.Index(fields=["school", "name_key"], name="pupil_school_name"),
        )
        constraints = (
            models.CheckConstraint(
                condition=Q(sex__in=("f", "m")), name="pupil_sex_known"
            ),
        )

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Keeps the folded name beside the name."""
        self.name_key = name_key(self.first_name, self.father_name, self.last_name)
        super().save(*args, **kwargs)

    def full_name(self) -> str:
        """First and last name, as the school says it."""
        return f"{self.first_name} {self.last_name}".strip()


class Enrolment(UidModel):
    """Where a child is on the roll, from one day to another (both included)."""

    class EndReason(models.TextChoices):
        """Why an enrolment ended (contract, import_data)."""

        MOVED = "moved", _("moved to another school")
        GRADUATED = "graduated", _("finished school")
        LEFT = "left", _("left school")
        ABROAD = "abroad", _("went abroad")
        DIED = "died", _("died")
        OTHER = "other", _("other")

    pupil = models.ForeignKey(
        Pupil, on_delete=models.PROTECT, related_name="enrolments"
    )
    school = models.ForeignKey(
        "schools.School", on_delete=models.PROTECT, related_name="enrolments"
    )
    class_group = models.ForeignKey(
        "schools.ClassGroup",
        null=True,
        on_delete=models.PROTECT,
        related_name="enrolments",
    )
    class_since = models.DateField(null=True)  # the day of the last class change
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)
    end_reason = models.CharField(max_length=10, choices=EndReason.choices, blank=True)

    privacy = Privacy(
        plain="uid school class_group class_since",
        personal="pupil starts_on ends_on end_reason",
        kept=Kept.ROLL,
    )

    class Meta:
        verbose_name = _("enrolment")
        indexes = (
            models.Index(fields=["school", "ends_on"], name="enrolment_school_end"),
        )
        constraints = (
            models.UniqueConstraint(
                fields=["pupil"],
                condition=Q(ends_on=None),
                name="enrolment_one_open_a_pupil",
            ),
            models.UniqueConstraint(
                fields=["pupil", "school", "starts_on"],
                name="enrolment_pupil_school_start_once",
            ),
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on")),
                name="enrolment_ends_after_start",
            ),
            models.CheckConstraint(
                condition=Q(end_reason="") | Q(ends_on__isnull=False),
                name="enrolment_reason_has_end",
            ),
        )


class OutreachHold(UidModel):
    """While it is on, the class teacher does not contact the home.

    Worded neutrally ("the school service will make contact"): used for ordinary
    reasons too, so that it says nothing. Upper floors set it by calling an action.
    """

    pupil = models.ForeignKey(Pupil, on_delete=models.PROTECT, related_name="holds")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField(null=True)
    source = models.UUIDField()  # the uid of what asked for it, in an upper app

    privacy = Privacy(
        plain="uid starts_at ends_at source", personal="pupil", kept=Kept.CASE
    )

    class Meta:
        verbose_name = _("outreach hold")
        constraints = (
            models.UniqueConstraint(
                fields=["pupil", "source"],
                condition=Q(ends_at=None),
                name="outreach_hold_one_open_a_source",
            ),
            models.CheckConstraint(
                condition=Q(ends_at=None) | Q(ends_at__gte=F("starts_at")),
                name="outreach_hold_ends_after_start",
            ),
        )


def enrolled_on(day: dt.date, prefix: str = "") -> Q:
    """Enrolments that cover a day."""
    return Q(**{f"{prefix}starts_on__lte": day}) & (
        Q(**{f"{prefix}ends_on": None}) | Q(**{f"{prefix}ends_on__gte": day})
    )
