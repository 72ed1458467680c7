"""The arithmetic of the chains: pure, so that a stranger can repeat it."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID


def canonical(parts: Mapping[str, Any]) -> str:
    """The text that is stored and hashed: JSON, sorted keys, no spaces, UTF-8."""
    return json.dumps(
        parts, sort_keys=True, separators=(",", ":"), ensure_ascii=False, default=str
    )


def link(previous: str, chain: int, seq: int, body: str) -> str:
    """The hash of a link: SHA-256 over previous hash, chain, number and body."""
    text = f"{previous}\n{chain}\n{seq}\n{body}"
    return hashlib.sha256(text.encode()).hexdigest()


def first_broken(
    events: Iterable[tuple[int, str, str, bool]], chain: int, head: tuple[int, str]
) -> tuple[int, str] | None:
    """The first break of one chain: (seq, reason), or None when it is whole.

    `events` are (seq, body, hash, faithful) in order, where faithful says that the
    row's columns say what its body says; `head` is the stored (seq, hash).
    Reasons: `link` (a number is missing), `hash` (the body was changed), `columns`
    (a column was changed), `tail` (rows are missing at the end, or the head moved).
    """
    previous, expected = "", 1
    for seq, body, stored, faithful in events:
        if seq != expected:
            return expected, "link"
        if link(previous, chain, seq, body) != stored:
            return seq, "hash"
        if not faithful:
            return seq, "columns"
        previous, expected = stored, seq + 1
    if head != (expected - 1, previous):
        return expected, "tail"
    return None


def chain_of(actor: UUID | None, chains: int) -> int:
    """Which chain an actor's events go to; the operator's go to the first."""
    return actor.int % chains if actor else 0
