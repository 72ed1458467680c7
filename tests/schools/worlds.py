"""Random small worlds for the oracle, and how they are put into the database."""

import datetime as dt

from hypothesis import strategies as st

from schools.models import (
    Absence,
    ClassGroup,
    Enrolment,
    Pupil,
    RegisterDay,
    School,
    SchoolDay,
)
from tests.factories.schools import DirectorateFactory, SchoolFactory, YearFactory
from tests.schools.oracle import Child, World


FIRST, LAST = dt.date(2026, 9, 7), dt.date(2026, 11, 20)
SPAN = [FIRST + dt.timedelta(n) for n in range((LAST - FIRST).days + 1)]
WEEKDAYS = [day for day in SPAN if day.weekday() < 5]
SCHOOLS = ("A", "B")


@st.composite
def worlds(draw, children: int = 4) -> World:
    """Two schools with holidays and gaps in the registers; children who move."""
    session, registers = {}, {}
    for school in SCHOOLS:
        start = draw(st.integers(0, len(WEEKDAYS)))
        length = draw(st.sampled_from([0, 3, 5, 7]))
        closed = set(WEEKDAYS[start : start + length])
        closed |= draw(st.sets(st.sampled_from(WEEKDAYS), max_size=4))
        session[school] = {day for day in WEEKDAYS if day not in closed}
        open_days = sorted(session[school])
        untaken = draw(st.sets(st.sampled_from(open_days), max_size=12))
        registers[school] = set(open_days) - untaken
    found = {f"{n:04}": draw(a_child(session, registers)) for n in range(children)}
    return World(session, registers, found)


@st.composite
def a_child(draw, session, registers) -> Child:
    enrolments = draw(some_enrolments())
    child = Child(enrolments)
    weight = draw(st.sampled_from([0, 2, 5, 9]))
    for day in WEEKDAYS:
        if draw(st.integers(0, 9)) >= weight:
            continue
        kind = draw(
            st.sampled_from(["unexplained", "unexplained", "explained", "activity"])
        )
        lessons = draw(
            st.sampled_from(
                [(None, None), (None, None), (2, 6), (3, 6), (6, 6), (0, 5)]
            )
        )
        child.rows[day] = (kind, *lessons)
    return child


@st.composite
def some_enrolments(draw):
    start = draw(
        st.sampled_from(
            [dt.date(2025, 9, 10), FIRST, dt.date(2026, 9, 21), dt.date(2026, 10, 20)]
        )
    )
    home = draw(st.sampled_from(SCHOOLS))
    fate = draw(st.sampled_from(["stays", "stays", "moves", "leaves"]))
    if fate == "stays":
        return [(home, start, None, "")]
    last = draw(st.dates(max(start, dt.date(2026, 10, 1)), dt.date(2026, 11, 15)))
    reason = draw(
        st.sampled_from(["moved", "left", "abroad", "graduated", "", "other"])
    )
    first = (home, start, last, reason)
    if fate == "leaves":
        return [first]
    gap = draw(st.sampled_from([1, 1, 4, 20]))
    other = "B" if home == "A" else "A"
    return [first, (other, last + dt.timedelta(gap), None, "")]


def build(world: World) -> None:
    """Put a world into the database row by row, with no action of the product."""
    directorate = DirectorateFactory()
    year = YearFactory()
    schools = {
        code: SchoolFactory(code=code, directorate=directorate) for code in SCHOOLS
    }
    SchoolDay.objects.bulk_create(
        SchoolDay(year=year, date=day, is_open=True) for day in WEEKDAYS
    )
    for code, school in schools.items():
        closed = set(WEEKDAYS) - world.session[code]
        SchoolDay.objects.bulk_create(
            SchoolDay(year=year, school=school, date=day, is_open=False)
            for day in closed
        )
        RegisterDay.objects.bulk_create(
            RegisterDay(school=school, date=day, source="import")
            for day in world.registers[code]
        )
        ClassGroup.objects.create(school=school, year=year, name="7A")
    for code, child in world.children.items():
        _build_child(code, child, schools)


def _build_child(code: str, child: Child, schools: dict[str, School]) -> None:
    pupil = Pupil.objects.create(
        code=code,
        first_name="Ana",
        last_name="Shembulli",
        birth_date=dt.date(2014, 3, 1),
        sex="f",
        school=schools[child.enrolments[-1][0]],
    )
    for school, first, last, reason in child.enrolments:
        Enrolment.objects.create(
            pupil=pupil,
            school=schools[school],
            starts_on=first,
            ends_on=last,
            end_reason=reason,
        )
    Absence.objects.bulk_create(
        Absence(
            pupil=pupil,
            school=schools[_school_on(child, day)],
            date=day,
            kind=kind,
            lessons_missed=missed,
            lessons_held=held,
        )
        for day, (kind, missed, held) in child.rows.items()
    )


def _school_on(child: Child, day: dt.date) -> str:
    """Where the row is filed; a row on a day without enrolment counts nowhere."""
    for school, first, last, _reason in child.enrolments:
        if first <= day and (last is None or day <= last):
            return school
    return child.enrolments[0][0]
