"""What a meeting says of one case: minutes, agencies, tasks, and what came of them."""

from datetime import date, datetime
from typing import TYPE_CHECKING

from django.db import transaction

from portal import audit
from portal.access import grants
from portal.clock import now
from portal.permissions import Permission
from referrals.actions.meetings import (
    MeetingIsClosed,
    NotYourMeeting,
    holds,
    takes_part,
)
from referrals.agencies import agency_name
from referrals.models import AgendaItem, ItemAgency, MeetingTask, MinutesCorrection
from referrals.models.meetings import table_posts


if TYPE_CHECKING:
    from portal.models import User


class ItemChanged(Exception):
    """Somebody else wrote these minutes since they were read."""

    def __init__(self, current: AgendaItem) -> None:
        self.current = current
        super().__init__()


class NeedsReason(Exception):
    """A name goes to an agency, and a task is dropped, only with the reason why."""


class TaskIsEnded(Exception):
    """Somebody has done or dropped this task already."""


def _item(item: AgendaItem, by: "User", *, is_open: bool) -> AgendaItem:
    """The item as it stands now, locked, for those who hold the meeting."""
    row = (
        AgendaItem.objects.select_for_update(of=("self",))
        .select_related("meeting__unit", "referral__case__pupil", "unit", "school")
        .get(pk=item.pk)
    )
    if not holds(by, row.meeting.unit_id):
        raise NotYourMeeting
    if row.meeting.is_planned != is_open:
        raise MeetingIsClosed
    return row


def _place(item: AgendaItem) -> dict[str, object]:
    return {"school": item.school, "unit": item.unit, "key_uid": item.key_uid}


def _note(verb: str, item: AgendaItem, by: "User") -> None:
    subjects = [item.referral.case.subject]
    audit.record(f"meeting.{verb}", by=by, obj=item, subjects=subjects)


@transaction.atomic
def write_minutes(
    *,
    item: AgendaItem,
    by: "User",
    version: int,
    minutes: str,
    decision: str = "",
    at: datetime | None = None,
) -> AgendaItem:
    """What was said of the case and what was decided; two writers see both texts."""
    row = _item(item, by, is_open=True)
    if row.version != version:
        raise ItemChanged(row)
    row.minutes, row.decision = minutes, decision
    row.version += 1
    row.written_at, row.written_by = at or now(), by
    row.save(
        update_fields=["minutes", "decision", "version", "written_at", "written_by"]
    )
    _note("written", row, by)
    return row


@transaction.atomic
def name_agency(
    *,
    item: AgendaItem,
    by: "User",
    agency: str,
    needs: str,
    name_shared: bool = False,
    name_why: str = "",
) -> ItemAgency:
    """An agency is needed for this case: it sees the number, and what it is for."""
    row = _item(item, by, is_open=True)
    if name_shared and not name_why.strip():
        raise NeedsReason
    found, _made = ItemAgency.objects.update_or_create(
        item=row,
        agency=agency_name(row.meeting.unit, agency),
        defaults={
            **_place(row),
            "needs": needs,
            "name_shared": name_shared,
            "name_why": name_why if name_shared else "",
        },
    )
    _note("agency", row, by)
    return found


@transaction.atomic
def set_task(
    *,
    item: AgendaItem,
    by: "User",
    what: str,
    due_on: date,
    owner: str,
    agency: str = "",
    at: datetime | None = None,
) -> MeetingTask:
    """A decision becomes somebody's task; an agency that gets one is named with it."""
    row = _item(item, by, is_open=True)
    name = agency_name(row.meeting.unit, agency) if owner == "agency" else ""
    if name:
        ItemAgency.objects.get_or_create(
            item=row, agency=name, defaults={**_place(row), "needs": what}
        )
    task = MeetingTask.objects.create(
        **_place(row),
        item=row,
        owner=MeetingTask.Owner(owner).value,
        agency=name,
        what=what,
        due_on=due_on,
        set_at=at or now(),
        set_by=by,
    )
    _note("task", row, by)
    return task


@transaction.atomic
def correct_minutes(*, item: AgendaItem, by: "User", text: str) -> MinutesCorrection:
    """After the meeting was closed: beside the minutes, never into them."""
    row = _item(item, by, is_open=False)
    made = MinutesCorrection.objects.create(
        **_place(row), item=row, text=text, at=now(), by=by
    )
    _note("corrected", row, by)
    return made


# --- What came of the tasks ----------------------------------------------------------
def may_finish(user: "User", task: MeetingTask) -> bool:
    """The owner of the task, and the unit for everybody."""
    if holds(user, task.unit_id or 0):
        return True
    if task.owner == MeetingTask.Owner.SCHOOL:
        return takes_part(user, task.school_id)
    if not grants(user).has(Permission.MEETING_SEAT):
        return False
    seats = table_posts(user).filter(municipality__unit=task.unit_id)
    return task.owner == MeetingTask.Owner.AGENCY and (
        seats.filter(agency=task.agency).exists()
    )


def _open_task(task: MeetingTask) -> MeetingTask:
    row = (
        MeetingTask.objects.select_for_update(of=("self",))
        .select_related("item__referral__case__pupil")
        .get(pk=task.pk)
    )
    if not row.is_open:
        raise TaskIsEnded
    return row


def _ended(verb: str, row: MeetingTask, by: "User") -> MeetingTask:
    subjects = [row.item.referral.case.subject]
    audit.record(f"meeting.task_{verb}", by=by, obj=row, subjects=subjects)
    return row


@transaction.atomic
def finish_task(
    *, task: MeetingTask, by: "User", note: str = "", at: datetime | None = None
) -> MeetingTask:
    """Done; by its owner, or written down by the unit for an agency without account."""
    row = _open_task(task)
    if not may_finish(by, row):
        raise NotYourMeeting
    row.done_at, row.done_by, row.done_note = at or now(), by, note
    row.save(update_fields=["done_at", "done_by", "done_note"])
    return _ended("done", row, by)


@transaction.atomic
def drop_task(
    *, task: MeetingTask, by: "User", why: str, at: datetime | None = None
) -> MeetingTask:
    """No longer needed: only the unit says so, and why."""
    row = _open_task(task)
    if not holds(by, row.unit_id or 0):
        raise NotYourMeeting
    if not why.strip():
        raise NeedsReason
    row.dropped_at, row.dropped_by, row.dropped_why = at or now(), by, why
    row.save(update_fields=["dropped_at", "dropped_by", "dropped_why"])
    return _ended("dropped", row, by)
