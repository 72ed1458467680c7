"""What every kind of file has in common: judge a chunk by sets, then write it."""

import datetime as dt
from abc import ABC, abstractmethod
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Literal

from schools.importing.errors import WrongOptions, message_of
from schools.importing.kinds import Parsed
from schools.importing.ledger import Ledger
from schools.importing.reach import Reach
from schools.models import ImportBatch


Outcome = Literal["new", "changed", "same"]


@dataclass(frozen=True)
class Options:
    """The choices of one import, as given on the command line or on the form."""

    covers: tuple[dt.date, dt.date] | None = None
    replace: bool = False
    full: bool = False
    yes: bool = False
    schools: tuple[str, ...] = ()

    def as_json(self) -> dict[str, object]:
        return {
            "covers": [day.isoformat() for day in self.covers] if self.covers else None,
            "replace": self.replace,
            "full": self.full,
            "yes": self.yes,
            "schools": list(self.schools),
        }

    @classmethod
    def from_json(cls, stored: dict[str, object]) -> "Options":
        covers = stored.get("covers")
        days = [dt.date.fromisoformat(day) for day in covers or []]  # type: ignore[attr-defined]
        return cls(
            covers=(days[0], days[1]) if days else None,
            replace=bool(stored.get("replace")),
            full=bool(stored.get("full")),
            yes=bool(stored.get("yes")),
            schools=tuple(stored.get("schools") or ()),  # type: ignore[arg-type]
        )


@dataclass
class Job:
    """One run of an import: whose, when, with which options, for which batch."""

    batch: ImportBatch
    reach: Reach
    today: dt.date
    options: Options
    notes: list[str] = field(default_factory=list)
    registers: int = 0  # register days that were new
    ledger: Ledger = field(default_factory=Ledger)


class Taker(ABC):
    """Judges rows against preloaded sets; remembers what `write` will do.

    The runner calls, for each chunk, `prepare`, then `judge` for each row, then
    `write` unless it is a dry run; and at the end `finish`. A dry run judges exactly
    the same rows against the same sets, so its counts are the same.
    """

    def __init__(self, job: Job) -> None:
        self.job = job
        self.named_schools = self._named_schools()
        self.unreadable: Sequence[Parsed] = ()  # what can be read of refused rows
        self.begin()

    def begin(self) -> None:  # noqa: B027
        """Look up what the whole file needs."""

    def meet(self, rows: Sequence[Parsed]) -> None:  # noqa: B027
        """See every row that can be read, before the first is judged."""

    @abstractmethod
    def prepare(self, rows: Sequence[Parsed]) -> None:
        """Look up what a chunk needs; a constant number of queries."""

    @abstractmethod
    def judge(self, row: Parsed) -> Outcome:
        """New, changed or same; raises `RowRefused`."""

    @abstractmethod
    def write(self) -> None:
        """Write what `judge` remembered for this chunk."""

    def forget(self) -> None:  # noqa: B027
        """Drop what `judge` remembered: a dry run writes nothing."""

    def finish(self, *, write: bool) -> int:
        """After the last chunk; returns how many rows were (or would be) removed."""
        return 0

    def mention(self, row: Parsed) -> None:  # noqa: B027
        """A refused row could be read: what it names must not be removed."""

    def _named_schools(self) -> dict[str, int]:
        """The schools of `--school`; unknown and out of reach read the same."""
        wanted = set(self.job.options.schools)
        if not wanted:
            return {}
        rows = self.job.reach.schools().filter(code__in=wanted)
        found = dict(rows.values_list("code", "pk"))
        if wanted - set(found):
            raise WrongOptions(message_of("unknown_school"))
        return found

    def schools_by_code(self, codes: Iterable[str | None]) -> dict[str, int]:
        """Schools in reach by code, those of this chunk."""
        wanted = {code for code in codes if code}
        wanted |= {
            row["school_code"] for row in self.unreadable if row.get("school_code")
        }
        rows = self.job.reach.schools().filter(code__in=wanted)
        return dict(rows.values_list("code", "pk"))
