"""A lesson in steps: where a reader stands, and how long the rest takes. Pure.

A place is a trail: the ids of the steps from the first to the one that is open.
When an editor removes a step, the nearest before it on the trail is still known.
"""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any


NOT_READ = {"id", "type", "kind", "key", "image", "file", "shows"}


@dataclass(frozen=True)
class Course:
    """The steps of a lesson in one language: ids, and the words in each."""

    ids: tuple[str, ...]
    words: tuple[int, ...]
    minutes: int

    def trail(self, index: int) -> list[str]:
        return list(self.ids[: index + 1])

    def index_of(self, trail: Sequence[str]) -> int:
        """Where the trail ends today; the first step when none of it is left."""
        for known in reversed(trail):
            if known in self.ids:
                return self.ids.index(known)
        return 0

    def index_asked(self, asked: str) -> int | None:
        """A number from an address, from 1; beyond the end it is the last step."""
        if not asked.isdecimal() or int(asked) < 1:
            return None
        return max(min(int(asked), len(self.ids)) - 1, 0)

    def minutes_from(self, index: int) -> int:
        """Of the lesson's minutes, those of this step and the ones after it, by the
        share of words; a step that is still to be read takes at least one."""
        total = sum(self.words)
        if not total:
            return self.minutes
        return math.ceil(self.minutes * sum(self.words[index:]) / total) or 1


def words_in(value: Any) -> int:
    """How many words a reader meets in a block as it is stored."""
    return sum(len(text.split()) for text in texts_in(value))


def texts_in(value: Any) -> Iterator[str]:
    """Each text of a block as it is stored, without keys and switches."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, list):
        for one in value:
            yield from texts_in(one)
    elif isinstance(value, dict):
        for name, one in value.items():
            if name not in NOT_READ:
                yield from texts_in(one)
