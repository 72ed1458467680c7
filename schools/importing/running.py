"""One run over a staged file: judge every row, and write the good ones or none.

A dry run and a commit judge the same rows against the same sets, so they give the
same counts and codes.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

from schools.importing.duplicates import Repeats
from schools.importing.errors import RowRefused, Tally
from schools.importing.kinds import SPECS, Parsed, Spec, parse
from schools.importing.reading import Row
from schools.importing.staging import chunks_of, rows_of
from schools.importing.taking import TAKERS, Job, Taker
from schools.models import ImportTrace, StagedChunk


@dataclass
class Counts:
    """What a run found; `rows` = new + changed + same + refused."""

    new: int = 0
    changed: int = 0
    same: int = 0
    refused: int = 0
    removed: int = 0
    registers: int = 0
    tally: Tally = field(default_factory=Tally)

    @property
    def rows(self) -> int:
        return self.new + self.changed + self.same + self.refused

    @property
    def has_written(self) -> bool:
        return bool(self.new or self.changed or self.removed or self.registers)


class Run:
    """Judges the rows of a batch in order; `write` says whether they are kept."""

    def __init__(self, job: Job, *, write: bool) -> None:
        self.job, self.keeps = job, write
        self.spec: Spec = SPECS[job.batch.kind]
        self.columns: list[str] = job.batch.columns
        self.counts = Counts()
        self.refused: dict[int, str] = {}  # row number -> error
        self._unreadable: list[Parsed] = []
        self.repeats = Repeats(self.spec, self.columns)
        self.taker: Taker = TAKERS[job.batch.kind](job)

    def go(self) -> Counts:
        """Three passes over the chunks: repeats, meeting, judging."""
        for chunk in chunks_of(self.job.batch):
            for row in rows_of(chunk):
                self.repeats.see(row)
        if type(self.taker).meet is not Taker.meet:
            for chunk in chunks_of(self.job.batch):
                self.taker.meet([values for _row, values, _first in self._good(chunk)])
        for chunk in chunks_of(self.job.batch):
            self._judge(chunk)
        self.counts.removed = self.taker.finish(write=self.keeps)
        self._trace()
        self.counts.registers = self.job.registers
        return self.counts

    def _judge(self, chunk: StagedChunk) -> None:
        refused: dict[str, str] = {}
        good = list(self._good(chunk, refused))
        self.taker.unreadable = self._unreadable
        self.taker.prepare([values for _row, values, _first in good])
        for values in self._unreadable:
            self.taker.mention(values)
        for row, values, repeats in good:
            self._judge_one(row, values, refused, repeats)
        if self.keeps:
            self.taker.write()
            self._trace()
        else:
            self.taker.forget()
        for number, code in refused.items():
            self.counts.tally.add(code, int(number))
        self.counts.refused += len(refused)
        if chunk.refused != refused:
            chunk.refused = refused
            chunk.save(update_fields=["refused"])

    def _trace(self) -> None:
        """Keep what was just written, sealed, for an undo."""
        if self.job.ledger.entries:
            number = self.job.batch.traces.count()
            text = self.job.ledger.as_text()
            ImportTrace.objects.create(
                batch=self.job.batch, number=number, content=text
            )

    def _judge_one(
        self, row: Row, values: Parsed, refused: dict[str, str], repeats: int
    ) -> None:
        """One row; a repeated one shares the fate of the row that it repeats."""
        if repeats in self.refused:
            refused[str(row.number)] = self.refused[repeats]
            return
        if repeats:
            self.counts.same += 1
            return
        try:
            outcome = self.taker.judge(values)
        except RowRefused as refusal:
            refused[str(row.number)] = self.refused[row.number] = refusal.code
            self.taker.mention(values)
        else:
            setattr(self.counts, outcome, getattr(self.counts, outcome) + 1)

    def _good(
        self, chunk: StagedChunk, refused: dict[str, str] | None = None
    ) -> Iterator[tuple[Row, Parsed, int]]:
        """The rows that can be read and do not contradict another."""
        self._unreadable = []
        for row in rows_of(chunk):
            try:
                values = parse(self.spec, self.columns, row.cells, row.formulas)
                repeats = self.repeats.check(values, row.number)
            except RowRefused as refusal:
                if refused is not None:
                    refused[str(row.number)] = refusal.code
                self._unreadable.append(self._readable_part(row))
            else:
                yield row, values, repeats

    def _readable_part(self, row: Row) -> Parsed:
        """What can be read of a refused row: its key protects what it names."""
        found: Parsed = {}
        for name, text in zip(self.columns, row.cells, strict=False):
            if name in self.spec.by_name:
                try:
                    found[name] = self.spec.by_name[name].value(text)
                except RowRefused:
                    continue
        return found
