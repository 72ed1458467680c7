"""What a member of staff noticed about a child: sealed once sent."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from portal.crypto import EncryptedTextField
from portal.privacy import Kept, Privacy
from referrals.concern_turns import Turn
from referrals.models.concern_reach import ConcernQuerySet
from referrals.models.rows import ChildRow


class ConcernIsSealed(Exception):
    """A concern that was sent is not rewritten: corrections are appended."""


class Concern(ChildRow):
    class Basis(models.TextChoices):
        SEEN = "seen", _("I saw it")
        HEARD = "heard", _("I heard it")
        TOLD = "told", _("The child or somebody told me")

    class Call(models.TextChoices):
        CALLED = "called", _("I called and spoke to somebody")
        NO_ANSWER = "no_answer", _("I called, nobody answered")
        COULD_NOT = "could_not", _("I could not call")

    class State(models.TextChoices):
        NEW = "new", _("Nobody has read it")
        READ = "read", _("Read, not yet decided")
        WATCH = "watch", _("Watch")
        COACH = "coach", _("Support at school")
        REFER = "refer", _("Refer to the unit")
        NO_ACTION = "no_action", _("No action")
        CLOSED = "closed", _("Closed")

    UNDECIDED = (State.NEW, State.READ)
    DECISIONS = (State.WATCH, State.COACH, State.REFER, State.NO_ACTION)
    FROZEN = frozenset(
        [
            "reference",
            "token",
            "pupil",
            "child_name",
            "child_about",
            "reporter",
            "basis",
            "noticed_on",
            "noticed_where",
            "body_zones",
            "on_staff",
            "staff",
            "staff_named",
            "text",
            "child_words",
            "urgent",
            "call_outcome",
            "sent_at",
            "school",
        ]
    )

    reference = models.CharField(max_length=11, unique=True)
    token = models.UUIDField(unique=True, editable=False)
    pupil = models.ForeignKey(
        "schools.Pupil",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="concerns",
    )
    child_name = EncryptedTextField(blank=True, default="")
    child_about = EncryptedTextField(blank=True, default="")
    case = models.ForeignKey(
        "referrals.Case",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="concerns",
    )
    reporter = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="concerns"
    )
    basis = models.CharField(max_length=8, choices=Basis)
    noticed_on = models.DateField()
    noticed_where = EncryptedTextField(blank=True, default="")
    text = EncryptedTextField()
    child_words = EncryptedTextField(blank=True, default="")
    body_zones = EncryptedTextField(blank=True, default="")
    on_staff = models.BooleanField(default=False)
    staff = models.ForeignKey(
        "schools.StaffMember",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    staff_named = EncryptedTextField(blank=True, default="")
    urgent = models.BooleanField(default=False)
    call_outcome = models.CharField(max_length=12, choices=Call, blank=True)
    sent_at = models.DateTimeField()
    due_at = models.DateTimeField()
    turn = models.CharField(max_length=12, choices=Turn, blank=True, default="")
    owner = models.ForeignKey(
        "schools.Post",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    turn_due_at = models.DateTimeField()
    state = models.CharField(max_length=12, choices=State, default=State.NEW)
    read_at = models.DateTimeField(null=True, blank=True)
    read_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    triaged_at = models.DateTimeField(null=True, blank=True)
    triaged_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    triage_reason = EncryptedTextField(blank=True, default="")
    direct = models.BooleanField(default=False)
    direct_at = models.DateTimeField(null=True, blank=True)
    unit_call = models.CharField(max_length=12, choices=Call, blank=True, default="")
    received_at = models.DateTimeField(null=True, blank=True)
    received_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )

    objects = ConcernQuerySet.as_manager()

    privacy = Privacy(
        plain="uid school unit key_uid reference token case basis urgent call_outcome "
        "sent_at due_at state read_at triaged_at noticed_on on_staff turn owner "
        "turn_due_at direct direct_at unit_call received_at",
        personal="pupil reporter read_by triaged_by received_by staff",
        sensitive="child_name child_about text child_words triage_reason "
        "staff_named noticed_where body_zones",
        kept=Kept.CASE,
    )

    class Meta:
        indexes = [
            models.Index(fields=["school", "state", "due_at"], name="concern_inbox"),
            models.Index(fields=["reporter", "-sent_at"], name="concern_mine"),
            models.Index(fields=["unit", "direct_at"], name="concern_direct"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(basis__in=["seen", "heard", "told"]),
                name="concern_basis_known",
            ),
            models.CheckConstraint(
                condition=Q(
                    state__in=["new", "read"],
                    triaged_at__isnull=True,
                    triaged_by__isnull=True,
                )
                | Q(
                    state__in=["watch", "coach", "refer", "no_action", "closed"],
                    triaged_at__isnull=False,
                    triaged_by__isnull=False,
                ),
                name="concern_triage_pair",
            ),
            models.CheckConstraint(
                condition=Q(read_at__isnull=True, read_by__isnull=True)
                | Q(read_at__isnull=False, read_by__isnull=False),
                name="concern_read_pair",
            ),
            models.CheckConstraint(
                condition=Q(urgent=False, call_outcome="")
                | Q(urgent=True, call_outcome__in=["called", "no_answer", "could_not"]),
                name="concern_urgent_says_call",
            ),
            models.CheckConstraint(
                condition=Q(on_staff=True) | Q(staff__isnull=True),
                name="concern_staff_says_so",
            ),
            models.CheckConstraint(  # the school works the case: it would read it there
                condition=Q(on_staff=False) | Q(case__isnull=True),
                name="concern_on_staff_in_no_case",
            ),
            models.CheckConstraint(
                condition=Q(owner__isnull=True, turn="")
                | Q(
                    owner__isnull=False,
                    on_staff=False,
                    turn__in=["protector", "deputy", "supervisor", "head"],
                )
                | Q(owner__isnull=False, on_staff=True, turn="supervisor"),
                name="concern_turn_has_owner",
            ),
            models.CheckConstraint(
                condition=Q(direct=False, direct_at__isnull=True, unit_call="")
                | Q(
                    direct=True,
                    direct_at__isnull=False,
                    unit__isnull=False,
                    unit_call__in=["", "called", "no_answer", "could_not"],
                ),
                name="concern_direct_has_unit",
            ),
            models.CheckConstraint(
                condition=Q(received_at__isnull=True, received_by__isnull=True)
                | Q(
                    direct=True,
                    received_at__isnull=False,
                    received_by__isnull=False,
                ),
                name="concern_received_when_direct",
            ),
        ]

    def __str__(self) -> str:
        return f"Concern {self.reference}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        named = kwargs.get("update_fields")
        if self.pk and (named is None or self.FROZEN & set(named)):
            raise ConcernIsSealed
        super().save(*args, **kwargs)


class ConcernCorrection(ChildRow):
    """What the sender adds or puts right later; the first text stays as it was."""

    concern = models.ForeignKey(
        Concern, on_delete=models.PROTECT, related_name="corrections"
    )
    text = EncryptedTextField()
    at = models.DateTimeField()
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )

    privacy = Privacy(
        plain="uid school unit key_uid concern at",
        personal="by",
        sensitive="text",
        kept=Kept.CASE,
    )

    def __str__(self) -> str:
        return f"Correction {self.uid}"
