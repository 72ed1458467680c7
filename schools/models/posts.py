"""Adults and their posts: who works where, as what, from when to when.

Importing staff never opens access: a post counts on the roster at once, but gives
rights only when it was granted by invitation (`granted_at`). Source: design.md 4.
"""

import datetime as dt
from typing import TYPE_CHECKING, Any, Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from portal.access import VisibleQuerySet
from portal.models import UidModel
from portal.permissions import Permission
from portal.privacy import Kept, Privacy
from portal.roles import ROLE_CHOICES
from schools.names import name_key


if TYPE_CHECKING:
    from portal.models import User


AT_SCHOOL = ("teacher", "protector", "head", "registrar")
AT_UNIT = ("cpu_worker", "cpu_head")
AT_DIRECTORATE = ("supervisor", "directorate_officer")
AT_MUNICIPALITY = ("table_member",)


class StaffQuerySet(VisibleQuerySet["StaffMember"]):
    """Adults; their names are for those who keep the roster of the place."""

    def visible_to(
        self, user: "User", permission: Permission = Permission.ROSTER_VIEW
    ) -> Self:
        """Staff with a post at a school in reach, and oneself."""
        from schools.scoping import in_reach

        reach = in_reach(user, permission, prefix="posts__school__")
        return self.filter(reach | Q(user=user)).distinct()


class StaffMember(UidModel):
    """Any adult with a post, with or without an account."""

    staff_code = models.CharField(max_length=20, null=True, blank=True, unique=True)
    first_name = models.CharField(_("first name"), max_length=80)
    last_name = models.CharField(_("last name"), max_length=80)
    name_key = models.CharField(max_length=170, editable=False, db_index=True)
    email = models.EmailField(_("e-mail"), blank=True)
    user = models.OneToOneField(
        "portal.User", null=True, on_delete=models.PROTECT, related_name="staff"
    )

    objects = StaffQuerySet.as_manager()

    privacy = Privacy(
        plain="uid user",
        personal="staff_code first_name last_name name_key email",
        kept=Kept.ACCOUNT,
    )

    class Meta:
        verbose_name = _("member of staff")

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Keeps the folded name beside the name."""
        self.name_key = name_key(self.first_name, self.last_name)
        super().save(*args, **kwargs)

    def full_name(self) -> str:
        """First and last name, as colleagues say it."""
        return f"{self.first_name} {self.last_name}".strip()


class PostQuerySet(models.QuerySet["Post"]):
    """Posts by day and by whether they open anything."""

    def held_on(self, day: dt.date) -> Self:
        """Posts that have begun and not ended on that day (ends_on is the last)."""
        return self.filter(
            Q(starts_on__lte=day) & (Q(ends_on=None) | Q(ends_on__gte=day))
        )

    def granted(self) -> Self:
        """Posts that give rights."""
        return self.exclude(granted_at=None)


class Post(UidModel):
    """One role at one place for a span of time; one grant of rights."""

    class Profession(models.TextChoices):
        """What a protector is by training."""

        PSYCHOLOGIST = "psychologist", _("Psychologist")
        SOCIAL_WORKER = "social_worker", _("Social worker")

    staff = models.ForeignKey(
        StaffMember, on_delete=models.PROTECT, related_name="posts"
    )
    role = models.CharField(_("role"), max_length=30, choices=ROLE_CHOICES)
    profession = models.CharField(max_length=20, choices=Profession.choices, blank=True)
    agency = models.CharField(max_length=60, blank=True)
    school = models.ForeignKey(
        "schools.School", null=True, on_delete=models.PROTECT, related_name="posts"
    )
    directorate = models.ForeignKey(
        "schools.Directorate", null=True, on_delete=models.PROTECT, related_name="posts"
    )
    unit = models.ForeignKey(
        "schools.ProtectionUnit",
        null=True,
        on_delete=models.PROTECT,
        related_name="posts",
    )
    municipality = models.ForeignKey(
        "schools.Municipality",
        null=True,
        on_delete=models.PROTECT,
        related_name="posts",
    )
    classes = models.ManyToManyField("schools.ClassGroup", related_name="posts")
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)
    granted_by = models.ForeignKey(
        "portal.User", null=True, on_delete=models.PROTECT, related_name="+"
    )
    granted_at = models.DateTimeField(null=True)
    deputy = models.ForeignKey(
        StaffMember, null=True, on_delete=models.PROTECT, related_name="deputises"
    )

    objects = PostQuerySet.as_manager()

    privacy = Privacy(
        plain="uid role profession agency school directorate unit municipality classes"
        " starts_on ends_on granted_by granted_at",
        personal="staff deputy",
        kept=Kept.ACCOUNT,
    )

    class Meta:
        verbose_name = _("post")
        indexes = (
            models.Index(fields=["school", "role"], name="post_school_role"),
            models.Index(fields=["staff", "starts_on"], name="post_staff_start"),
        )
        constraints = (
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on")),
                name="post_ends_after_start",
            ),
            models.CheckConstraint(
                condition=(
                    Q(role__in=AT_SCHOOL, school__isnull=False)
                    & Q(directorate=None, unit=None, municipality=None)
                )
                | (
                    Q(role__in=AT_UNIT, unit__isnull=False)
                    & Q(directorate=None, school=None, municipality=None)
                )
                | (
                    Q(role__in=AT_DIRECTORATE, directorate__isnull=False)
                    & Q(school=None, unit=None, municipality=None)
                )
                | (
                    Q(role__in=AT_MUNICIPALITY, municipality__isnull=False)
                    & Q(school=None, unit=None, directorate=None)
                    & ~Q(agency="")
                )
                | (
                    ~Q(role__in=AT_SCHOOL + AT_UNIT + AT_DIRECTORATE + AT_MUNICIPALITY)
                    & Q(school=None, unit=None, directorate=None, municipality=None)
                ),
                name="post_place_fits_role",
            ),
            models.CheckConstraint(
                condition=Q(granted_by=None) | Q(granted_at__isnull=False),
                name="post_granted_by_has_time",
            ),
            models.CheckConstraint(
                condition=Q(profession="") | Q(role="protector"),
                name="post_profession_of_protector",
            ),
            models.UniqueConstraint(
                fields=["staff", "school", "role", "starts_on"],
                name="post_staff_school_role_start_once",
            ),
            models.CheckConstraint(
                condition=Q(deputy=None) | ~Q(deputy=F("staff")),
                name="post_deputy_is_another",
            ),
        )

    def place_name(self) -> str:
        """The place in words, from what is loaded (`select_related` the places)."""
        place = self.school or self.unit or self.directorate or self.municipality
        return place.name if place else ""


class PostCover(UidModel):
    """Days on which the deputy acts in a post whose holder is away."""

    post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="covers")
    deputy = models.ForeignKey(
        StaffMember, on_delete=models.PROTECT, related_name="covers"
    )
    starts_on = models.DateField()
    ends_on = models.DateField()

    privacy = Privacy(
        plain="uid post starts_on ends_on", personal="deputy", kept=Kept.ACCOUNT
    )

    class Meta:
        verbose_name = _("cover")
        constraints = (
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")),
                name="post_cover_ends_after_start",
            ),
        )
