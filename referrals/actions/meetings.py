"""Calling a meeting, its seats and its agenda, and closing it for good."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime, time
from typing import TYPE_CHECKING, cast

from django.db import transaction
from django.db.models import Max

from portal import audit
from portal.access import grants
from portal.clock import now
from portal.permissions import Permission
from portal.roles import PlaceKind
from referrals.agencies import agency_name
from referrals.deadlines import TIRANE
from referrals.models import AgendaItem, Meeting, Referral, Seat
from referrals.news import tell_of_meeting
from referrals.owners import protector_posts
from referrals.shielding import barred_staff


if TYPE_CHECKING:
    from portal.models import User
    from schools.models import ProtectionUnit

MORNING = time(10, 0)


class NotYourMeeting(Exception):
    """The person does not hold this meeting, or has no part in this case."""


class MeetingIsClosed(Exception):
    """A closed meeting is not rewritten: corrections are appended."""


def holds(user: "User | None", unit_id: int) -> bool:
    """Whether the person holds the meetings of the unit; the operator does."""
    if user is None:
        return True
    return unit_id in grants(user).place_ids(Permission.MEETING_HOLD, PlaceKind.UNIT)


def takes_part(user: "User", school_id: int) -> bool:
    """Whether the person works on the cases of that school."""
    held = grants(user).place_ids(Permission.MEETING_HOLD, PlaceKind.SCHOOL)
    return school_id in held


@transaction.atomic
def call_table(
    *,
    by: "User",
    unit: "ProtectionUnit",
    at: datetime,
    place: str,
    agencies: Iterable[str] = (),
) -> Meeting:
    """Call the municipal table; the agencies of the municipality are invited."""
    if not holds(by, unit.pk):
        raise NotYourMeeting
    meeting = Meeting.objects.create(
        kind=Meeting.Kind.TABLE,
        unit=unit,
        at=at,
        place=place,
        called_at=now(),
        called_by=by,
    )
    names = dict.fromkeys(agency_name(unit, name) for name in agencies if name.strip())
    Seat.objects.bulk_create(Seat(meeting=meeting, agency=name) for name in names)
    tell_of_meeting(meeting=meeting, by=by)
    audit.record("meeting.called", by=by, obj=meeting, detail={"kind": meeting.kind})
    return meeting


@transaction.atomic
def call_case_group(
    *, referral: Referral, by: "User | None", on: date, at: datetime | None = None
) -> Meeting:
    """The meeting of a referral's case group: made, or the planned one moved.

    The school has its seat. Part of the referral's own move `call_group`.
    """
    moment = at or now()
    begins = datetime.combine(on, MORNING, tzinfo=TIRANE)
    row = Referral.objects.select_related("case__pupil", "unit", "school").get(
        pk=referral.pk
    )
    meeting = Meeting.objects.planned().filter(referral=row).first()
    if meeting:
        meeting.at = begins
        meeting.save(update_fields=["at"])
    else:
        meeting = Meeting.objects.create(
            kind=Meeting.Kind.GROUP,
            unit=cast("ProtectionUnit", row.unit),
            referral=row,
            at=begins,
            called_at=moment,
            called_by=by,
        )
        _put_on(meeting, [row], by=by, at=moment)
        open_to = protector_posts(
            row.school_id, moment.astimezone(TIRANE).date()
        ).exclude(staff__in=barred_staff(row.case))
        owner = row.case.owner_id or open_to.values_list("pk", flat=True).first()
        if owner:
            Seat.objects.create(meeting=meeting, post_id=owner)
    tell_of_meeting(meeting=meeting, by=by)
    audit.record(
        "meeting.called",
        by=by,
        obj=meeting,
        subjects=[row.case.subject],
        detail={"kind": meeting.kind},
    )
    return meeting


@transaction.atomic
def change_meeting(
    *, meeting: Meeting, by: "User", at: datetime, place: str
) -> Meeting:
    """Another day, hour or place; the seats are told."""
    row = locked_meeting(meeting)
    if not holds(by, row.unit_id):
        raise NotYourMeeting
    row.at, row.place = at, place
    row.save(update_fields=["at", "place"])
    tell_of_meeting(meeting=row, by=by)
    audit.record("meeting.changed", by=by, obj=row)
    return row


def locked_meeting(meeting: Meeting, *, is_open: bool = True) -> Meeting:
    """The row as it stands now, locked; refuses what was closed."""
    row = (
        Meeting.objects.select_for_update(of=("self",))
        .select_related("unit", "referral")
        .get(pk=meeting.pk)
    )
    if is_open and not row.is_planned:
        raise MeetingIsClosed
    return row


@transaction.atomic
def put_on_agenda(
    *, meeting: Meeting, by: "User", referrals: Iterable[Referral]
) -> list[AgendaItem]:
    """Cases for the table: the unit any of its own, a school those of its own."""
    row = locked_meeting(meeting)
    wanted = list(
        Referral.objects.filter(pk__in=[one.pk for one in referrals])
        .exclude(agenda_items__meeting=row)
        .select_related("case__pupil", "school")
        .order_by("pk")
    )
    is_unit = holds(by, row.unit_id)
    for one in wanted:
        theirs = is_unit or takes_part(by, one.school_id)
        if row.kind != Meeting.Kind.TABLE or one.unit_id != row.unit_id or not theirs:
            raise NotYourMeeting
    items = _put_on(row, wanted, by=by, at=now())
    audit.record(
        "meeting.proposed",
        by=by,
        obj=row,
        subjects=[one.case.subject for one in wanted],
    )
    return items


def _put_on(
    meeting: Meeting, referrals: list[Referral], *, by: "User | None", at: datetime
) -> list[AgendaItem]:
    last = meeting.items.aggregate(n=Max("position"))["n"] or 0
    return AgendaItem.objects.bulk_create(
        AgendaItem(
            meeting=meeting,
            referral=one,
            school_id=one.school_id,
            unit_id=meeting.unit_id,
            key_uid=one.key_uid,
            position=last + n,
            proposed_at=at,
            proposed_by=by,
        )
        for n, one in enumerate(referrals, start=1)
    )


@transaction.atomic
def set_seats(
    *,
    meeting: Meeting,
    by: "User",
    statuses: Mapping[int, str],
    invite: str = "",
) -> Meeting:
    """Who came, who excused themselves; one more agency may be invited."""
    row = locked_meeting(meeting)
    if not holds(by, row.unit_id):
        raise NotYourMeeting
    for seat in row.seats.all():
        seat.status = Seat.Status(statuses.get(seat.pk, seat.status))
        seat.save(update_fields=["status"])
    if invite.strip():
        Seat.objects.get_or_create(meeting=row, agency=agency_name(row.unit, invite))
    audit.record("meeting.seats", by=by, obj=row)
    return row


@transaction.atomic
def close_meeting(
    *, meeting: Meeting, by: "User", at: datetime | None = None
) -> Meeting:
    """From now on the minutes stand; what is wrong is put right beside them."""
    row = locked_meeting(meeting)
    if not holds(by, row.unit_id):
        raise NotYourMeeting
    row.state = Meeting.State.HELD
    row.closed_at, row.closed_by = at or now(), by
    row.save(update_fields=["state", "closed_at", "closed_by"])
    items = row.items.select_related("referral__case__pupil").order_by("position")
    audit.record(
        "meeting.closed",
        by=by,
        obj=row,
        subjects=[item.referral.case.subject for item in items],
        detail={"items": len(items)},
    )
    return row
