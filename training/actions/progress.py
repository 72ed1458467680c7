"""Opening and finishing lessons, and the completion that follows."""

import datetime as dt
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from django.db import transaction

from portal import audit
from portal.models import User
from schools.models import StaffMember
from training.evidence import (
    counts_since,
    improves,
    passed_on_paper,
    sessions_attended,
)
from training.expiry import Expiry
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
    expiry: Expiry


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
    offline: bool = False,
) -> ModuleCompletion | None:
    """Complete the module if all it asks for is there, online or by a session; None
    while something is missing. A completion, once written, is never re-dated: a
    session attended afterwards is added to its evidence, no more."""
    StaffMember.objects.select_for_update().get(pk=staff.pk)
    valid = valid_completion(staff, needs.module, on)
    if valid:
        return _with_evidence(valid, by)
    session = _by_session(staff, needs)
    if session is None and not _all_done(staff, needs):
        return None
    completion = ModuleCompletion.objects.create(
        staff=staff,
        item=needs.module,
        version=current_version(needs.module),
        route=Route.SESSION if session else Route.ONLINE,
        session=session,
        completed_at=at,
        completed_on=on,
        valid_until=needs.expiry.ends_on(on),
        renews=last_completion(staff, needs.module),
    )
    audit.record(
        "module.completed",
        by=by,
        obj=needs.module,
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
    lapsed = last and last.valid_until and last.valid_until <= on
    return None if lapsed else last


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


def _all_done(staff: StaffMember, needs: ModuleNeeds) -> bool:
    done = ItemProgress.objects.filter(
        staff=staff, item__in=needs.lessons, state=ItemProgress.State.DONE
    )
    if not needs.lessons or done.count() < len(needs.lessons):
        return False
    return not needs.asks_quiz or _passed_since(staff, needs)


def _passed_since(staff: StaffMember, needs: ModuleNeeds) -> bool:
    """A lapsed completion is renewed by a pass of its own, not by the old one."""
    if needs.quiz is None:  # withdrawn while it is rewritten: asked for all the same
        return False
    passes = QuizAttempt.objects.filter(staff=staff, item=needs.quiz, passed=True)
    since = counts_since(last_completion(staff, needs.module))
    if since:
        passes = passes.filter(submitted_at__gt=since)
    return passes.exists()


def _by_session(staff: StaffMember, needs: ModuleNeeds) -> TrainingSession | None:
    """The closed session after which the post-test was passed, by phone or paper."""
    since = counts_since(last_completion(staff, needs.module))
    attended = sessions_attended(staff, needs.module, since)
    if not needs.asks_quiz or _passed_since(staff, needs):
        return attended.first()
    return passed_on_paper(staff, attended)


def _with_evidence(completion: ModuleCompletion, by: User | None) -> ModuleCompletion:
    since = counts_since(completion.renews)
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
