"""`make bench`: every pair as JSON; exit 1 when one is beyond its limit."""

import json
import sys

from tests.bench import servers
from tests.bench.load import side_by_side
from tests.bench.pairs import Pair


ROUNDS, REQUESTS = 6, 25
LIMIT = 2.0  # a desk may cost twice a bare page; issue B, "Must show" 4


def main() -> int:
    with servers.portal() as pages, servers.bare() as peer:
        side_by_side(list(pages.values()), peer, rounds=ROUNDS, requests=REQUESTS)
        pairs = [
            Pair(f"{name}_p95", page.percentile(95), peer.percentile(95), LIMIT)
            for name, page in pages.items()
        ]
    rows = [pair.row() for pair in pairs]
    sys.stdout.write(json.dumps({"scale": "small", "pairs": rows}, indent=1) + "\n")
    return 0 if all(pair.ok for pair in pairs) else 1


if __name__ == "__main__":
    sys.exit(main())
