"""The contract's rules of absence, written a second time and naively.

Nothing of the product is imported. Slow on purpose: every rule walks every day.
"""

import datetime as dt
from dataclasses import dataclass, field
from fractions import Fraction


DAY = dt.timedelta(days=1)


@dataclass
class Child:
    """A child's enrolments [(school, first, last or None, reason)] and rows."""

    enrolments: list[tuple[str, dt.date, dt.date | None, str]]
    rows: dict[dt.date, tuple[str, int | None, int | None]] = field(
        default_factory=dict
    )


@dataclass
class World:
    """Days in session and days with a register, by school."""

    session: dict[str, set[dt.date]]
    registers: dict[str, set[dt.date]]
    children: dict[str, Child]


def days_between(first: dt.date, last: dt.date) -> list[dt.date]:
    found = []
    while first <= last:
        found.append(first)
        first += DAY
    return found


def school_of(child: Child, day: dt.date) -> str | None:
    for school, first, last, _reason in child.enrolments:
        if day >= first and (last is None or day <= last):
            return school
    return None


def missed_day(row: tuple[str, int | None, int | None] | None) -> bool:
    if row is None or row[0] == "activity":
        return False
    _kind, missed, held = row
    if missed is None or held is None:
        return True
    return Fraction(missed, held) >= Fraction(1, 2)


def missed_part(row: tuple[str, int | None, int | None] | None) -> bool:
    if row is None or row[0] == "activity" or row[1] is None or row[2] is None:
        return False
    return row[1] > 0 and row[1] < row[2]


def judge(world: World, child: Child, on: dt.date) -> dict | None:
    """None: not enrolled this year. Else tier and the names of the triggers."""
    year = on.year if on >= dt.date(on.year, 9, 1) else on.year - 1
    year_days = days_between(dt.date(year, 9, 1), on)
    if not any(school_of(child, day) for day in year_days):
        return None
    recorded = []
    for day in year_days:
        school = school_of(child, day)
        if school and day in world.session[school] and day in world.registers[school]:
            recorded.append(day)
    gone = {day for day in recorded if missed_day(child.rows.get(day))}
    tier = ""
    if len(recorded) >= 10:
        rate = Fraction(len(gone), len(recorded))
        for name, band in (
            ("notice", 5),
            ("chronic", 10),
            ("severe", 20),
            ("critical", 50),
        ):
            if rate >= Fraction(band, 100):
                tier = name
    triggers = {
        name
        for name, rule in RULES.items()
        if rule(world, child, recorded, gone, year_days)
    }
    return {
        "tier": tier,
        "triggers": triggers,
        "days": len(recorded),
        "absent": len(gone),
    }


def arrivals(world, child, year_days):
    found = []
    for school, first, last, _reason in child.enrolments:
        if first > year_days[-1] or (last and last < year_days[0]):
            continue
        open_days = sorted(d for d in world.session[school] if d in set(year_days))
        if open_days:
            found.append(max(first, open_days[0]))
    return found


def first_month(world, child, recorded, gone, year_days):
    return any(
        len([d for d in gone if start <= d <= start + 30 * DAY]) >= 2
        for start in arrivals(world, child, year_days)
    )


def three_in_row(world, child, recorded, gone, year_days):
    bad = [d in gone and child.rows[d][0] == "unexplained" for d in recorded]
    ends = [n for n in range(2, len(bad)) if bad[n] and bad[n - 1] and bad[n - 2]]
    return any(n >= len(bad) - 10 for n in ends)


def five_in_twenty(world, child, recorded, gone, year_days):
    return sum(d in gone for d in recorded[-20:]) >= 5


def part_days(world, child, recorded, gone, year_days):
    return sum(missed_part(child.rows.get(d)) for d in recorded[-20:]) >= 8


def after_break(world, child, recorded, gone, year_days):
    for day in year_days:
        school = school_of(child, day)
        if school is None or day not in world.session[school]:
            continue
        before = [d for d in world.session[school] if year_days[0] <= d < day]
        if not before:
            continue
        out = [d for d in days_between(max(before) + DAY, day - DAY) if d.weekday() < 5]
        back = [d for d in recorded if d >= day][:2]
        if len(out) >= 5 and len(back) == 2 and all(d in gone for d in back):
            return True
    return False


def never_arrived(world, child, recorded, gone, year_days):
    starts = arrivals(world, child, year_days)
    if not starts:
        return False
    since = [d for d in recorded if d >= starts[-1]]
    return len(since) >= 5 and all(d in gone for d in since)


def no_arrival(world, child, recorded, gone, year_days):
    begun = [e for e in child.enrolments if e[1] <= year_days[-1]]
    school, _first, last, reason = max(begun, key=lambda e: e[1])
    if last is None or reason in {"graduated", "abroad", "died"}:
        return False
    return len([d for d in world.session[school] if last < d <= year_days[-1]]) >= 10


RULES = {
    "first_month": first_month,
    "three_in_row": three_in_row,
    "five_in_twenty": five_in_twenty,
    "after_break": after_break,
    "part_days": part_days,
    "never_arrived": never_arrived,
    "no_arrival": no_arrival,
}


def count(world: World, on: dt.date) -> dict:
    """What `watch_absences --json` must print."""
    found = {name: judge(world, child, on) for name, child in world.children.items()}
    judged = {name: told for name, told in found.items() if told is not None}
    year = on.year if on >= dt.date(on.year, 9, 1) else on.year - 1
    schools = {
        school_of(child, day)
        for child in world.children.values()
        for day in days_between(dt.date(year, 9, 1), on)
    } - {None}
    high = {"chronic", "severe", "critical"}
    return {
        "on": on.isoformat(),
        "schools": len(schools),
        "pupils": len(judged),
        "flagged": sum(
            t["tier"] in high or bool(t["triggers"]) for t in judged.values()
        ),
        "tiers": {
            tier: sum(t["tier"] == tier for t in judged.values())
            for tier in ("notice", "chronic", "severe", "critical")
        },
        "triggers": {
            name: sum(name in t["triggers"] for t in judged.values()) for name in RULES
        },
    }
