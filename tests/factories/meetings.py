"""A table and what was said at it, made by the actions themselves."""

import datetime as dt
from typing import Any

from django.utils import timezone

from portal.models import User
from referrals.actions.meetings import call_table, close_meeting, put_on_agenda
from referrals.actions.minutes import name_agency, set_task, write_minutes
from referrals.models import AgendaItem, Meeting, MeetingTask, Referral
from tests.factories.referrals import World, person, taken_to


POLICE, HEALTH = "Policia", "Shëndetësia"
SAID = "U diskutua për banesën"
DECIDED = "Policia viziton lagjen"
NEEDED = "Patrullë në mbrëmje"
TASK = "Të vizitojë lagjen"
DUE = dt.date(2026, 12, 15)


def police(w: World) -> User:
    """A member of the table, of the municipality of the unit."""
    return person("table_member", municipality=w.unit.municipality, agency=POLICE)


def a_table(w: World, *referrals: Referral, **given: Any) -> Meeting:
    """A planned table in an hour, with cases on its agenda."""
    values: dict[str, Any] = {
        "by": w.unit_head,
        "unit": w.unit,
        "at": timezone.now() + dt.timedelta(hours=1),
        "place": "Salla e bashkisë",
        "agencies": [POLICE],
    }
    meeting = call_table(**{**values, **given})
    put_on_agenda(meeting=meeting, by=w.unit_head, referrals=referrals)
    return meeting


def an_item(w: World, **given: Any) -> AgendaItem:
    """One case on the agenda of a table."""
    return a_table(w, taken_to(w, "accepted"), **given).items.get()


def spoken(
    w: World, item: AgendaItem, agency: str = POLICE, **named: Any
) -> MeetingTask:
    """Minutes, an agency that is needed, and its task."""
    write_minutes(
        item=item,
        by=w.unit_head,
        version=item.version,
        minutes=SAID,
        decision=DECIDED,
    )
    name_agency(item=item, by=w.unit_head, agency=agency, needs=NEEDED, **named)
    return set_task(
        item=item, by=w.unit_head, what=TASK, due_on=DUE, owner="agency", agency=agency
    )


def a_held_table(w: World, **given: Any) -> MeetingTask:
    """A table that was held an hour ago, with one task of the police still to do."""
    item = an_item(w, at=timezone.now() - dt.timedelta(hours=1), **given)
    task = spoken(w, item)
    close_meeting(meeting=item.meeting, by=w.unit_head)
    return MeetingTask.objects.select_related("item__meeting__unit").get(pk=task.pk)
