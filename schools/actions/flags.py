"""Deciding on a flag: dismissed with a reason, or a case was opened from it."""

from collections.abc import Collection
from typing import TYPE_CHECKING

from django.db import transaction

from portal import audit
from portal.clock import now
from schools.models import AbsenceFlag, Pupil


if TYPE_CHECKING:
    from portal.models import User

State = AbsenceFlag.State


class AlreadyDecided(Exception):
    """Somebody decided on the flag meanwhile."""


class NothingToDecide(Exception):
    """None of the flags is waiting."""


@transaction.atomic
def dismiss_flags(
    *, pupil: Pupil, kinds: Collection[str], reason: str, by: "User"
) -> list[AbsenceFlag]:
    """Set the waiting flags of these kinds aside, with the reason."""
    waiting = list(
        AbsenceFlag.objects.select_for_update().filter(
            pupil=pupil, kind__in=kinds, standing=True, state=State.NEW
        )
    )
    if not waiting:
        raise NothingToDecide
    for flag in waiting:
        _decide(flag, State.DISMISSED, by)
        flag.reason = reason
        flag.save(update_fields=["state", "decided_by", "decided_at", "reason"])
    audit.record(
        "flag.dismissed",
        by=by,
        obj=pupil,
        subjects=[pupil.uid],
        detail={"flags": sorted(flag.kind for flag in waiting)},
    )
    return waiting


@transaction.atomic
def mark_case_opened(*, flag: AbsenceFlag, by: "User") -> AbsenceFlag:
    """A case was opened from this flag: all that wait for the child are answered."""
    locked: AbsenceFlag = AbsenceFlag.objects.select_for_update().get(pk=flag.pk)
    if locked.state == State.CASE_OPENED:
        raise AlreadyDecided
    others = AbsenceFlag.objects.filter(
        pupil=locked.pupil_id, standing=True, state=State.NEW
    ).exclude(pk=locked.pk)
    for one in (locked, *others):
        _decide(one, State.CASE_OPENED, by)
        one.save(update_fields=["state", "decided_by", "decided_at"])
    audit.record(
        "flag.case_opened",
        by=by,
        obj=locked,
        subjects=[locked.pupil.uid],
        detail={"flag": locked.kind},
    )
    return locked


def _decide(flag: AbsenceFlag, state: str, by: "User") -> None:
    flag.state, flag.decided_by, flag.decided_at = state, by, now()
