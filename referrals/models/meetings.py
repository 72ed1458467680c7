"""The case group and the municipal table: who sits, and when. No child is in here."""

from datetime import date
from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from portal.access import VisibleQuerySet, grants
from portal.models import UidModel
from portal.permissions import Permission
from portal.privacy import Kept, Privacy
from portal.roles import PlaceKind
from schools.models import Post


if TYPE_CHECKING:
    from portal.models import User


def table_posts(user: "User") -> models.QuerySet[Post]:
    """A subquery: the seats at municipal tables that the user holds today."""
    held = grants(user).having(Permission.MEETING_SEAT)
    return Post.objects.filter(uid__in=[grant.post for grant in held])


class MeetingQuerySet(VisibleQuerySet["Meeting"]):
    def visible_to(
        self, user: "User", permission: Permission = Permission.MEETING_HOLD
    ) -> Self:
        """Those of the own unit; those with a case or a seat of one's own.

        A member of the table sees the meetings that have a case for the own agency.
        A case group about a child shielded from the user does not exist.
        """
        from referrals.models.agenda import AgendaItem
        from referrals.shielding import case_not_shielded

        items = AgendaItem.objects.visible_to(user, permission)
        mine = Q(pk__in=items.values("meeting"))
        if permission == Permission.MEETING_HOLD:
            held = grants(user)
            mine |= Q(unit__in=held.place_ids(permission, PlaceKind.UNIT))
            posts = [grant.post for grant in held.having(permission)]
            seats = Seat.objects.filter(post__uid__in=posts)
            mine |= Q(pk__in=seats.values("meeting"))
        else:
            mine |= Q(pk__in=_own_seats(user).values("meeting"))
        return self.filter(mine, case_not_shielded(user, "referral__case__"))

    def planned(self) -> Self:
        return self.filter(state=Meeting.State.PLANNED)

    def due(self, on: date) -> Self:
        """Those that are held on that day."""
        return self.planned().filter(at__date=on)


def _own_seats(user: "User") -> "models.QuerySet[Seat]":
    """A subquery: the seats of the own agency at the tables of its municipality."""
    mine = table_posts(user).filter(
        municipality=OuterRef("meeting__unit__municipality"), agency=OuterRef("agency")
    )
    return Seat.objects.filter(Exists(mine))


class Meeting(UidModel):
    class Kind(models.TextChoices):
        GROUP = "group", _("Case group")
        TABLE = "table", _("Municipal table")

    class State(models.TextChoices):
        PLANNED = "planned", _("Planned")
        HELD = "held", _("Held")

    kind = models.CharField(max_length=8, choices=Kind)
    unit = models.ForeignKey(
        "schools.ProtectionUnit", on_delete=models.PROTECT, related_name="meetings"
    )
    referral = models.ForeignKey(
        "referrals.Referral",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="meetings",
    )
    at = models.DateTimeField()
    place = models.CharField(max_length=120, blank=True)
    state = models.CharField(max_length=8, choices=State, default=State.PLANNED)
    called_at = models.DateTimeField()
    called_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )

    objects = MeetingQuerySet.as_manager()

    privacy = Privacy(
        plain="uid kind unit referral at place state called_at closed_at",
        personal="called_by closed_by",
        kept=Kept.CASE,
    )

    class Meta:
        indexes = [models.Index(fields=["unit", "kind", "at"], name="meeting_of_unit")]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind="group", referral__isnull=False)
                | Q(kind="table", referral__isnull=True),
                name="meeting_group_is_of_one_referral",
            ),
            models.CheckConstraint(
                condition=Q(
                    state="planned", closed_at__isnull=True, closed_by__isnull=True
                )
                | Q(state="held", closed_at__isnull=False, closed_by__isnull=False),
                name="meeting_held_is_closed",
            ),
            models.UniqueConstraint(
                fields=["referral"],
                condition=Q(state="planned"),
                name="meeting_one_planned_group",
            ),
        ]

    def __str__(self) -> str:
        return f"Meeting {self.uid}"

    @property
    def is_planned(self) -> bool:
        return self.state == Meeting.State.PLANNED


class Seat(UidModel):
    """Who is asked to come: the post of a school, or an agency by its name."""

    class Status(models.TextChoices):
        INVITED = "invited", _("Invited")
        ATTENDED = "attended", _("Came")
        EXCUSED = "excused", _("Excused")

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="seats")
    post = models.ForeignKey(
        Post, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    agency = models.CharField(max_length=60, blank=True)
    status = models.CharField(max_length=8, choices=Status, default=Status.INVITED)

    privacy = Privacy(plain="uid meeting post agency status", kept=Kept.CASE)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(post__isnull=False, agency="")
                | Q(post__isnull=True) & ~Q(agency=""),
                name="seat_of_post_or_agency",
            ),
            models.CheckConstraint(
                condition=Q(status__in=["invited", "attended", "excused"]),
                name="seat_status_known",
            ),
            models.UniqueConstraint(
                fields=["meeting", "post"], name="seat_once_for_a_post"
            ),
            models.UniqueConstraint(
                fields=["meeting", "agency"],
                condition=~Q(agency=""),
                name="seat_once_for_an_agency",
            ),
        ]

    def __str__(self) -> str:
        return f"Seat {self.uid}"
