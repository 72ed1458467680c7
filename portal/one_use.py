"""Secrets that are shown once and kept as hashes: link tokens and spoken codes."""

import hashlib
import secrets

from django.utils.crypto import constant_time_compare, salted_hmac


LETTERS = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"  # none that look like another


def _drawn(*groups: int) -> str:
    parts = ("".join(secrets.choice(LETTERS) for _ in range(n)) for n in groups)
    return "-".join(parts)


def _plain(typed: str) -> str:
    """Case, spaces and dashes do not matter to somebody who types from paper."""
    return "".join(letter for letter in typed.upper() if letter in LETTERS)


def new_token() -> str:
    """A link's secret, typed from a slip if need be: 20 letters, 99 random bits."""
    return _drawn(5, 5, 5, 5).lower()


def token_hash(token: str) -> str:
    """What the table keeps of it; so long a secret needs no salt."""
    return hashlib.sha256(_plain(token).encode()).hexdigest()


def new_code() -> str:
    """A code to read out or write down: ABCD-EFGH-JK, about 50 random bits."""
    return _drawn(4, 4, 2)


def code_hash(code: str) -> str:
    """What the table keeps of it, keyed: short codes could be tried out."""
    keyed = salted_hmac("portal.factor_code", _plain(code), algorithm="sha256")
    return keyed.hexdigest()


def same_code(code: str, kept: str) -> bool:
    """Whether the typed code is the kept one."""
    return constant_time_compare(code_hash(code), kept)
