"""Absences: a row is (pupil, date); registers, withdrawals and totals follow.

Contract, import_data: `--covers`, `--replace`, and the refusals of this kind.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence

from django.utils.translation import gettext as _

from schools.actions.attendance import record_registers, refresh_totals
from schools.calendars import Calendars
from schools.importing.errors import RowRefused
from schools.importing.kinds import Parsed
from schools.importing.taking.base import Outcome, Taker
from schools.models import Absence, Enrolment, RegisterDay
from schools.school_days import dates_from_to, start_year_of


Place = tuple[int, dt.date, dt.date | None]  # school, from, until
WRITTEN = ("school", "kind", "lessons_missed", "lessons_held", "batch")


class AbsencesTaker(Taker):
    """Judges absences by enrolment and calendar; keeps (school, day) that count."""

    def begin(self) -> None:
        self.pupils: dict[str, int] = {}
        self.places: dict[int, list[Place]] = {}
        self.stored: dict[tuple[int, dt.date], Absence] = {}
        self.touched: set[int] = set()
        self.named: set[tuple[int, dt.date]] = set()
        self.recorded: dict[int, set[dt.date]] = defaultdict(set)
        self.years: set[int] = set()
        self.attended: set[int] = set(self.named_schools.values())
        this_year = start_year_of(self.job.today)
        self.calendars = Calendars(range(this_year - 1, this_year + 1))
        self.forget()

    def prepare(self, rows: Sequence[Parsed]) -> None:
        codes = {row["pupil_code"] for row in rows}
        codes |= {row.get("pupil_code") for row in self.unreadable}
        self.pupils, self.places = {}, defaultdict(list)
        found = Enrolment.objects.filter(
            self.job.reach.of("school__"), pupil__code__in=codes
        )
        fields = ("pupil__code", "pupil_id", "school_id", "starts_on", "ends_on")
        for code, pupil, school, first, last in found.values_list(*fields):
            self.pupils[code] = pupil
            self.places[pupil].append((school, first, last))
        self._prepare_calendars(rows)
        dates = {row["date"] for row in rows}
        self.stored = {
            (absence.pupil_id, absence.date): absence
            for absence in Absence.objects.filter(
                pupil__in=set(self.pupils.values()),
                date__gte=min(dates, default=self.job.today),
                date__lte=max(dates, default=self.job.today),
            )
        }

    def _prepare_calendars(self, rows: Sequence[Parsed]) -> None:
        years = {start_year_of(row["date"]) for row in rows}
        if years - set(self.calendars.start_years):
            self.calendars = Calendars({*years, *self.calendars.start_years})
        schools = {place[0] for places in self.places.values() for place in places}
        self.calendars.preload(schools)

    def judge(self, row: Parsed) -> Outcome:
        _check_lessons(row)
        if row["date"] > self.job.today:
            raise RowRefused("future_date")
        pupil = self.pupils.get(row["pupil_code"])
        if pupil is None:
            raise RowRefused("unknown_pupil")
        school = self._school_on(pupil, row["date"])
        if row["date"] not in self.calendars.session_set(school):
            raise RowRefused("out_of_session")
        self._accept(pupil, school, row["date"])
        return self._compare(pupil, school, row)

    def _school_on(self, pupil: int, day: dt.date) -> int:
        for school, first, last in self.places[pupil]:
            if first <= day and (last is None or day <= last):
                return school
        raise RowRefused("outside_enrolment")

    def _accept(self, pupil: int, school: int, day: dt.date) -> None:
        self.recorded[school].add(day)
        self.years.add(start_year_of(day))
        if self.job.options.replace:
            self.named.add((pupil, day))
        if self.job.options.covers:
            first, last = self.job.options.covers
            self.attended.update(
                place[0]
                for place in self.places[pupil]
                if place[1] <= last and (place[2] is None or place[2] >= first)
            )

    def _compare(self, pupil: int, school: int, row: Parsed) -> Outcome:
        told = (row["kind"], row.get("lessons_missed"), row.get("lessons_held"))
        old = self.stored.get((pupil, row["date"]))
        if old and (old.kind, old.lessons_missed, old.lessons_held) == told:
            return "same"
        absence = old or Absence(pupil_id=pupil, date=row["date"])
        absence.kind, absence.lessons_missed, absence.lessons_held = told
        absence.school_id, absence.batch = school, self.job.batch
        self.touched.add(pupil)
        (self.changed if old else self.new).append(absence)
        return "changed" if old else "new"

    def mention(self, row: Parsed) -> None:
        pupil = self.pupils.get(row.get("pupil_code", ""))
        if pupil and row.get("date"):
            self.named.add((pupil, row["date"]))

    def write(self) -> None:
        self.job.ledger.create(self.new)
        self.job.ledger.upsert(self.changed, WRITTEN)
        self.forget()

    def forget(self) -> None:
        self.new: list[Absence] = []
        self.changed: list[Absence] = []

    def finish(self, *, write: bool) -> int:
        days = self._recorded_days()
        doomed = self._withdrawn(days) if self.job.options.replace else []
        if write:
            self._settle(days, doomed)
        if self.job.options.covers is None and any(days.values()):
            self.job.notes.append(
                _(
                    "Only days with an accepted row count as recorded at their school."
                    " Use --covers to tell which days the registers were taken."
                )
            )
        return len(doomed)

    def _recorded_days(self) -> dict[int, set[dt.date]]:
        """By school: the covered days in session, and every day with a row."""
        days = {school: set(found) for school, found in self.recorded.items()}
        if self.job.options.covers:
            self.calendars.preload(self.attended)
            span = set(dates_from_to(*self.job.options.covers))
            for school in self.attended:
                open_days = span & self.calendars.session_set(school)
                days.setdefault(school, set()).update(open_days)
        return days

    def _withdrawn(self, days: dict[int, set[dt.date]]) -> list[tuple[int, int, int]]:
        """(absence, pupil, start year) on those days and schools, not in the file."""
        doomed = []
        for school, found in days.items():
            if not found:
                continue
            rows = Absence.objects.filter(
                school=school, date__gte=min(found), date__lte=max(found)
            )
            for pk, pupil, day in rows.values_list("pk", "pupil_id", "date"):
                if day in found and (pupil, day) not in self.named:
                    doomed.append((pk, pupil, start_year_of(day)))
        return doomed

    def _settle(
        self, days: dict[int, set[dt.date]], doomed: list[tuple[int, int, int]]
    ) -> None:
        self.job.ledger.delete(Absence, [pk for pk, _pupil, _year in doomed])
        fresh = record_registers(
            days=days, source=RegisterDay.Source.IMPORT, batch=self.job.batch
        )
        self.job.registers = sum(len(found) for found in fresh.values())
        refresh_totals(
            pupils=self.touched | {pupil for _pk, pupil, _y in doomed},
            registers=fresh,
            start_years=self.years | {year for _pk, _p, year in doomed},
        )


def _check_lessons(row: Parsed) -> None:
    missed, held = row.get("lessons_missed"), row.get("lessons_held")
    if missed is not None and held is None:
        raise RowRefused("missed_without_held")
    if held == 0:
        raise RowRefused("held_zero")
    if missed is not None and held is not None and missed > held:
        raise RowRefused("missed_over_held")
