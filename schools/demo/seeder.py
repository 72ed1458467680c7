"""The schools floor of the story: places, people, rolls, registers, the watch."""

import datetime as dt

from portal.demo import Demo
from schools.actions.units import change_unit
from schools.demo import calendar, contacts, many, people, registers, roll
from schools.demo.files import bring_in
from schools.demo.headers import (
    CALENDAR,
    DIRECTORATES,
    LEAVERS,
    PUPILS,
    SCHOOLS,
    STAFF,
)
from schools.demo.story import OFFICES, PEMA, PLACES, REGION, UNITS, URA
from schools.importing.taking.base import Options
from schools.models import Municipality, ProtectionUnit
from schools.school_days import start_year_of


def run(demo: Demo) -> None:
    """Note what happens when; the command acts it out."""
    year = start_year_of(demo.on)
    before = demo.on_day(dt.date(year - 1, 9, 1), "08:00")
    begun = demo.on_day(roll.begun(demo), "08:00")
    demo.step(before, lambda: _bring_places(year))
    demo.step(before, lambda: _bring_staff(demo))
    demo.step(before, people.make_cast)
    demo.step(begun, lambda: _bring_rolls(demo))
    # The same staff again: each autumn a list names the classes of the new year.
    demo.step(begun, lambda: _bring_staff(demo))
    demo.step(demo.moment(3, "07:30"), lambda: people.send_on_leave(demo))
    registers.tell(demo, PLACES)
    contacts.tell(demo)
    _tell_leavers(demo)
    if not demo.is_small:
        many.tell(demo)


def _bring_places(year: int) -> None:
    bring_in("directorates", DIRECTORATES, (REGION, *OFFICES))
    towns = dict(Municipality.objects.values_list("code", "name"))
    bring_in(
        "schools",
        SCHOOLS,
        [(p.code, p.name, p.type, towns[p.municipality], p.office) for p in PLACES],
    )
    for unit in UNITS:
        change_unit(
            unit=ProtectionUnit(
                municipality=Municipality.objects.get(code=unit.municipality)
            ),
            name=unit.name,
            telephone=unit.telephone,
            address=unit.address,
            email="",
            has_account=unit.has_account,
            protocol_signed_on=dt.date(year - 1, 9, 15),
            by=None,
        )


def _bring_staff(demo: Demo) -> None:
    rows = [
        row
        for number, place in enumerate(PLACES, 1)
        for row in people.roster_of(place, number, demo)
    ]
    bring_in("staff", STAFF, rows)


def _bring_rolls(demo: Demo) -> None:
    year = start_year_of(demo.on)
    days = (
        (day, "po" if is_open else "jo", why)
        for day, is_open, why in calendar.days(year)
    )
    bring_in("calendar", CALENDAR, days)
    for place in PLACES:
        bring_in("pupils", PUPILS, (one.row for one in roll.roll_of(place, demo)))


def _tell_leavers(demo: Demo) -> None:
    """One pupil left and arrived nowhere; one is missing from a whole roll."""
    past = roll.past_days(demo)
    gone = roll.moved_away(PEMA, demo)
    if gone:
        demo.step(
            demo.on_day(past[-roll.DAYS_SINCE_LEFT], "12:00"),
            lambda: bring_in("pupils", LEAVERS, gone),
        )
    unlisted = roll.child_code("unlisted")
    rest = [one.row for one in roll.roll_of(URA, demo) if one.code != unlisted]
    if len(past) > 5:
        demo.step(
            demo.on_day(past[-5], "12:00"),
            lambda: bring_in("pupils", PUPILS, rest, options=Options(full=True)),
        )
