"""Directorates: code, name, superior. A superior may come later in the same file."""

from collections.abc import Sequence

from schools.importing.errors import RowRefused
from schools.importing.kinds import Parsed
from schools.importing.taking.base import Outcome, Taker
from schools.models import Directorate


class DirectoratesTaker(Taker):
    """A small list: all of it is held in memory."""

    def begin(self) -> None:
        self.stored = {d.code: d for d in Directorate.objects.all()}
        reach = self.job.reach.directorates().values_list("code", flat=True)
        self.within = set(reach)
        codes = {d.pk: code for code, d in self.stored.items()}
        self.parents: dict[str, str] = {
            code: codes[d.parent_id] for code, d in self.stored.items() if d.parent_id
        }
        self.told: dict[str, str] = {}
        self.forget()

    def meet(self, rows: Sequence[Parsed]) -> None:
        for row in rows:
            code, parent = row["directorate_code"], row.get("parent_code")
            self.told[code] = parent or self.parents.get(code, "")
        self.within = self._widened()

    def _widened(self) -> set[str]:
        """What is in reach, with the new offices that the file puts under it."""
        within, grown = set(self.within), True
        while grown:
            fresh = {
                code
                for code, parent in self.told.items()
                if code not in within
                and code not in self.stored
                and (parent in within or (not parent and self.job.reach.is_national))
            }
            within |= fresh
            grown = bool(fresh)
        return within

    def prepare(self, rows: Sequence[Parsed]) -> None:
        """Everything is known since `begin`."""

    def judge(self, row: Parsed) -> Outcome:
        code, parent = row["directorate_code"], row.get("parent_code") or ""
        self._check_circle(code)
        if code not in self.within or (parent and parent not in self.within):
            raise RowRefused("unknown_directorate")
        old = self.stored.get(code)
        if old is None:
            self.new.append(Directorate(code=code, name=row["name"]))
            self.new_parents[code] = parent
            return "new"
        moved = bool(parent) and parent != self.parents.get(code, "")
        if moved:
            self.new_parents[code] = parent
        if old.name != row["name"]:
            old.name = row["name"]
            self.changed.append(old)
            return "changed"
        return "changed" if moved else "same"

    def _check_circle(self, code: str) -> None:
        above, seen = self.told.get(code, ""), {code}
        while above:
            if above in seen:
                raise RowRefused("own_parent")
            seen.add(above)
            above = self.told.get(above, self.parents.get(above, ""))

    def write(self) -> None:
        self.job.ledger.create(self.new)
        self.job.ledger.upsert(self.changed, ["name"])
        self.all_parents |= self.new_parents
        self._drop()

    def forget(self) -> None:
        self.all_parents: dict[str, str] = {}
        self._drop()

    def _drop(self) -> None:
        self.new: list[Directorate] = []
        self.changed: list[Directorate] = []
        self.new_parents: dict[str, str] = {}

    def finish(self, *, write: bool) -> int:
        wanted = {code: parent for code, parent in self.all_parents.items() if parent}
        if write and wanted:
            rows = {d.code: d for d in Directorate.objects.all()}
            for code, parent in wanted.items():
                rows[code].parent = rows[parent]
            self.job.ledger.upsert([rows[code] for code in wanted], ["parent"])
        return 0
