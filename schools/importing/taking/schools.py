"""Schools: code, name, type, and the two parents."""

from collections.abc import Sequence

from schools.importing.errors import RowRefused
from schools.importing.kinds import Parsed
from schools.importing.taking.base import Outcome, Taker
from schools.importing.taking.municipalities import Municipalities
from schools.models import School


FIELDS = ("name", "type", "municipality_id", "directorate_id")


class SchoolsTaker(Taker):
    """A school belongs to the directorate in reach that the row names."""

    def begin(self) -> None:
        self.municipalities = Municipalities()
        rows = self.job.reach.directorates().values_list("code", "pk")
        self.directorates = dict(rows)
        self.forget()

    def prepare(self, rows: Sequence[Parsed]) -> None:
        codes = {row["school_code"] for row in rows}
        self.stored = {s.code: s for s in School.objects.filter(code__in=codes)}
        self.within = set(self.schools_by_code(codes))

    def judge(self, row: Parsed) -> Outcome:
        code = row["school_code"]
        old = self.stored.get(code)
        if old is not None and code not in self.within:
            raise RowRefused("unknown_school")
        directorate = self.directorates.get(row["directorate"])
        municipality = self.municipalities.of(row["municipality"])
        if directorate is None:
            raise RowRefused("unknown_directorate")
        told = (row["name"], row["type"], municipality, directorate)
        if old is None:
            self.new.append(School(code=code, **dict(zip(FIELDS, told, strict=True))))
            return "new"
        if tuple(getattr(old, name) for name in FIELDS) == told:
            return "same"
        for name, value in zip(FIELDS, told, strict=True):
            setattr(old, name, value)
        self.changed.append(old)
        return "changed"

    def write(self) -> None:
        self.job.ledger.create(self.new)
        self.job.ledger.upsert(
            self.changed, ("name", "type", "municipality", "directorate")
        )
        self.forget()

    def forget(self) -> None:
        self.new: list[School] = []
        self.changed: list[School] = []
