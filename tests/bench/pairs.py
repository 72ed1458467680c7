"""A pair: one job done by us and by a peer, measured in the same run.

A peer is what its maintainers would write: the same rows, constraints, indexes and
validation, both sides interleaved.
"""

from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True)
class Pair:
    """One measured pair, in milliseconds; `ok` when the ratio is within `limit`."""

    name: str
    ours: float
    peer: float
    limit: float

    @property
    def ratio(self) -> float:
        return round(self.ours / self.peer, 3)

    @property
    def ok(self) -> bool:
        return self.ratio <= self.limit

    def row(self) -> dict[str, Any]:
        """The pair as `contract.md` prints it."""
        return asdict(self) | {"ratio": self.ratio, "ok": self.ok}
