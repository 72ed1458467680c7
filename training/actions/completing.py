"""What follows from a step done: the module completed, then the award."""

import datetime as dt
from dataclasses import dataclass

from django.db import transaction

from portal.models import User
from schools.models import StaffMember
from training.actions.awards import ProgrammeNeeds, issue_award, last_award
from training.actions.progress import ModuleNeeds, complete_module
from training.models import Award, ModuleCompletion


@dataclass(frozen=True)
class Conclusions:
    """What to conclude for somebody in every programme that has the module."""

    module: ModuleNeeds
    programmes: tuple[ProgrammeNeeds, ...]


@dataclass(frozen=True)
class Settled:
    completion: ModuleCompletion | None
    award: Award | None


@transaction.atomic
def settle(
    *,
    staff: StaffMember,
    module: ModuleNeeds,
    programme: ProgrammeNeeds,
    at: dt.datetime,
    on: dt.date,
    by: User | None,
    offline: bool = False,
) -> Settled:
    """Draw the conclusions, as far as they go. Nothing new: nothing written."""
    award = last_award(staff, programme.programme)
    completion = complete_module(
        staff=staff,
        needs=module,
        at=at,
        on=on,
        by=by,
        revoked_at=award.revoked_at if award else None,
        offline=offline,
    )
    if completion is None:
        return Settled(None, None)
    award = issue_award(staff=staff, needs=programme, at=at, on=on, by=by)
    return Settled(completion, award)


def settle_one(
    *,
    staff: StaffMember,
    conclusions: Conclusions,
    at: dt.datetime,
    on: dt.date,
    by: User | None,
) -> bool:
    """Whether the module is complete after it."""
    found = [
        settle(
            staff=staff,
            module=conclusions.module,
            programme=programme,
            at=at,
            on=on,
            by=by,
        )
        for programme in conclusions.programmes
    ]
    return any(one.completion for one in found)
