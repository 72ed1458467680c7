"""Totals of pupils as computed from rows, and recorded days of stored totals.

Reads only; `schools.actions.attendance` writes. `check_totals` compares the two.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from django.db.models import Count, Q

from schools.absence import find
from schools.attendance_records import Registers, marks, pupil_year, stays, touching
from schools.calendars import Calendars
from schools.models import AttendanceTotal, RegisterDay
from schools.school_days import year_bounds


WRITTEN = (
    "school_id",
    "class_group_id",
    "absent",
    "unexplained",
    "days_offset",
    "running",
    "tier",
)


def computed(pupils: Sequence[int], start_year: int) -> list[AttendanceTotal]:
    """Unsaved totals of these pupils, those without an enrolment left out."""
    first, last = year_bounds(start_year)
    mine = Q(pupil__in=pupils)
    own_stays = stays(mine & touching(start_year, last))
    own_marks = marks(mine, first, last)
    registers = Registers(Calendars([start_year]), first, last)
    registers.preload({stay.school for found in own_stays.values() for stay in found})
    found = []
    for pupil, places in own_stays.items():
        year = pupil_year(places, own_marks.get(pupil, {}), registers)
        findings = find(year)
        latest = places[-1]
        running = latest.ends_on is None
        grown = len(registers.of(latest.school))
        if latest.class_group is not None:
            grown += len(registers.of(latest.school, latest.class_group))
        found.append(
            AttendanceTotal(
                pupil_id=pupil,
                start_year=start_year,
                school_id=latest.school,
                class_group_id=latest.class_group,
                absent=findings.absent,
                unexplained=findings.unexplained,
                days_offset=findings.days - (grown if running else 0),
                running=running,
                tier=findings.tier,
            )
        )
    return found


def recorded_days(totals: Iterable[AttendanceTotal], start_year: int) -> dict[int, int]:
    """Recorded days of stored totals, by their pk; one query for all."""
    rows = list(totals)
    first, last = year_bounds(start_year)
    counts: dict[tuple[int, int | None], int] = defaultdict(int)
    registers = RegisterDay.objects.filter(
        school__in={total.school_id for total in rows},
        date__gte=first,
        date__lte=last,
        in_session=True,
    ).values_list("school_id", "class_group_id")
    for school, group, number in registers.annotate(n=Count("pk")):
        counts[school, group] = number
    return {total.pk: total.days_offset + _grown(total, counts) for total in rows}


def _grown(total: AttendanceTotal, counts: dict[tuple[int, int | None], int]) -> int:
    if not total.running:
        return 0
    grown = counts[total.school_id, None]
    if total.class_group_id is not None:
        grown += counts[total.school_id, total.class_group_id]
    return grown


def differences(pupils: Sequence[int], start_year: int) -> Iterator[int]:
    """Pupils whose stored totals are not what their rows say."""
    stored = {
        total.pupil_id: total
        for total in AttendanceTotal.objects.filter(
            pupil__in=pupils, start_year=start_year
        )
    }
    seen = set()
    for total in computed(pupils, start_year):
        seen.add(total.pupil_id)
        old = stored.get(total.pupil_id)
        if old is None:
            if total.absent:
                yield total.pupil_id
        elif any(getattr(old, name) != getattr(total, name) for name in WRITTEN):
            yield total.pupil_id
    yield from (pupil for pupil in stored if pupil not in seen)
