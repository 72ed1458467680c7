"""The one-time code that a person's phone shows: RFC 6238, SHA-1, six digits, 30 s.

Written out because the journeys and the bench drive the portal from outside and know
no Django; the sign-in tests use the same.
"""

import base64
import hashlib
import hmac
import time


PERIOD = 30  # seconds


def code_of(seed: str, at: float | None = None) -> str:
    """The code of a moment (now, if none is given) for a Base32 seed."""
    key = base64.b32decode(seed + "=" * (-len(seed) % 8), casefold=True)
    step = int((time.time() if at is None else at) // PERIOD)
    digest = hmac.digest(key, step.to_bytes(8, "big"), hashlib.sha1)
    offset = digest[-1] & 0x0F
    number = int.from_bytes(digest[offset : offset + 4], "big") & 0x7FFFFFFF
    return f"{number % 10**6:06d}"
