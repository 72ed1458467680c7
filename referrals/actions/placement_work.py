"""What goes on inside a placement without moving it: words, checks, the class."""

from datetime import date, datetime
from typing import TYPE_CHECKING

from django.db import transaction

from portal import audit
from portal.clock import now
from referrals.actions.cases import open_case
from referrals.actions.placing import (
    PlacementNotOpen,
    locked_placement,
    write_placement_event,
)
from referrals.models import Case, Placement, PlacementCheck, PlacementEvent
from referrals.news import tell_of_placement
from referrals.placement_parties import placement_parties
from referrals.placement_steps import PlacementParty, PlacementState


if TYPE_CHECKING:
    from portal.models import User


class CheckDone(Exception):
    """Somebody has written this check down already."""


@transaction.atomic
def say(
    *, placement: Placement, by: "User", text: str, at: datetime | None = None
) -> PlacementEvent:
    """A message to the other side; kept in the history of the placement."""
    row = locked_placement(placement, None)
    if not placement_parties(by, row):
        raise PlacementNotOpen("message")
    event = write_placement_event(row, "message", by=by, text=text, at=at or now())
    tell_of_placement(placement=row, by=by)
    audit.record("placement.message", by=by, obj=row, subjects=[row.subject])
    return event


@transaction.atomic
def write_for_class(
    *,
    placement: Placement,
    by: "User",
    text: str,
    version: int,
    at: datetime | None = None,
) -> Placement:
    """What the teachers of the class may read: what the child needs, nothing else.

    An empty text takes it back.
    """
    row = _of_the_school(placement, by, version, verb="for_class")
    moment = at or now()
    row.for_class = text.strip()
    row.for_class_at = moment if row.for_class else None
    row.version += 1
    row.save(update_fields=["for_class", "for_class_at", "version"])
    write_placement_event(row, "for_class", by=by, at=moment)
    audit.record("placement.for_class", by=by, obj=row, subjects=[row.subject])
    return row


@transaction.atomic
def do_check(
    *,
    check: PlacementCheck,
    by: "User",
    done_on: date,
    how: str,
    child_words: str = "",
    at: datetime | None = None,
) -> PlacementCheck:
    """How it goes after so many months; done once, told to the unit."""
    row = _of_the_school(check.placement, by, None, verb="check")
    kept = PlacementCheck.objects.select_for_update().get(pk=check.pk)
    if kept.done_on:
        raise CheckDone
    if row.state != PlacementState.ATTENDING:
        raise PlacementNotOpen("check")
    kept.done_on, kept.done_by, kept.how = done_on, by, how
    kept.child_words = child_words
    kept.save(update_fields=["done_on", "done_by", "how", "child_words"])
    write_placement_event(row, "check", by=by, text=how, at=at or now())
    tell_of_placement(placement=row, by=by)
    audit.record(
        "placement.check",
        by=by,
        obj=row,
        subjects=[row.subject],
        detail={"months": kept.months},
    )
    return kept


@transaction.atomic
def begin_coaching(
    *, placement: Placement, by: "User", why: str, at: datetime | None = None
) -> Case:
    """Open the school's own file of the child, or join the one that is open.

    Only for a child on the school's roll. The placement stands on its timeline.
    """
    row = _of_the_school(placement, by, None, verb="coach")
    if row.pupil is None or row.pupil.school_id != row.school_id:
        raise PlacementNotOpen("coach")
    moment = at or now()
    case = open_case(by=by, school=row.school, pupil=row.pupil, why=why, at=moment)
    row.case = case
    row.save(update_fields=["case"])
    write_placement_event(row, "coach", by=by, at=moment)
    audit.record(
        "placement.coach", by=by, obj=row, subjects=[row.subject, case.subject]
    )
    return case


def _of_the_school(
    placement: Placement, by: "User", version: int | None, *, verb: str
) -> Placement:
    row = locked_placement(placement, version)
    is_school = PlacementParty.SCHOOL in placement_parties(by, row)
    if not (is_school and row.is_open):
        raise PlacementNotOpen(verb)
    return row
