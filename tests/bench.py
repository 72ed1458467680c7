"""Speed as ratios to a peer, measured side by side: `make bench`.

A pair is one job done by us and by what a peer's maintainers would write: the same
rows, constraints, indexes and validation, both sides interleaved in one run. No pair
has been written yet; the answer says so with an empty list.
"""

import json
import sys
from dataclasses import asdict, dataclass


@dataclass(frozen=True)
class Pair:
    """One measured pair; `ratio` is ours ÷ peer, `ok` when within `limit`."""

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


PAIRS: tuple[Pair, ...] = ()


def main() -> int:
    rows = [asdict(pair) | {"ratio": pair.ratio, "ok": pair.ok} for pair in PAIRS]
    sys.stdout.write(json.dumps({"scale": "small", "pairs": rows}) + "\n")
    return 0 if all(pair.ok for pair in PAIRS) else 1


if __name__ == "__main__":
    sys.exit(main())
