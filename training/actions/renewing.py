"""The short way to a new award: the safety changes read, one scenario, a refresher."""

import datetime as dt
from collections.abc import Mapping, Sequence
from uuid import UUID

from django.db import transaction

from portal.models import User
from schools.models import StaffMember
from training.actions.awards import ProgrammeNeeds, last_award, write_award
from training.actions.progress import last_completion, write_completion
from training.evidence import counts_since
from training.expiry import Soonest, may_renew, never_before
from training.models import (
    Award,
    LearningItem,
    ModuleCompletion,
    QuizAttempt,
    Route,
    ScenarioRun,
)
from training.safety import unread
from training.validity import ends_of


class NothingToRenew(Exception):
    """There is no award, or it was given with another set of modules."""


class TooEarly(Exception):
    """An award is renewed from 90 days before its end."""


class ChangesUnread(Exception):
    """A change for safety's sake since the award was issued is not read yet."""


class NotPlayed(Exception):
    """No scenario of the programme was played to an end since it may be renewed."""


class NotPassed(Exception):
    """The refresher is not passed since the award may be renewed."""


@transaction.atomic
def renew_award(
    *,
    staff: StaffMember,
    needs: ProgrammeNeeds,
    expiries: Mapping[UUID, Soonest],
    refresher: LearningItem | None,
    at: dt.datetime,
    on: dt.date,
    by: User,
) -> Award:
    """A new award that supersedes the last, and a renewing completion of each module;
    the old rows stay as they are. `expiries`: when each module ends, by translation
    key, in whichever of its programmes that is first."""
    StaffMember.objects.select_for_update().get(pk=staff.pk)
    last = require_renewable(staff, needs, quiz=bool(refresher), on=on, by=by)
    if refresher and not _passed(last, refresher):
        raise NotPassed
    before = None if last.revoked_at else ends_of(last)
    for module in needs.modules:
        ends = expiries[module.translation_key].ends_on(on, before=before)
        _renew(staff, module, ends, at=at, on=on, by=by)
    return write_award(
        staff=staff,
        needs=needs,
        supersedes=last,
        at=at,
        on=on,
        by=by,
        before=before,
    )


def require_renewable(
    staff: StaffMember, needs: ProgrammeNeeds, *, quiz: bool, on: dt.date, by: User
) -> Award:
    """The award to renew; else the exception that says why not. One that was revoked
    comes back by a passed `quiz` only (decision 0024), never by reading. Before the
    quiz one scenario is played, where the programme has any."""
    last = last_award(staff, needs.programme)
    if last and last.revoked_at and not quiz:
        raise NothingToRenew
    if last is None or not all(last_completion(staff, m) for m in needs.modules):
        raise NothingToRenew
    if not last.revoked_at and not may_renew(on, ends_of(last)):
        raise TooEarly
    if unread(by, last.covers, last.issued_at):
        raise ChangesUnread
    if quiz and needs.scenarios and not _played(last, needs.scenarios):
        raise NotPlayed
    return last


def _renew(
    staff: StaffMember,
    module: LearningItem,
    ends: dt.date | None,
    *,
    at: dt.datetime,
    on: dt.date,
    by: User,
) -> None:
    """To that end; what ends no sooner needs no renewing."""
    last = last_completion(staff, module)
    if last is None or never_before(last.valid_until, ends) == last.valid_until:
        return
    renewal = ModuleCompletion(
        staff=staff, item=module, route=Route.ONLINE, valid_until=ends, renews=last
    )
    write_completion(renewal, at=at, on=on, by=by)


def _opened_at(award: Award) -> dt.datetime:
    """From when on a scenario played or a refresher passed renews it."""
    return counts_since(award.issued_at, ends_of(award), award.revoked_at)


def _played(last: Award, scenarios: Sequence[LearningItem]) -> bool:
    runs = ScenarioRun.objects.filter(
        staff_id=last.staff_id, item__in=scenarios, closed_at__gt=_opened_at(last)
    )
    return runs.exclude(end="").exists()


def _passed(last: Award, refresher: LearningItem) -> bool:
    passes = QuizAttempt.objects.filter(
        staff_id=last.staff_id,
        item=refresher,
        passed=True,
        submitted_at__gt=_opened_at(last),
    )
    return passes.exists()
