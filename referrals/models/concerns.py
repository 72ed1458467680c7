"""What a member of staff noticed about a child: sealed once sent."""

from typing import TYPE_CHECKING, Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from portal.access import VisibleQuerySet
from portal.crypto import EncryptedTextField
from portal.permissions import Permission
from portal.privacy import Kept, Privacy
from referrals.models.rows import ChildRow
from schools.scoping import in_reach
from schools.shielding import not_shielded


if TYPE_CHECKING:
    from portal.models import User


class ConcernIsSealed(Exception):
    """A concern that was sent is not rewritten: corrections are appended."""


class ConcernQuerySet(VisibleQuerySet["Concern"]):
    def visible_to(
        self, user: "User", permission: Permission = Permission.CONCERN_READ
    ) -> Self:
        """The sender sees the own ones; who reads concerns, those of the school.

        Nobody finds a concern about a child who is shielded from them.
        """
        from referrals.shielding import case_not_shielded

        open_to = self.filter(
            not_shielded(user, "pupil"), case_not_shielded(user, "case__")
        )
        if permission == Permission.CONCERN_SEND:
            return open_to.filter(reporter=user)
        return open_to.filter(in_reach(user, permission, prefix="school__"))

    def unread(self) -> Self:
        return self.filter(state=Concern.State.NEW)

    def undecided(self) -> Self:
        return self.filter(triaged_at=None)


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
    text = EncryptedTextField()
    child_words = EncryptedTextField(blank=True, default="")
    urgent = models.BooleanField(default=False)
    call_outcome = models.CharField(max_length=12, choices=Call, blank=True)
    sent_at = models.DateTimeField()
    due_at = models.DateTimeField()
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

    objects = ConcernQuerySet.as_manager()

    privacy = Privacy(
        plain="uid school unit key_uid reference token case basis urgent call_outcome "
        "sent_at due_at state read_at triaged_at noticed_on",
        personal="pupil reporter read_by triaged_by",
        sensitive="child_name child_about text child_words triage_reason",
        kept=Kept.CASE,
    )

    class Meta:
        indexes = [
            models.Index(fields=["school", "state", "due_at"], name="concern_inbox"),
            models.Index(fields=["reporter", "-sent_at"], name="concern_mine"),
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
