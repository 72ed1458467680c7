"""Opening and finishing lessons, and the completion that follows."""

import datetime as dt
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from django.db import transaction

from portal import audit
from portal.models import User
from schools.models import StaffMember
from training.evidence import (
    improves,
    may_be_renewed,
    passed_on_paper,
    renewed_since,
    sessions_attended,
)
from training.expiry import Soonest
from training.models import (
    ItemProgress,
    ItemVersion,
    LearningItem,
    ModuleCompletion,
    QuizAttempt,
    Route,
    TrainingSession,
)


class NotOpened(Exception):
    """A lesson is marked as done by someone who never opened it."""


@dataclass
class NotReadToTheEnd(Exception):
    """A lesson is marked as done before every step of it was opened; `missing` are
    the ids of those that were not, in the lesson's order."""

    missing: list[str]


class NotPublished(Exception):
    """The item was never published, or has been withdrawn."""


@dataclass(frozen=True)
class ModuleNeeds:
    """What a module asks for today, as read from its page; `lessons` are all that
    must be done before the quiz, scenarios among them. `asks_quiz` without a `quiz`:
    the page names one that is withdrawn, and nobody completes the module meanwhile."""

    module: LearningItem
    lessons: Collection[LearningItem]
    quiz: LearningItem | None
    asks_quiz: bool
    expiry: Soonest


@transaction.atomic
def open_lesson(
    *, staff: StaffMember, item: LearningItem, at: dt.datetime, by: User
) -> ItemProgress:
    """Remember that a person started a lesson; a second time changes nothing."""
    progress, new = ItemProgress.objects.get_or_create(
        staff=staff,
        item=item,
        defaults={
            "version": current_version(item),
            "state": ItemProgress.State.OPENED,
            "route": Route.ONLINE,
            "opened_at": at,
        },
    )
    if new:
        audit.record("lesson.opened", by=by, obj=item)
    return progress


@transaction.atomic
def finish_lesson(
    *,
    staff: StaffMember,
    item: LearningItem,
    steps: Sequence[str],
    at: dt.datetime,
    by: User,
    offline: bool = False,
) -> ItemProgress:
    """The person says "I have done this": it counts when each of today's `steps` was
    opened, whenever that was. Done stays done, with its first date. `offline`: it came
    from a phone's outbox, and the audit says so."""
    progress = (
        ItemProgress.objects.select_for_update().filter(staff=staff, item=item).first()
    )
    if progress is None:
        raise NotOpened
    if progress.state == ItemProgress.State.DONE:
        return progress
    missing = [step for step in steps if step not in progress.seen]
    if missing or not steps:
        raise NotReadToTheEnd(missing)
    progress.state = ItemProgress.State.DONE
    progress.version = current_version(item)
    progress.done_at, progress.minutes_left = at, 0
    progress.save(update_fields=["state", "version", "done_at", "minutes_left"])
    audit.record("lesson.done", by=by, obj=item, detail=came(offline=offline))
    return progress


@transaction.atomic
def complete_module(
    *,
    staff: StaffMember,
    needs: ModuleNeeds,
    at: dt.datetime,
    on: dt.date,
    by: User | None,
    revoked_at: dt.datetime | None = None,
    offline: bool = False,
) -> ModuleCompletion | None:
    """Complete the module if all it asks for is there, online or by a session; None
    while something is missing. A completion, once written, is never re-dated: in its
    last 90 days, or when the award was revoked since, new evidence is a renewal; at
    other times a session attended is added to its evidence, no more."""
    StaffMember.objects.select_for_update().get(pk=staff.pk)
    last = last_completion(staff, needs.module)
    if last is None or may_be_renewed(last, on, revoked_at):
        since = renewed_since(last, revoked_at)
        session = _by_session(staff, needs, since)
        if session or _all_done(staff, needs, since):
            return _write(
                ModuleCompletion(staff=staff, session=session, renews=last),
                needs=needs,
                at=at,
                on=on,
                by=by,
                offline=offline,
            )
    return _with_evidence(last, by) if last and is_valid(last, on) else None


def _write(
    completion: ModuleCompletion,
    *,
    needs: ModuleNeeds,
    at: dt.datetime,
    on: dt.date,
    by: User | None,
    offline: bool,
) -> ModuleCompletion:
    last, expiry = completion.renews, needs.expiry
    completion.item = needs.module
    completion.route = Route.SESSION if completion.session else Route.ONLINE
    completion.valid_until = (
        expiry.renewed_on(on, last.valid_until) if last else expiry.ends_on(on)
    )
    return write_completion(completion, at=at, on=on, by=by, offline=offline)


def write_completion(
    completion: ModuleCompletion,
    *,
    at: dt.datetime,
    on: dt.date,
    by: User | None,
    offline: bool = False,
) -> ModuleCompletion:
    """The row and its event, whichever way led here; of today's version."""
    completion.version = current_version(completion.item)
    completion.completed_at, completion.completed_on = at, on
    completion.save(force_insert=True)
    audit.record(
        "module.completed",
        by=by,
        obj=completion.item,
        detail={
            "route": completion.route,
            "completion": str(completion.uid),
            **came(offline=offline),
        },
    )
    return completion


def came(*, offline: bool) -> dict[str, bool]:
    """What the audit says of an act that a phone's outbox brought; of others nothing."""
    return {"offline": True} if offline else {}


def valid_completion(
    staff: StaffMember, module: LearningItem, on: dt.date
) -> ModuleCompletion | None:
    last = last_completion(staff, module)
    return last if last and is_valid(last, on) else None


def is_valid(completion: ModuleCompletion, on: dt.date) -> bool:
    return completion.valid_until is None or completion.valid_until > on


def current_version(item: LearningItem) -> ItemVersion:
    if item.current is None or item.retired_at is not None:
        raise NotPublished
    return item.current


def last_completion(
    staff: StaffMember, module: LearningItem
) -> ModuleCompletion | None:
    return (
        ModuleCompletion.objects.filter(staff=staff, item=module)
        .order_by("-completed_on", "-id")
        .first()
    )


def _all_done(
    staff: StaffMember, needs: ModuleNeeds, since: dt.datetime | None
) -> bool:
    """What was read stays read; a renewal asks for a pass of its own, or where there is
    no quiz for a lesson that was not done before."""
    done = ItemProgress.objects.filter(
        staff=staff, item__in=needs.lessons, state=ItemProgress.State.DONE
    )
    if not needs.lessons or done.count() < len(needs.lessons):
        return False
    if needs.asks_quiz:
        return _passed_since(staff, needs, since)
    return since is None or done.filter(done_at__gt=since).exists()


def _passed_since(
    staff: StaffMember, needs: ModuleNeeds, since: dt.datetime | None
) -> bool:
    if needs.quiz is None:  # withdrawn while it is rewritten: asked for all the same
        return False
    passes = QuizAttempt.objects.filter(staff=staff, item=needs.quiz, passed=True)
    if since:
        passes = passes.filter(submitted_at__gt=since)
    return passes.exists()


def _by_session(
    staff: StaffMember, needs: ModuleNeeds, since: dt.datetime | None
) -> TrainingSession | None:
    """The closed session after which the post-test was passed, by phone or paper."""
    attended = sessions_attended(staff, needs.module, since)
    if not needs.asks_quiz or _passed_since(staff, needs, since):
        return attended.first()
    return passed_on_paper(staff, attended)


def _with_evidence(completion: ModuleCompletion, by: User | None) -> ModuleCompletion:
    since = renewed_since(completion.renews)
    found = sessions_attended(completion.staff, completion.item, since).first()
    if not improves(found, completion.session):
        return completion
    had = completion.session
    completion.session = found
    completion.save(update_fields=["session"])
    audit.record(
        "module.evidence",
        by=by,
        obj=completion,
        detail={
            "session": str(found.uid) if found else "",
            "before": str(had.uid) if had else "",
        },
    )
    return completion
