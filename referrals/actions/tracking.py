"""The national mechanism's track: opened on suspicion on the same referral."""

from datetime import date, datetime
from typing import TYPE_CHECKING

from django.db import IntegrityError, transaction

from portal import audit
from portal.clock import now
from referrals.actions.moving import MoveNotOpen, locked
from referrals.models import Referral, TrackStep, TraffickingTrack
from referrals.news import tell_the_other_side
from referrals.parties import parties_of
from referrals.states import State
from referrals.workflow import THE_UNIT, Party


if TYPE_CHECKING:
    from portal.models import User

BOTH_SIDES = frozenset({Party.SENDER, *THE_UNIT})


class NoReason(Exception):
    """A suspicion says what it rests on."""


@transaction.atomic
def open_track(
    *, referral: Referral, by: "User", why: str, at: datetime | None = None
) -> TraffickingTrack:
    """By the school or the unit; opened twice it is the first one."""
    row = locked(referral, None)
    sides = BOTH_SIDES & parties_of(by, row)
    if row.state == State.WITHDRAWN or not sides:
        raise MoveNotOpen("track")
    if not why.strip():
        raise NoReason
    found = TraffickingTrack.objects.filter(referral=row).first()
    if found:
        return found
    track = TraffickingTrack.objects.create(
        referral=row,
        school=row.school,
        unit=row.unit,
        key_uid=row.key_uid,
        why=why,
        opened_at=at or now(),
        opened_by=by,
    )
    audit.record("track.opened", by=by, obj=track, subjects=[row.case.subject])
    if row.submitted_at:
        verb = "addendum" if Party.SENDER in sides else "track"
        tell_the_other_side(referral=row, verb=verb, by=by)
    return track


@transaction.atomic
def note_step(
    *,
    track: TraffickingTrack,
    by: "User",
    code: str,
    done_on: date,
    note: str = "",
    at: datetime | None = None,
) -> TrackStep:
    """Tick one step with its day; ticked twice it is the first one."""
    row = locked(track.referral, None)
    if not BOTH_SIDES & parties_of(by, row):
        raise MoveNotOpen("track")
    try:
        with transaction.atomic():
            step = TrackStep.objects.create(
                track=track,
                school=row.school,
                unit=row.unit,
                key_uid=row.key_uid,
                code=code,
                done_on=done_on,
                note=note,
                at=at or now(),
                by=by,
            )
    except IntegrityError:
        return TrackStep.objects.get(track=track, code=code)
    audit.record(
        "track.step",
        by=by,
        obj=step,
        subjects=[row.case.subject],
        detail={"code": code},
    )
    return step
