"""Keys that a file repeats: identical rows are `same`, contradictory ones refused.

One pass over the file before validation. Only 64-bit hashes are kept, so that a
national roll fits in memory.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from schools.importing.cells import header_key, to_date
from schools.importing.errors import RowRefused
from schools.importing.kinds import Parsed, Spec, parse
from schools.importing.reading import Row


class Repeats:
    """Knows, after `see` has met every row, which keys are safe."""

    def __init__(self, spec: Spec, columns: Sequence[str]) -> None:
        self.spec, self.columns = spec, columns
        self._content: dict[int, tuple[int, int]] = {}
        self._contradictory: set[int] = set()
        self._people: dict[str, int] = {}
        self._split_people: set[str] = set()

    def see(self, row: Row) -> None:
        values = self._values(row)
        key = self._key(values)
        content = hash(tuple(sorted((k, str(v)) for k, v in values.items())))
        first = self._content.setdefault(key, (content, row.number))
        if first[0] != content:
            self._contradictory.add(key)
        if self.spec.kind == "staff":
            self._see_person(values)

    def check(self, values: Parsed, number: int) -> int:
        """The row that an identical one repeats, or 0; raises for a contradiction."""
        key = self._key(values)
        if key in self._contradictory:
            raise RowRefused("contradictory")
        if values.get("staff_code") in self._split_people:
            raise RowRefused("staff_differs")
        first = self._content[key][1]
        return first if first != number else 0

    def _see_person(self, values: Mapping[str, Any]) -> None:
        code = str(values.get("staff_code"))
        told = hash(
            tuple(str(values.get(n)) for n in ("first_name", "last_name", "email"))
        )
        if self._people.setdefault(code, told) != told:
            self._split_people.add(code)

    def _key(self, values: Mapping[str, Any]) -> int:
        return hash(tuple(str(values.get(name) or "") for name in self.spec.key))

    def _values(self, row: Row) -> Parsed:
        """Parsed values; for a row that cannot be parsed, its texts made comparable."""
        try:
            return parse(self.spec, self.columns, row.cells, row.formulas)
        except RowRefused:
            found: Parsed = {}
            words = {c.name: c.words for c in self.spec.columns}
            for name, text in zip(self.columns, row.cells, strict=False):
                word = (words.get(name) or {}).get(header_key(text))
                found[name] = word or to_date(text) or text or None
            return found
