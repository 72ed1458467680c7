"""Who is in a session, and whether somebody is in another one at that time."""

import datetime as dt

from django.db.models import Q, QuerySet

from schools.models import StaffMember
from training.models import Attendance, TrainingSession, WalkIn


State = TrainingSession.State


def people_there(session: TrainingSession) -> int:
    """Marked or signed in as there, with those who are not on the roster."""
    guests = WalkIn.objects.filter(session=session).exclude(state="refused")
    waiting = guests.exclude(state="accepted")  # an accepted one has an attendance
    there = Attendance.objects.filter(session=session).there()
    return there.count() + waiting.count()


def is_empty(session: TrainingSession) -> bool:
    """Nobody marked as there, nobody signed in, nobody noted."""
    return not people_there(session) and not signed_in(session)


def signed_in(session: TrainingSession) -> int:
    """How many signed by code, whatever they were marked as before or afterwards."""
    by_code = {"session": session, "signed_at__isnull": False}
    return (
        Attendance.objects.filter(**by_code).count()
        + WalkIn.objects.filter(**by_code).exclude(state="accepted").count()
    )


def busy(
    staff: StaffMember,
    starts_at: dt.datetime,
    ends_at: dt.datetime,
    but: TrainingSession | None = None,
) -> bool:
    """Whether the person leads, or was there at, another session that overlaps."""
    part = Q(facilitator=staff) | Q(
        attendances__staff=staff, attendances__state__in=Attendance.THERE
    )
    part |= Q(walk_ins__staff=staff, walk_ins__state="open")
    others: QuerySet[TrainingSession] = TrainingSession.objects.filter(
        part, starts_at__lt=ends_at, ends_at__gt=starts_at
    ).exclude(state=State.CANCELLED)
    if but is not None:
        others = others.exclude(pk=but.pk)
    return others.exists()
