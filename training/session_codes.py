"""The code on the screen: six digits that live half a minute and open one session.

Made from the session's uid and the half minute by HMAC with the server's secret, so
that a code can be neither guessed from another nor carried to another session. What
was shown in the half minute before is still taken: a phone types slowly.
"""

import datetime as dt
from uuid import UUID

from django.utils.crypto import constant_time_compare, salted_hmac


SECONDS = 30
DIGITS = 6
SALT = "training.session_code"


def step_of(at: dt.datetime) -> int:
    """The number of the half minute."""
    return int(at.timestamp()) // SECONDS


def seconds_left(at: dt.datetime) -> int:
    return SECONDS - int(at.timestamp()) % SECONDS


def code_at(session: UUID, step: int) -> str:
    digest = salted_hmac(SALT, f"{session}:{step}", algorithm="sha256").digest()
    return f"{int.from_bytes(digest[:8]) % 10**DIGITS:0{DIGITS}}"


def fits(session: UUID, code: str, at: dt.datetime) -> bool:
    """Whether the code was on this session's screen within this half minute or the
    one before."""
    now = step_of(at)
    plain = "".join(c for c in code if c.isdigit())
    return any(
        constant_time_compare(plain, code_at(session, step)) for step in (now, now - 1)
    )


def spoken(code: str) -> str:
    """In two groups, to be read aloud."""
    return f"{code[:3]} {code[3:]}"
