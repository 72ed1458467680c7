"""The many schools around the story: a district's 250, a nation's 3,000.

Brought in as the story's own files are, a chunk of schools at a time, so that memory
does not grow with the nation.
"""

import datetime as dt
from collections.abc import Iterator, Sequence
from functools import partial

from portal.demo import Demo
from schools.actions.units import change_unit
from schools.demo import people, roll
from schools.demo.files import bring_in
from schools.demo.headers import ABSENCES, DIRECTORATES, PUPILS, SCHOOLS, STAFF
from schools.demo.registers import rows_of
from schools.demo.story import BASIC, EXAMPLE, OFFICES, PLACES, REGION, UPPER, Place
from schools.importing.taking.base import Options
from schools.models import Municipality, ProtectionUnit


SCHOOLS_IN_ALL = {"small": len(PLACES), "district": 250, "nation": 3_000}
AT_ONCE = 25
DISTRICT_QARKS = ("AL-01", "AL-04")
KINDS = (("basic", BASIC), ("basic", BASIC), ("upper_secondary", UPPER))
FEWEST, SPREAD, TEACHERS = 120, 161, 12  # 200 pupils on average


def tell(demo: Demo) -> None:
    """Places and staff at the start; rolls and registers when the story is told."""
    towns = _towns(demo)
    places = list(_places(demo, towns))
    past = roll.past_days(demo)
    start = demo.on_day(roll.begun(demo), "06:00")
    demo.step(start, lambda: _bring_places(demo, towns, places))
    last = demo.on_day(past[-1] if past else demo.on, "12:00")
    for number, chunk in enumerate(_chunks(places)):
        first_code = len(PLACES) + 1 + number * AT_ONCE
        demo.step(start, partial(_bring_staff, demo, chunk, first_code))
        demo.step(last, partial(_bring_roll, demo, chunk))
        if past:
            demo.step(last, partial(_bring_registers, demo, chunk, past))


def _towns(demo: Demo) -> list[Municipality]:
    towns = Municipality.objects.select_related("qark").order_by("code")
    if demo.scale == "district":
        towns = towns.filter(qark__code__in=DISTRICT_QARKS)
    return list(towns)


def _places(demo: Demo, towns: Sequence[Municipality]) -> Iterator[Place]:
    rng = demo.rng("many")
    for number in range(SCHOOLS_IN_ALL[demo.scale] - len(PLACES)):
        town = towns[number % len(towns)]
        nth = 101 + number // len(towns)
        kind, grades = KINDS[number % len(KINDS)]
        yield Place(
            f"{town.code}-{nth}",
            f"Shkolla {nth}, {town.name} {EXAMPLE}",
            kind,
            town.code,
            f"ZV-{town.code}",
            grades,
            FEWEST + rng.randrange(SPREAD),
            TEACHERS,
        )


def _chunks(places: Sequence[Place]) -> Iterator[Sequence[Place]]:
    for start in range(0, len(places), AT_ONCE):
        yield places[start : start + AT_ONCE]


def _bring_places(
    demo: Demo, towns: Sequence[Municipality], places: Sequence[Place]
) -> None:
    known = {code for code, _name, _parent in OFFICES}
    offices = {f"ZV-{town.code}": town for town in towns}
    regions = {_region(town): town.qark.name for town in towns} | {REGION[0]: ""}
    rows = [
        (code, f"Drejtoria Rajonale {name} {EXAMPLE}", "")
        for code, name in regions.items()
        if name
    ]
    rows += [
        (code, f"Zyra Vendore {town.name} {EXAMPLE}", _region(town))
        for code, town in offices.items()
        if code not in known
    ]
    bring_in("directorates", DIRECTORATES, rows)
    names = {town.code: town.name for town in towns}
    bring_in(
        "schools",
        SCHOOLS,
        ((p.code, p.name, p.type, names[p.municipality], p.office) for p in places),
    )
    _make_units(towns)


def _region(town: Municipality) -> str:
    """The story's own qarks stay with the story's directorate."""
    if town.qark.code in DISTRICT_QARKS:
        return REGION[0]
    return f"DR-{town.qark.code}"


def _make_units(towns: Sequence[Municipality]) -> None:
    taken = set(ProtectionUnit.objects.values_list("municipality", flat=True))
    for town in towns:
        if town.pk in taken:
            continue
        change_unit(
            unit=ProtectionUnit(municipality=town),
            name=f"NJMF {town.name} {EXAMPLE}",
            telephone=f"00 000 {town.code}",
            address="",
            email="",
            has_account=False,
            protocol_signed_on=None,
            by=None,
        )


def _bring_staff(demo: Demo, places: Sequence[Place], first: int) -> None:
    rows = (
        row
        for number, place in enumerate(places, first)
        for row in people.roster_of(place, number, demo)
    )
    bring_in("staff", STAFF, rows)


def _bring_roll(demo: Demo, places: Sequence[Place]) -> None:
    rows = (one.row for place in places for one in roll.roll_of(place, demo))
    bring_in("pupils", PUPILS, rows)


def _bring_registers(
    demo: Demo, places: Sequence[Place], past: Sequence[dt.date]
) -> None:
    bring_in(
        "absences",
        ABSENCES,
        rows_of(places, demo, past),
        options=Options(
            covers=(past[0], past[-1]), schools=tuple(place.code for place in places)
        ),
    )
