"""Secrets that are shown once and kept as hashes: link tokens and spoken codes."""

import hashlib
import secrets

from django.utils.crypto import constant_time_compare, salted_hmac


LETTERS = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"  # none that look like another


def new_token() -> str:
    """A link's secret: 256 random bits."""
    return secrets.token_urlsafe(32)


def token_hash(token: str) -> str:
    """What the table keeps of it; so long a secret needs no salt."""
    return hashlib.sha256(token.encode()).hexdigest()


def new_code() -> str:
    """A code to read out or write down: ABCD-EFGH-JK, about 50 random bits."""
    drawn = "".join(secrets.choice(LETTERS) for _ in range(10))
    return f"{drawn[:4]}-{drawn[4:8]}-{drawn[8:]}"


def code_hash(code: str) -> str:
    """What the table keeps of it, keyed: short codes could be tried out."""
    plain = "".join(c for c in code.upper() if c in LETTERS)
    return salted_hmac("portal.factor_code", plain, algorithm="sha256").hexdigest()


def same_code(code: str, kept: str) -> bool:
    """Whether the typed code is the kept one; spaces, case and dashes do not matter."""
    return constant_time_compare(code_hash(code), kept)
