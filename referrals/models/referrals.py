"""What a school sends to a child protection unit, and the answer to it."""

from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from portal.access import VisibleQuerySet, grants
from portal.crypto import EncryptedTextField
from portal.permissions import Permission
from portal.privacy import Kept, Privacy
from portal.roles import PlaceKind
from referrals.deadlines import STEPS, Step
from referrals.models.rows import ChildRow
from referrals.states import ENDED, OUTCOMES, STATES, URGENCIES, State, choices
from schools.scoping import in_reach


if TYPE_CHECKING:
    from portal.models import User


class YesNo(models.TextChoices):
    YES = "yes", _("Yes")
    NO = "no", _("No")


class ReferralQuerySet(VisibleQuerySet["Referral"]):
    def visible_to(
        self, user: "User", permission: Permission = Permission.REFERRAL_VIEW
    ) -> Self:
        """Those of the own schools; those sent to the own unit, never its drafts.

        And none about a child who is shielded from the user.
        """
        from referrals.shielding import case_not_shielded

        held = grants(user)
        at_school = held.place_ids(permission, PlaceKind.SCHOOL)
        at_unit = held.place_ids(permission, PlaceKind.UNIT)
        reach = Q(school__in=at_school) | Q(
            unit__in=at_unit, submitted_at__isnull=False
        )
        if permission == Permission.REFERRAL_VIEW:
            reach |= _for_the_supervisor(user)
        return self.filter(reach, case_not_shielded(user, "case__"))

    def sent(self) -> Self:
        return self.exclude(submitted_at=None)

    def live(self) -> Self:
        return self.exclude(state__in=ENDED)


def _for_the_supervisor(user: "User") -> Q:
    """Those that wait for the supervisor: a contested refusal, an ending to sign."""
    held, reach = grants(user), Q(pk__in=())
    if held.has(Permission.REFERRAL_REVIEW):
        own = in_reach(user, Permission.REFERRAL_REVIEW)
        reach |= own & Q(state=State.CONTESTED)
    if held.has(Permission.CASE_SIGN):
        own = in_reach(user, Permission.CASE_SIGN)
        reach |= own & Q(waits_for_signature=True)
    return reach


class Referral(ChildRow):
    class ParentReason(models.TextChoices):
        DANGER = "danger", _("It could put the child in danger")
        UNREACHABLE = "unreachable", _("No parent could be reached")
        OTHER = "other", _("Another reason")

    class Call(models.TextChoices):
        CALLED = "called", _("I called and spoke to somebody")
        NO_ANSWER = "no_answer", _("I called, nobody answered")
        COULD_NOT = "could_not", _("I could not call")

    class Decline(models.TextChoices):
        NOT_PROTECTION = "not_protection", _("Not a matter of child protection")
        KNOWN = "known", _("Already worked on under another number")
        OTHER_SERVICE = "other_service", _("Another service is the right one")
        TOO_LITTLE = "too_little", _("Too little is known to act")

    # What the sender writes in the draft, and what the snapshot freezes.
    WRITTEN = [
        "urgency",
        "what_seen",
        "child_words",
        "child_told",
        "child_told_why",
        "parent_told",
        "parent_reason",
        "parent_why",
        "residence_confirmed",
        "best_interest",
        "call_outcome",
    ]

    case = models.ForeignKey(
        "referrals.Case", on_delete=models.PROTECT, related_name="referrals"
    )
    reference = models.CharField(max_length=11, unique=True)
    token = models.UUIDField(unique=True, editable=False)
    state = models.CharField(
        max_length=20, choices=choices(STATES), default=State.DRAFT.value
    )
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField()
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )

    urgency = models.CharField(max_length=12, choices=choices(URGENCIES), blank=True)
    what_seen = EncryptedTextField(blank=True, default="")
    child_words = EncryptedTextField(blank=True, default="")
    child_told = models.CharField(max_length=3, choices=YesNo, blank=True)
    child_told_why = EncryptedTextField(blank=True, default="")
    parent_told = models.CharField(max_length=3, choices=YesNo, blank=True)
    parent_reason = models.CharField(max_length=12, choices=ParentReason, blank=True)
    parent_why = EncryptedTextField(blank=True, default="")
    residence = models.ForeignKey(
        "schools.Municipality",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    residence_confirmed = models.BooleanField(default=False)
    best_interest = EncryptedTextField(blank=True, default="")
    call_outcome = models.CharField(max_length=12, choices=Call, blank=True)
    snapshot = EncryptedTextField(blank=True, default="")

    due_at = models.DateTimeField(null=True, blank=True)
    due_step = models.CharField(max_length=20, choices=list(STEPS.items()), blank=True)
    reply_due_at = models.DateTimeField(null=True, blank=True)
    submitted_at = models.DateTimeField(null=True, blank=True)
    received_at = models.DateTimeField(null=True, blank=True)
    accepted_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)

    worker = models.CharField(max_length=120, blank=True)
    first_contact_on = models.DateField(null=True, blank=True)
    visit_on = models.DateField(null=True, blank=True)
    group_on = models.DateField(null=True, blank=True)
    contest_until = models.DateTimeField(null=True, blank=True)
    contested_at = models.DateTimeField(null=True, blank=True)
    review_on = models.DateField(null=True, blank=True)
    decline_code = models.CharField(max_length=16, choices=Decline, blank=True)
    outcome = models.CharField(max_length=16, choices=choices(OUTCOMES), blank=True)
    child_view = EncryptedTextField(blank=True, default="")
    waits_for_signature = models.BooleanField(default=False)  # an ending is asked for

    objects = ReferralQuerySet.as_manager()

    privacy = Privacy(
        plain="uid school unit key_uid case reference token state version created_at "
        "urgency child_told parent_told parent_reason residence_confirmed "
        "call_outcome due_at due_step reply_due_at submitted_at received_at "
        "accepted_at closed_at first_contact_on visit_on group_on review_on "
        "decline_code outcome contest_until contested_at "
        "waits_for_signature",
        personal="created_by residence worker",
        sensitive="what_seen child_words child_told_why parent_why best_interest "
        "snapshot child_view",
        kept=Kept.CASE,
    )

    class Meta:
        indexes = [
            models.Index(fields=["unit", "state", "due_at"], name="referral_inbox"),
            models.Index(fields=["school", "state", "due_at"], name="referral_sent"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=[state.value for state in State]),
                name="referral_state_known",
            ),
            models.UniqueConstraint(
                fields=["case"],
                condition=~Q(state__in=sorted(state.value for state in ENDED)),
                name="referral_one_live_per_case",
            ),
            models.CheckConstraint(
                condition=Q(state="draft", submitted_at__isnull=True)
                | Q(state="withdrawn")
                | (
                    ~Q(state__in=["draft", "withdrawn"])
                    & Q(submitted_at__isnull=False, unit__isnull=False)
                ),
                name="referral_sent_to_a_unit",
            ),
            models.CheckConstraint(
                condition=Q(state="closed", closed_at__isnull=False) & ~Q(outcome="")
                | ~Q(state="closed") & Q(closed_at__isnull=True, outcome=""),
                name="referral_closed_with_outcome",
            ),
            models.CheckConstraint(
                condition=(
                    Q(state__in=["not_accepted", "contested"]) & ~Q(decline_code="")
                )
                | (~Q(state__in=["not_accepted", "contested"]) & Q(decline_code="")),
                name="referral_declined_with_reason",
            ),
            models.CheckConstraint(
                condition=Q(due_at__isnull=True, due_step="")
                | (Q(due_at__isnull=False) & ~Q(due_step="")),
                name="referral_due_pair",
            ),
            models.CheckConstraint(
                condition=Q(due_step__in=["", *[step.value for step in Step]]),
                name="referral_due_step_known",
            ),
            models.CheckConstraint(
                condition=Q(reply_due_at__isnull=True) | Q(state="needs_information"),
                name="referral_reply_while_asked",
            ),
            models.CheckConstraint(
                condition=~Q(state="contested") | Q(contested_at__isnull=False),
                name="referral_contested_at_known",
            ),
        ]

    def __str__(self) -> str:
        return f"Referral {self.reference}"

    @property
    def is_draft(self) -> bool:
        return self.state == State.DRAFT
