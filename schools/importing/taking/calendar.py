"""The calendar: national rows, and a school's own rows that beat them.

A row without a school means every school. Where the sender does not reach the
nation, it means every school in reach, and becomes an own row only of the schools
whose calendar does not say the same already.
"""

import datetime as dt
from collections.abc import Sequence

from schools.actions.calendar import follow_calendar
from schools.importing.errors import RowRefused
from schools.importing.kinds import Parsed
from schools.importing.taking.base import Outcome, Taker
from schools.models import SchoolDay, SchoolYear
from schools.school_days import start_year_of


FIRST_YEAR, LAST_YEAR = 2000, 2100


class CalendarTaker(Taker):
    """Judges days by (date, school)."""

    def begin(self) -> None:
        self.years = dict(SchoolYear.objects.values_list("start_year", "pk"))
        self.everywhere: list[int] = []
        if not self.job.reach.is_national:
            self.everywhere = list(
                self.job.reach.schools().values_list("pk", flat=True)
            )
        self.moved: set[dt.date] = set()
        self.forget()

    def prepare(self, rows: Sequence[Parsed]) -> None:
        self.schools = self.schools_by_code(row.get("school_code") for row in rows)
        dates = {row["date"] for row in rows}
        found = SchoolDay.objects.filter(date__in=dates)
        if not self.job.reach.is_national:
            found = found.filter(self.job.reach.of("school__")) | found.filter(
                school=None
            )
        self.stored = {(day.school_id, day.date): day for day in found.distinct()}

    def judge(self, row: Parsed) -> Outcome:
        if not FIRST_YEAR <= start_year_of(row["date"]) <= LAST_YEAR:
            raise RowRefused("bad_date", "date")
        code = row.get("school_code")
        if code:
            school = self.schools.get(code)
            if school is None:
                raise RowRefused("unknown_school")
            return self._one(row, school)
        if self.job.reach.is_national:
            return self._one(row, None)
        return self._each(row)

    def _one(self, row: Parsed, school: int | None) -> Outcome:
        is_open, label = row["open"] == "yes", row.get("label")
        old = self.stored.get((school, row["date"]))
        if old is None:
            self.new.append(self._day(row, school))
            self.moved.add(row["date"])
            return "new"
        if old.is_open == is_open and label in (None, old.label):
            return "same"
        if old.is_open != is_open:
            self.moved.add(row["date"])
            old.n = None
        old.is_open, old.label = is_open, old.label if label is None else label
        self.changed.append(old)
        return "changed"

    def _each(self, row: Parsed) -> Outcome:
        """The row for every school in reach whose calendar says otherwise."""
        national = self.stored.get((None, row["date"]))
        outcomes: set[Outcome] = set()
        for school in self.everywhere:
            own = self.stored.get((school, row["date"]))
            if own is None and national and national.is_open == (row["open"] == "yes"):
                outcomes.add("same")
            else:
                outcomes.add(self._one(row, school))
        if not outcomes:
            raise RowRefused("unknown_school")
        if outcomes == {"same"}:
            return "same"
        return "new" if outcomes == {"new"} else "changed"

    def _day(self, row: Parsed, school: int | None) -> SchoolDay:
        return SchoolDay(
            school_id=school,
            date=row["date"],
            is_open=row["open"] == "yes",
            label=row.get("label") or "",
        )

    def write(self) -> None:
        for day in self.new:
            day.year_id = self._year(start_year_of(day.date))
        self.job.ledger.create(self.new)
        self.job.ledger.upsert(self.changed, ("is_open", "label", "n"))
        self.forget()

    def _year(self, start_year: int) -> int:
        if start_year not in self.years:
            year, _made = SchoolYear.objects.get_or_create(start_year=start_year)
            self.years[start_year] = year.pk
        return self.years[start_year]

    def forget(self) -> None:
        self.new: list[SchoolDay] = []
        self.changed: list[SchoolDay] = []

    def finish(self, *, write: bool) -> int:
        if write and self.moved:
            follow_calendar(self.moved)
        return 0
