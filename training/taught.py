"""Whether a session has begun to teach somebody a module: then a test before it would
measure what was just learnt."""

import datetime as dt

from django.db.models import Q
from django.utils import timezone

from schools import directory
from schools.models import StaffMember
from training.counted import ROLES
from training.models import Attendance, LearningItem, TrainingSession, WalkIn
from training.session_rules import LINGER


State = TrainingSession.State


def begun_for(staff: StaffMember, module: LearningItem, at: dt.datetime) -> bool:
    """They were at a session of the module that has begun, or one is under way at a
    school of theirs and nobody has said that they are not there. One query."""
    begun = TrainingSession.objects.filter(module=module, starts_at__lte=at)
    there = Q(attendances__staff=staff, attendances__state__in=Attendance.THERE)
    there |= Q(walk_ins__staff=staff, walk_ins__state=WalkIn.State.OPEN)
    there &= Q(state__in=[State.HELD, State.CLOSED])
    return begun.filter(there | _expected(staff, at)).exists()


def _expected(staff: StaffMember, at: dt.datetime) -> Q:
    schools = directory.roster(timezone.localdate(at), ROLES).filter(staff=staff)
    away = Attendance.objects.filter(staff=staff).exclude(state__in=Attendance.THERE)
    here = Q(state=State.HELD, ends_at__gte=at - LINGER)
    here &= Q(school__in=schools.values("school"))
    return here & ~Q(facilitator=staff) & ~Q(pk__in=away.values("session"))
