"""`make bench`: every pair as JSON; exit 1 when one is beyond its limit."""

import json
import os
import sys

from tests.bench import servers
from tests.bench.load import side_by_side
from tests.bench.pairs import Pair


ROUNDS, REQUESTS = 12, 25
# How many times a bare page each may take: issue B, "Must show" 4, and issue C, 3.
LIMITS = {"caseload": 2.0, "inbox": 2.0, "timeline": 2.0, "lesson": 1.5}
LMS_PYTHON = os.environ.get("LMS_PYTHON", sys.executable)


def main() -> int:
    with (
        servers.portal() as pages,
        servers.peer("bare") as bare,
        servers.peer("lms", LMS_PYTHON) as lms,
    ):
        asked = [*pages.values(), bare, lms]
        side_by_side(asked, rounds=ROUNDS, requests=REQUESTS)
    pairs = [
        Pair(f"{name}_p95", page.percentile(95), bare.percentile(95), LIMITS[name])
        for name, page in pages.items()
    ]
    ours, theirs = pages["lesson"].percentile(95), lms.percentile(95)
    pairs.append(Pair("lesson_to_wagtail_lms_p95", ours, theirs, 1.0))
    rows = [pair.row() for pair in pairs]
    sys.stdout.write(json.dumps({"scale": "small", "pairs": rows}, indent=1) + "\n")
    return 0 if all(pair.ok for pair in pairs) else 1


if __name__ == "__main__":
    sys.exit(main())
