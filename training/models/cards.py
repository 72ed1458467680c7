"""Pupils' cards before and after a unit. No child stands behind a card: no name, no
time, no order, no words; only how many things were named and what was ticked."""

import uuid
from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from portal.access import VisibleQuerySet
from portal.models import UidModel
from portal.permissions import Permission
from portal.privacy import Kept, Privacy
from schools.scoping import in_reach
from training.models.items import LearningItem


if TYPE_CHECKING:
    from portal.models import User

MOST_NAMED = 9


class CardRoundQuerySet(VisibleQuerySet["CardRound"]):
    def visible_to(self, user: "User", permission: Permission) -> Self:
        """The own ones; and at the schools where the right is held."""
        if permission is Permission.LESSON_LOG:
            return self.filter(staff__user=user)
        return self.filter(in_reach(user, permission))


class CardRound(UidModel):
    """The cards of one class for one unit, before it, after it or months later.

    `form`: of two forms of the same weight the one this class has this time. While
    `device_until` lies ahead, whoever has the link fills in cards on one device; the
    link is kept as a hash.
    """

    class Phase(models.TextChoices):
        BEFORE = "before", _("Before the unit")
        AFTER = "after", _("After the unit")
        LATER = "later", _("Two months later")

    class Form(models.TextChoices):
        A = "A", "A"
        B = "B", "B"

    item = models.ForeignKey(LearningItem, models.PROTECT, related_name="card_rounds")
    school = models.ForeignKey("schools.School", models.PROTECT, related_name="+")
    class_group = models.ForeignKey(
        "schools.ClassGroup", models.PROTECT, related_name="+"
    )
    phase = models.CharField(max_length=6, choices=Phase.choices)
    form = models.CharField(max_length=1, choices=Form.choices)
    held_on = models.DateField()
    staff = models.ForeignKey(
        "schools.StaffMember", models.PROTECT, related_name="card_rounds"
    )
    device_hash = models.CharField(max_length=64, blank=True)
    device_until = models.DateTimeField(null=True)

    objects = CardRoundQuerySet.as_manager()

    privacy = Privacy(
        plain="uid item school class_group phase form held_on device_hash device_until",
        personal="staff",
        kept=Kept.TRAINING,
    )

    class Meta:
        verbose_name = _("round of cards")
        constraints = (
            models.UniqueConstraint(
                fields=["class_group", "item", "phase"], name="card_round_once"
            ),
            models.CheckConstraint(
                condition=Q(phase__in=["before", "after", "later"]),
                name="card_round_phase",
            ),
            models.CheckConstraint(
                condition=Q(form__in=["A", "B"]), name="card_round_form"
            ),
            models.CheckConstraint(
                condition=Q(device_hash="", device_until=None)
                | (~Q(device_hash="") & Q(device_until__isnull=False)),
                name="card_round_link_ends",
            ),
        )


class PupilCard(models.Model):
    """One card. The key is drawn by chance, so that not even the order is kept.

    Named (paper only, counted by an adult): how many ways, purposes, trusted adults
    the child wrote down by itself. Recognised: what was ticked in a list.
    """

    class Mode(models.TextChoices):
        PAPER = "paper", _("on paper")
        DEVICE = "device", _("on one shared device")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    round = models.ForeignKey(CardRound, models.PROTECT, related_name="cards")
    mode = models.CharField(max_length=6, choices=Mode.choices)
    ways = models.PositiveSmallIntegerField(null=True)
    purposes = models.PositiveSmallIntegerField(null=True)
    adults = models.PositiveSmallIntegerField(null=True)
    signs_right = models.PositiveSmallIntegerField()
    signs_wrong = models.PositiveSmallIntegerField()
    signs_of = models.PositiveSmallIntegerField(default=4)  # signs on the card then
    knows_whom = models.BooleanField()

    privacy = Privacy(
        plain="round mode ways purposes adults signs_right signs_wrong signs_of"
        " knows_whom",
        kept=Kept.TRAINING,
    )

    class Meta:
        verbose_name = _("card")
        constraints = (
            models.CheckConstraint(
                condition=Q(
                    mode="paper",
                    ways__lte=MOST_NAMED,
                    purposes__lte=MOST_NAMED,
                    adults__lte=MOST_NAMED,
                )
                | Q(mode="device", ways=None, purposes=None, adults=None),
                name="card_named_on_paper_only",
            ),
            models.CheckConstraint(
                condition=Q(signs_right__lte=models.F("signs_of")),
                name="card_signs_of_those_asked",
            ),
        )
