"""Pupils: the roll. A row is a pupil's code; enrolments, classes, moves follow."""

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence

from schools.actions.attendance import refresh_totals
from schools.actions.roll import refresh_places
from schools.importing.errors import RowRefused
from schools.importing.kinds import Parsed
from schools.importing.taking import stays
from schools.importing.taking.base import Outcome, Taker
from schools.importing.taking.classes import Classes, Wanted
from schools.importing.taking.municipalities import Municipalities
from schools.importing.taking.starts import Starts
from schools.importing.taking.whole_roll import (
    Missing,
    missing_pupils,
    raise_vanished,
)
from schools.models import Enrolment, Pupil
from schools.names import name_key
from schools.school_days import start_year_of


OLDEST = 25
PLAIN = ("first_name", "last_name", "birth_date", "sex", "father_name")
PUPIL_WRITTEN = (*PLAIN, "name_key", "residence", "guardian_phone")
STAY_WRITTEN = (
    "class_group",
    "class_since",
    "starts_on",
    "ends_on",
    "end_reason",
)


class PupilsTaker(Taker):
    """Judges the roll by chunk; ends, begins and changes enrolments."""

    def begin(self) -> None:
        self.municipalities = Municipalities()
        self.starts = Starts(self.job.today)
        self.classes = Classes()
        self.born_after = _years_before(self.job.today, OLDEST)
        self.in_file: dict[int, set[str]] = defaultdict(set)
        self.touched: set[int] = set()
        self.seen: set[int] = set()  # pupils on file whom the roll names
        self.forget()

    def forget(self) -> None:
        self.new_pupils: list[Pupil] = []
        self.changed_pupils: list[Pupil] = []
        self.changes: list[tuple[Pupil, stays.Change, Wanted]] = []

    def prepare(self, rows: Sequence[Parsed]) -> None:
        self.schools = self.schools_by_code(row["school_code"] for row in rows)
        codes = {row["pupil_code"] for row in rows}
        self.pupils = {p.code: p for p in Pupil.objects.filter(code__in=codes)}
        self.known: dict[int, list[Enrolment]] = defaultdict(list)
        found = Enrolment.objects.filter(pupil__code__in=codes).order_by("starts_on")
        for enrolment in found:
            self.known[enrolment.pupil_id].append(enrolment)
        self.mine = self._schools_in_reach()
        self.starts.preload(self.schools.values())
        years = {self._class_year(row) for row in rows}
        self.classes.preload(self.schools.values(), years)

    def _schools_in_reach(self) -> set[int]:
        places = {e.school_id for found in self.known.values() for e in found}
        rows = self.job.reach.schools().filter(pk__in=places)
        return set(rows.values_list("pk", flat=True)) | set(self.schools.values())

    def judge(self, row: Parsed) -> Outcome:
        self._check_values(row)
        school = self.schools.get(row["school_code"])
        if school is None:
            raise RowRefused("unknown_school")
        residence = row.get("residence")
        place = self.municipalities.of(residence) if residence else None
        pupil = self.pupils.get(row["pupil_code"])
        known = self.known[pupil.pk] if pupil else []
        wanted = (school, self._class_year(row), row["class"])
        told = self._told(row, school, wanted)
        if pupil is not None:
            self._check_reach(known, told)
        change = stays.place(told, known)
        self._check_ended(change)
        self.in_file[school].add(row["pupil_code"])
        if pupil is not None and self.job.options.full:
            self.seen.add(pupil.pk)
        return self._remember(row, pupil, change, wanted, place)

    def _check_values(self, row: Parsed) -> None:
        if row["birth_date"] > self.job.today:
            raise RowRefused("birth_future")
        if row["birth_date"] < self.born_after:
            raise RowRefused("birth_too_early")
        if row.get("end_reason") and not row.get("ends_on"):
            raise RowRefused("reason_without_end")
        start, end = row.get("starts_on"), row.get("ends_on")
        if start and end and end < start:
            raise RowRefused("ends_before_start")

    def _told(self, row: Parsed, school: int, wanted: Wanted) -> stays.Told:
        default = None
        if row.get("starts_on") is None:
            try:
                default = self.starts.of(school)
            except RowRefused:
                default = None
        return stays.Told(
            school=school,
            class_group=self.classes.id_of(wanted) or stays.NOT_MADE,
            starts_on=row.get("starts_on"),
            ends_on=row.get("ends_on"),
            end_reason=row.get("end_reason") or "",
            default_start=default,
            today=self.job.today,
        )

    def _check_reach(self, known: Sequence[Enrolment], told: stays.Told) -> None:
        """A pupil of another school is unknown here until that school lets go."""
        if self.job.reach.is_national:
            return
        if any(enrolment.school_id in self.mine for enrolment in known):
            return
        start = told.starts_on or told.default_start
        released = known and all(
            e.ends_on is not None and start is not None and e.ends_on < start
            for e in known
        )
        if not released:
            raise RowRefused("unknown_pupil")

    def _check_ended(self, change: stays.Change) -> None:
        """Nobody takes a pupil out of a school that is out of reach."""
        if self.job.reach.is_national:
            return
        if any(enrolment.school_id not in self.mine for enrolment in change.ended):
            raise RowRefused("unknown_pupil")

    def _remember(
        self,
        row: Parsed,
        pupil: Pupil | None,
        change: stays.Change,
        wanted: Wanted,
        place: int | None,
    ) -> Outcome:
        if pupil is None:
            pupil = Pupil(code=row["pupil_code"])
            _fill(pupil, row, place)
            self.new_pupils.append(pupil)
            self.changes.append((pupil, change, wanted))
            return "new"
        stays_change = change.is_new or change.is_changed
        if stays_change:
            self.changes.append((pupil, change, wanted))
        person_changed = self._may_edit(pupil, change) and _fill(pupil, row, place)
        if person_changed:
            self.changed_pupils.append(pupil)
        return "changed" if stays_change or person_changed else "same"

    def mention(self, row: Parsed) -> None:
        """A refused row still names the pupil: that child has not vanished."""
        school = self.schools.get(row.get("school_code", ""))
        if school and row.get("pupil_code"):
            self.in_file[school].add(row["pupil_code"])

    def _may_edit(self, pupil: Pupil, change: stays.Change) -> bool:
        latest = self.known[pupil.pk][-1:]
        return (
            self.job.reach.is_national
            or change.is_new
            or all(enrolment.school_id in self.mine for enrolment in latest)
        )

    def _class_year(self, row: Parsed) -> int:
        """The school year whose class the row names: today's, or that of a leaver."""
        today = self.job.today
        day = min(row.get("ends_on") or today, today)
        return start_year_of(max(day, row.get("starts_on") or day))

    def write(self) -> None:
        self.classes.make(wanted for _pupil, _change, wanted in self.changes)
        ledger = self.job.ledger
        ledger.create(self.new_pupils)
        ledger.upsert(self.changed_pupils, PUPIL_WRITTEN)
        ended: list[Enrolment] = []
        changed: list[Enrolment] = []
        new: list[Enrolment] = []
        for pupil, change, wanted in self.changes:
            enrolment = change.enrolment
            enrolment.pupil = pupil
            if enrolment.class_group_id == stays.NOT_MADE:
                enrolment.class_group_id = self.classes.id_of(wanted)
            ended += change.ended
            (new if change.is_new else changed).append(enrolment)
            self.touched.add(pupil.pk)
        ledger.upsert(ended, STAY_WRITTEN)
        ledger.upsert(changed, STAY_WRITTEN)
        ledger.create(new)
        self.forget()

    def finish(self, *, write: bool) -> int:
        missing: Missing = {}
        if self.job.options.full:
            schools = set(self.in_file) | set(self.named_schools.values())
            missing = missing_pupils(
                self.in_file, schools, self.job.today, yes=self.job.options.yes
            )
        if write:
            refresh_places(pupils=self.touched, on=self.job.today)
            refresh_totals(
                pupils=self.touched, start_years=[start_year_of(self.job.today)]
            )
            if self.job.options.full:
                raise_vanished(missing, self.seen, self.job.today)
        return sum(len(found) for found in missing.values())


def _fill(pupil: Pupil, row: Parsed, residence: int | None) -> bool:
    """Put the row's values on the pupil; blank cells keep what is known."""
    before = {name: getattr(pupil, name) for name in PLAIN}
    before_residence = pupil.residence_id
    for name in PLAIN:
        if row.get(name) is not None:
            setattr(pupil, name, row[name])
    if residence is not None:
        pupil.residence_id = residence
    phone = row.get("guardian_phone")
    phone_changed = phone is not None and phone != pupil.guardian_phone
    if phone_changed:
        pupil.guardian_phone = phone
    pupil.name_key = name_key(pupil.first_name, pupil.father_name, pupil.last_name)
    changed = any(getattr(pupil, name) != value for name, value in before.items())
    return changed or phone_changed or before_residence != pupil.residence_id


def _years_before(day: dt.date, years: int) -> dt.date:
    try:
        return day.replace(year=day.year - years)
    except ValueError:  # 29 February
        return day.replace(year=day.year - years, day=28)
