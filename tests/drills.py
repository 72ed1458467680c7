"""Faults, set and survived: `make drills`.

A drill breaks one thing on purpose (a full disk, a killed import, a lost database) and
reports what the portal did. No drill has been written yet; the answer says so with an
empty list.
"""

import json
import sys


DRILLS: tuple[str, ...] = ()


def main() -> int:
    sys.stdout.write(json.dumps({"scale": "small", "drills": list(DRILLS)}) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
