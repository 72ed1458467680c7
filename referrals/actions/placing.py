"""A unit asks a school to take a child in; the school answers, step by step."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime, time
from typing import TYPE_CHECKING, cast
from uuid import UUID

from django.db import IntegrityError, transaction

from portal import audit
from portal.clock import now
from portal.crypto import create_data_key
from referrals.clocks import clock
from referrals.deadlines import TIRANE, Step
from referrals.models import Placement, PlacementCheck, PlacementEvent, Referral
from referrals.news import tell_of_placement
from referrals.placement_parties import placement_parties, placement_role
from referrals.placement_steps import (
    PLACEMENT_BY_VERB,
    PLACEMENT_ENDED,
    PlacementMove,
    PlacementState,
    check_days,
    may_place,
    placement_lacks,
)
from referrals.references import new_reference
from referrals.states import Urgency
from referrals.workflow import TEXT_OF_MOVE, Need


if TYPE_CHECKING:
    from portal.models import User
    from schools.models import ProtectionUnit, Pupil, School


class PlacementNotOpen(Exception):
    """The table does not let this person make this move from this state."""


class PlacementLacksData(Exception):
    """The move needs fields that hold nothing."""

    def __init__(self, needs: Iterable[Need]) -> None:
        self.needs = tuple(needs)
        super().__init__(", ".join(need.name for need in self.needs))


class PlacementChanged(Exception):
    """Somebody else changed the placement since it was read."""

    def __init__(self, current: Placement) -> None:
        self.current = current
        super().__init__()


class AskedAlready(Exception):
    """A school has been asked about this referral, and has not ended."""


@transaction.atomic
def ask_placement(
    *,
    by: "User",
    unit: "ProtectionUnit",
    school: "School",
    token: UUID,
    why: str,
    best_interest: str,
    referral: Referral | None = None,
    child_name: str = "",
    child_about: str = "",
    at: datetime | None = None,
) -> Placement:
    """Ask a school for a place: the child of a referral, or one known by name only.

    Sent twice, it is asked once. `token` is the form's own.
    """
    earlier = Placement.objects.filter(token=token, unit=unit).first()
    if earlier:
        return earlier
    moment = at or now()
    pupil, name = _child(referral, child_name)
    if not (pupil or name.strip()):
        raise PlacementLacksData([])
    due = clock(Step.PLACE_RECEIPT, Urgency.STANDARD, moment)
    try:
        with transaction.atomic():
            row = Placement.objects.create(
                reference=new_reference(),
                token=token,
                school=school,
                unit=unit,
                key_uid=referral.key_uid if referral else create_data_key(),
                referral=referral,
                pupil=pupil,
                child_name=name,
                child_about=child_about,
                why=why,
                best_interest=best_interest,
                asked_at=moment,
                asked_by=by,
                due_at=due,
                due_step=Step.PLACE_RECEIPT if due else "",
            )
    except IntegrityError:
        raise AskedAlready from None
    write_placement_event(row, "ask", by=by, at=moment)
    tell_of_placement(placement=row, by=by)
    audit.record("placement.ask", by=by, obj=row, subjects=[row.subject])
    return row


def _child(referral: Referral | None, typed: str) -> tuple["Pupil | None", str]:
    if referral is None:
        return None, typed
    return referral.case.pupil, "" if referral.case.pupil else referral.case.child_name


def locked_placement(placement: Placement, version: int | None) -> Placement:
    """The row as it stands now, locked; refuses what was read before a change."""
    row = (
        Placement.objects.select_for_update(of=("self",))
        .select_related("pupil", "referral__case__pupil", "school", "unit", "case")
        .get(pk=placement.pk)
    )
    if version is not None and row.version != version:
        raise PlacementChanged(row)
    return row


@transaction.atomic
def move_placement(
    *,
    placement: Placement,
    verb: str,
    by: "User",
    version: int | None = None,
    changes: Mapping[str, object] | None = None,
    text: str = "",
    at: datetime | None = None,
) -> PlacementEvent:
    """Make one move of the table: check, change, set the clock, write it down."""
    row = locked_placement(placement, version)
    move, moment = PLACEMENT_BY_VERB[verb], at or now()
    before = PlacementState(row.state)
    if not may_place(move, before, placement_parties(by, row)):
        raise PlacementNotOpen(verb)
    _apply(move, row, changes or {}, text)
    _set_clock(move, row, moment)
    row.save()
    if verb == "first_day":
        _plan_checks(row, cast("date", row.first_day_on))
    event = write_placement_event(
        row, verb, by=by, text=text, before=before.value, at=moment
    )
    tell_of_placement(placement=row, by=by)
    audit.record(
        f"placement.{verb}",
        by=by,
        obj=row,
        subjects=[row.subject],
        detail={"from": before.value, "to": row.state},
    )
    return event


def _apply(
    move: PlacementMove, row: Placement, changes: Mapping[str, object], text: str
) -> None:
    lacking = placement_lacks(move, {**changes, TEXT_OF_MOVE: text})
    if lacking:
        raise PlacementLacksData(lacking)
    for name, value in changes.items():
        setattr(row, name, value)
    row.state = move.target.value
    row.version += 1


def _set_clock(move: PlacementMove, row: Placement, moment: datetime) -> None:
    if move.verb == "receive":
        row.received_at = moment
    if move.target in PLACEMENT_ENDED:
        row.ended_at = moment
    starts, begins = move.starts, moment
    if (
        starts == Step.FIRST_DAY and row.place_on
    ):  # nobody comes before there is a place
        begins = max(moment, datetime.combine(row.place_on, time(), tzinfo=TIRANE))
    row.due_at = clock(starts, Urgency.STANDARD, begins) if starts else None
    row.due_step = starts.value if starts and row.due_at else ""


def _plan_checks(row: Placement, first_day: date) -> None:
    PlacementCheck.objects.bulk_create(
        PlacementCheck(
            placement=row,
            school=row.school,
            unit=row.unit,
            key_uid=row.key_uid,
            months=months,
            due_on=day,
        )
        for months, day in check_days(first_day).items()
    )


def write_placement_event(
    row: Placement,
    verb: str,
    *,
    by: "User",
    at: datetime,
    text: str = "",
    before: str = "",
) -> PlacementEvent:
    """One line of the history; part of the action that makes it."""
    return PlacementEvent.objects.create(
        placement=row,
        school=row.school,
        unit=row.unit,
        key_uid=row.key_uid,
        verb=verb,
        from_state=before or row.state,
        to_state=row.state,
        text=text,
        at=at,
        by=by,
        role=placement_role(by, row),
    )
