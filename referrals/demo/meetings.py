"""The municipal table of the story: one that was held, and one that is to come."""

import datetime as dt

from portal.demo import Demo
from referrals.actions.meetings import call_table, close_meeting, put_on_agenda
from referrals.actions.minutes import (
    finish_task,
    name_agency,
    set_task,
    write_minutes,
)
from referrals.demo.cast import account_of
from referrals.models import AgendaItem, Meeting, MeetingTask, Referral
from schools.demo.roll import child_code
from schools.demo.story import KODRA_PROTECTOR, TABLE, UNIT_HEAD
from schools.models import ProtectionUnit


HELD, COMING = ("plan_active", "group_called"), ("assessing", "plan_active")
HEALTH = "Qendra shëndetësore"
ROOM = "Salla e vogël e bashkisë (shembull)"


def tell(demo: Demo) -> None:
    """Called, held and closed; then the next one is called, with a task left over."""
    met = demo.workday(15, "10:00")
    demo.step(demo.workday(18, "11:00"), lambda: _call(met, HELD))
    demo.step(demo.workday(15, "10:20"), _hold)
    demo.step(demo.workday(9, "09:10"), _school_did_it)
    coming = demo.on_day(demo.on + dt.timedelta(days=4), "10:00")
    demo.step(demo.workday(2, "11:30"), lambda: _call(coming, COMING))


def _call(at: dt.datetime, keys: tuple[str, ...]) -> None:
    by = account_of(UNIT_HEAD)
    unit = ProtectionUnit.objects.get(municipality__code=UNIT_HEAD.places[0])
    meeting = call_table(
        by=by, unit=unit, at=at, place=ROOM, agencies=[TABLE.agency, HEALTH]
    )
    codes = [child_code(key) for key in keys]
    found = Referral.objects.live().filter(case__pupil__code__in=codes, unit=unit)
    put_on_agenda(meeting=meeting, by=by, referrals=found)


def _item(key: str) -> AgendaItem:
    return AgendaItem.objects.select_related("meeting").get(
        referral__case__pupil__code=child_code(key),
        meeting__kind=Meeting.Kind.TABLE,
        meeting__state=Meeting.State.PLANNED,
    )


def _hold() -> None:
    by, first, second = (
        account_of(UNIT_HEAD),
        _item("plan_active"),
        _item("group_called"),
    )
    write_minutes(
        item=first,
        by=by,
        version=first.version,
        minutes="Shkolla tha se mungesat u pakësuan. Puna e natës vazhdon.",
        decision="Policia kontrollon vendin e punës; shkolla flet me nënën.",
    )
    name_agency(
        item=first,
        by=by,
        agency=TABLE.agency,
        needs="Kontroll i një vendi pune ku fëmijët punojnë natën.",
    )
    due = first.meeting.at.date() + dt.timedelta(days=14)
    set_task(
        item=first,
        by=by,
        what="Të kontrollojë vendin e punës pas orës 22 dhe të njoftojë njësinë.",
        due_on=due,
        owner="agency",
        agency=TABLE.agency,
    )
    set_task(
        item=first,
        by=by,
        what="Të flasë me nënën për orarin e punës.",
        due_on=due,
        owner="school",
    )
    write_minutes(
        item=second,
        by=by,
        version=second.version,
        minutes="U lexua çfarë pa njësia në vizitë.",
        decision="Qendra shëndetësore cakton një vizitë.",
    )
    set_task(
        item=second,
        by=by,
        what="Të caktojë një vizitë brenda dy javësh.",
        due_on=due,
        owner="agency",
        agency=HEALTH,
    )
    close_meeting(meeting=Meeting.objects.get(pk=first.meeting_id), by=by)


def _school_did_it() -> None:
    task = MeetingTask.objects.get(owner=MeetingTask.Owner.SCHOOL)
    by = account_of(KODRA_PROTECTOR)
    finish_task(task=task, by=by, note="Nëna do të kërkojë orar tjetër.")
