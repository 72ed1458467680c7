"""What was done with children and parents: lessons taught, evenings, campaigns.

Counts only: no pupil is named, and nothing says that a concern followed (with a class
and a date that would name a child).
"""

from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from portal.access import VisibleQuerySet
from portal.models import UidModel
from portal.permissions import Permission
from portal.privacy import Kept, Privacy
from schools.scoping import in_reach
from training.models.items import LearningItem


if TYPE_CHECKING:
    from portal.models import User


class LessonDeliveryQuerySet(VisibleQuerySet["LessonDelivery"]):
    def visible_to(self, user: "User", permission: Permission) -> Self:
        """The own ones; and at the schools where the right is held."""
        if permission is Permission.LESSON_LOG:
            return self.filter(staff__user=user)
        return self.filter(in_reach(user, permission))

    def standing(self) -> Self:
        """What counts: neither taken back nor the entry that takes back."""
        return self.filter(is_void=False, corrected_by=None)


class LessonDelivery(UidModel):
    """One class taught, or one evening or campaign held. A row never changes: a later
    row that `corrects` it takes it back.

    `class_group` is a class of the roll; `grade` stands for one that is on no list.
    `present`: heads counted, or nothing where nobody counted.
    """

    class Audience(models.TextChoices):
        CLASS = "class", _("Lesson in class")
        PARENTS = "parents", _("Parents’ evening")
        CAMPAIGN = "campaign", _("Campaign at school")
        OTHER = "other", _("Something else")

    audience = models.CharField(max_length=8, choices=Audience.choices)
    item = models.ForeignKey(
        LearningItem, models.PROTECT, null=True, related_name="deliveries"
    )
    version = models.PositiveIntegerField(null=True)
    school = models.ForeignKey("schools.School", models.PROTECT, related_name="+")
    class_group = models.ForeignKey(
        "schools.ClassGroup", models.PROTECT, null=True, related_name="+"
    )
    grade = models.PositiveSmallIntegerField(null=True)
    taught_on = models.DateField()
    present = models.PositiveSmallIntegerField(null=True)
    staff = models.ForeignKey(
        "schools.StaffMember", models.PROTECT, related_name="deliveries"
    )
    at = models.DateTimeField()
    corrects = models.OneToOneField(
        "self", models.PROTECT, null=True, related_name="corrected_by"
    )
    is_void = models.BooleanField(default=False)

    objects = LessonDeliveryQuerySet.as_manager()

    privacy = Privacy(
        plain="uid audience item version school class_group grade taught_on present at"
        " corrects is_void",
        personal="staff",
        kept=Kept.TRAINING,
    )

    class Meta:
        verbose_name = _("lesson taught")
        indexes = (
            models.Index(fields=["school", "taught_on"], name="delivery_school_day"),
            models.Index(fields=["staff", "taught_on"], name="delivery_staff_day"),
        )
        constraints = (
            models.CheckConstraint(
                condition=Q(audience__in=["class", "parents", "campaign", "other"]),
                name="delivery_audience_known",
            ),
            models.CheckConstraint(
                condition=~Q(audience="class")
                | Q(item__isnull=False, class_group__isnull=False, grade=None)
                | Q(item__isnull=False, class_group=None, grade__isnull=False),
                name="delivery_in_class_says_which",
            ),
            models.CheckConstraint(
                condition=Q(audience="class") | Q(class_group=None, grade=None),
                name="delivery_elsewhere_has_no_class",
            ),
            models.CheckConstraint(
                condition=Q(grade=None) | Q(grade__gte=1, grade__lte=12),
                name="delivery_grade",
            ),
            models.CheckConstraint(
                condition=Q(present=None) | Q(present__gte=1, present__lte=2000),
                name="delivery_present",
            ),
            models.CheckConstraint(
                condition=Q(is_void=False, corrects=None)
                | Q(is_void=True, corrects__isnull=False),
                name="delivery_void_corrects",
            ),
        )

    @property
    def where(self) -> str:
        """The class or the grade, as a school says it; nothing for an evening."""
        if self.class_group:
            return str(self.class_group.name)
        if self.grade:
            return gettext("grade %(grade)s") % {"grade": self.grade}
        return ""
