"""What a person completed and what is no longer offered: the page was withdrawn or
deleted, or its programme was; the record is theirs all the same."""

from typing import Any

from django.db.models import OuterRef, Q, Subquery
from django.db.models.functions import Coalesce

from schools.models import StaffMember
from training.models import Award, Kind, LearningItem, ModuleCompletion
from training.outline import Outline


def withdrawn(staff: StaffMember | None, outline: Outline) -> list[Any]:
    """Items with `completed_on`, `valid_until` (None: no end) and for a programme
    `award`, its public number; the latest first. One query."""
    if staff is None:
        return []
    offered = Q(pk=None)
    for kind in (Kind.PROGRAMME, Kind.MODULE):
        keys = {node.key for node in outline.nodes if node.kind == kind}
        offered |= Q(kind=kind, translation_key__in=keys)
    completion = ModuleCompletion.objects.filter(staff=staff, item=OuterRef("pk"))
    last = completion.order_by("-completed_on", "-id")
    award = Award.objects.filter(staff=staff, item=OuterRef("pk"), revoked_at=None)
    newest = award.order_by("-issued_on", "-id")
    found = LearningItem.objects.filter(kind__in=[Kind.PROGRAMME, Kind.MODULE]).exclude(
        offered
    )
    return list(
        found.annotate(
            completed_on=Coalesce(
                Subquery(last.values("completed_on")[:1]),
                Subquery(newest.values("issued_on")[:1]),
            ),
            valid_until=Coalesce(
                Subquery(last.values("valid_until")[:1]),
                Subquery(newest.values("valid_until")[:1]),
            ),
            award=Subquery(newest.values("public_id")[:1]),
        )
        .filter(completed_on__isnull=False)
        .order_by("-completed_on", "pk")
    )
