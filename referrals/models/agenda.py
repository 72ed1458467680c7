"""One case on the agenda: its minutes, the agencies that it names, and their tasks."""

from datetime import date
from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q

from portal.access import VisibleQuerySet, grants
from portal.crypto import EncryptedTextField
from portal.permissions import Permission
from portal.privacy import Kept, Privacy
from portal.roles import PlaceKind
from referrals.models.meetings import Meeting, table_posts
from referrals.models.rows import ChildRow


if TYPE_CHECKING:
    from portal.models import User


def _here(user: "User", permission: Permission) -> Q:
    """The rows of the own schools and units."""
    held = grants(user)
    schools = held.place_ids(permission, PlaceKind.SCHOOL)
    units = held.place_ids(permission, PlaceKind.UNIT)
    return Q(school__in=schools) | Q(unit__in=units)


class AgendaItemQuerySet(VisibleQuerySet["AgendaItem"]):
    def visible_to(
        self, user: "User", permission: Permission = Permission.MEETING_HOLD
    ) -> Self:
        """A school its own cases, a unit all of its own, an agency those that name it.

        And none about a child who is shielded from the user.
        """
        from referrals.shielding import case_not_shielded

        if permission == Permission.MEETING_SEAT:
            named = ItemAgency.objects.visible_to(user).filter(item=OuterRef("pk"))
            mine = Q(Exists(named))
        else:
            mine = _here(user, permission)
        return self.filter(mine, case_not_shielded(user, "referral__case__"))


class AgendaItem(ChildRow):
    """A referral on the agenda of one meeting; its minutes belong to the case."""

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="items")
    referral = models.ForeignKey(
        "referrals.Referral", on_delete=models.PROTECT, related_name="agenda_items"
    )
    position = models.PositiveSmallIntegerField()
    minutes = EncryptedTextField(blank=True, default="")
    decision = EncryptedTextField(blank=True, default="")
    version = models.PositiveIntegerField(default=1)
    proposed_at = models.DateTimeField()
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    written_at = models.DateTimeField(null=True, blank=True)
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )

    objects = AgendaItemQuerySet.as_manager()

    privacy = Privacy(
        plain="uid school unit key_uid meeting referral position version proposed_at "
        "written_at",
        personal="proposed_by written_by",
        sensitive="minutes decision",
        kept=Kept.CASE,
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "referral"], name="agendaitem_once_a_meeting"
            ),
            models.CheckConstraint(
                condition=Q(unit__isnull=False), name="agendaitem_of_a_unit"
            ),
            models.CheckConstraint(
                condition=Q(written_at__isnull=True, written_by__isnull=True)
                | Q(written_at__isnull=False, written_by__isnull=False),
                name="agendaitem_written_pair",
            ),
        ]

    def __str__(self) -> str:
        return f"Agenda item {self.uid}"


class ItemAgencyQuerySet(models.QuerySet["ItemAgency"]):
    def visible_to(self, user: "User") -> Self:
        """Those of the agency and municipality of the user's seat at the table."""
        seats = table_posts(user).filter(
            municipality=OuterRef("unit__municipality"), agency=OuterRef("agency")
        )
        return self.filter(Exists(seats))


class ItemAgency(ChildRow):
    """What one agency is needed for; the child's name only where that needs it."""

    item = models.ForeignKey(
        AgendaItem, on_delete=models.PROTECT, related_name="agencies"
    )
    agency = models.CharField(max_length=60)
    needs = EncryptedTextField(blank=True, default="")
    name_shared = models.BooleanField(default=False)
    name_why = EncryptedTextField(blank=True, default="")

    objects = ItemAgencyQuerySet.as_manager()

    privacy = Privacy(
        plain="uid school unit key_uid item agency name_shared",
        sensitive="needs name_why",
        kept=Kept.CASE,
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["item", "agency"], name="itemagency_once_an_item"
            ),
            models.CheckConstraint(
                condition=~Q(agency=""), name="itemagency_has_a_name"
            ),
        ]

    def __str__(self) -> str:
        return f"Agency of {self.item_id}"


class MinutesCorrection(ChildRow):
    """What is put right after the meeting was closed; the minutes stay as they were."""

    item = models.ForeignKey(
        AgendaItem, on_delete=models.PROTECT, related_name="corrections"
    )
    text = EncryptedTextField()
    at = models.DateTimeField()
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )

    privacy = Privacy(
        plain="uid school unit key_uid item at",
        personal="by",
        sensitive="text",
        kept=Kept.CASE,
    )

    def __str__(self) -> str:
        return f"Correction {self.uid}"


def brought(meeting: Meeting) -> Q:
    """The tasks of earlier meetings of its kind that were to do when it was held."""
    earlier = Q(
        item__meeting__unit=meeting.unit_id,
        item__meeting__kind=meeting.kind,
        item__meeting__at__lt=meeting.at,
    ) & ~Q(item__meeting=meeting)
    if meeting.referral_id:
        earlier &= Q(item__referral=meeting.referral_id)
    closed = meeting.closed_at
    if closed is None:
        return earlier & Q(done_at=None, dropped_at=None)
    open_then = Q(done_at=None) | Q(done_at__gt=closed)
    kept_then = Q(dropped_at=None) | Q(dropped_at__gt=closed)
    return earlier & open_then & kept_then & Q(set_at__lt=closed)


class MeetingTaskQuerySet(VisibleQuerySet["MeetingTask"]):
    def visible_to(
        self, user: "User", permission: Permission = Permission.MEETING_HOLD
    ) -> Self:
        """A school those of its cases, a unit all of its own, an agency its own."""
        from referrals.shielding import case_not_shielded

        if permission == Permission.MEETING_SEAT:
            seats = table_posts(user).filter(
                municipality=OuterRef("unit__municipality"), agency=OuterRef("agency")
            )
            mine = Q(Exists(seats))
        else:
            mine = _here(user, permission)
        return self.filter(mine, case_not_shielded(user, "item__referral__case__"))

    def undone(self) -> Self:
        return self.filter(done_at=None, dropped_at=None)

    def brought_to(self, meeting: Meeting) -> Self:
        """The tasks that a meeting opens with: of earlier ones of its kind.

        Of a closed meeting those that were still to do when it was closed.
        """
        return self.filter(brought(meeting))

    def of_minutes(self, meeting: Meeting) -> Self:
        """The tasks that it opens with, and those that it set."""
        return self.filter(brought(meeting) | Q(item__meeting=meeting))

    def due(self, on: date) -> Self:
        return self.undone().filter(due_on=on)

    def late(self, on: date) -> Self:
        return self.undone().filter(due_on__lt=on)


class MeetingTask(ChildRow):
    """What somebody took on: an agency by name, the school, or the unit itself."""

    class Owner(models.TextChoices):
        AGENCY = "agency", "agency"
        SCHOOL = "school", "school"
        UNIT = "unit", "unit"

    item = models.ForeignKey(AgendaItem, on_delete=models.PROTECT, related_name="tasks")
    owner = models.CharField(max_length=8, choices=Owner)
    agency = models.CharField(max_length=60, blank=True)
    what = EncryptedTextField()
    due_on = models.DateField()
    set_at = models.DateTimeField()
    set_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    done_at = models.DateTimeField(null=True, blank=True)
    done_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    done_note = EncryptedTextField(blank=True, default="")
    dropped_at = models.DateTimeField(null=True, blank=True)
    dropped_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    dropped_why = EncryptedTextField(blank=True, default="")

    objects = MeetingTaskQuerySet.as_manager()

    privacy = Privacy(
        plain="uid school unit key_uid item owner agency due_on set_at done_at "
        "dropped_at",
        personal="set_by done_by dropped_by",
        sensitive="what done_note dropped_why",
        kept=Kept.CASE,
    )

    class Meta:
        indexes = [
            models.Index(fields=["unit", "done_at", "due_on"], name="meetingtask_open"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(owner="agency") & ~Q(agency="")
                | Q(owner__in=["school", "unit"], agency=""),
                name="meetingtask_has_an_owner",
            ),
            models.CheckConstraint(
                condition=Q(done_at__isnull=True, done_by__isnull=True)
                | Q(done_at__isnull=False, done_by__isnull=False),
                name="meetingtask_done_pair",
            ),
            models.CheckConstraint(
                condition=Q(dropped_at__isnull=True, dropped_by__isnull=True)
                | Q(dropped_at__isnull=False, dropped_by__isnull=False),
                name="meetingtask_dropped_pair",
            ),
            models.CheckConstraint(
                condition=Q(done_at__isnull=True) | Q(dropped_at__isnull=True),
                name="meetingtask_done_or_dropped",
            ),
        ]

    def __str__(self) -> str:
        return f"Task {self.uid}"

    @property
    def is_open(self) -> bool:
        return self.done_at is None and self.dropped_at is None
