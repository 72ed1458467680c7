"""Proving the trail: every chain read in order, in constant memory."""

import datetime as dt
import json
from collections.abc import Iterator
from dataclasses import dataclass

from portal.audit import chain
from portal.audit.models import AuditEvent, AuditHead


@dataclass(frozen=True)
class Verdict:
    """What a check found: how many events, and the first break if any."""

    events: int
    first_broken: dict[str, object] | None

    @property
    def ok(self) -> bool:
        """Whether every chain is whole."""
        return self.first_broken is None


def verify(anchor: dict[str, list[object]] | None = None) -> Verdict:
    """Check all chains; `anchor` maps a chain to its [seq, hash] noted elsewhere.

    With an anchor a rewritten chain is found too: its hash at that number differs
    (reason `anchor`).
    """
    heads = list(AuditHead.objects.order_by("chain"))
    broken: dict[str, object] | None = None
    for head in heads:
        found = chain.first_broken(
            _links(head.chain),
            head.chain,
            (head.seq, head.hash),
        ) or _against(anchor, head.chain)
        if found and broken is None:
            broken = {"chain": head.chain, "seq": found[0], "reason": found[1]}
    return Verdict(AuditEvent.objects.count(), broken)


def _links(number: int) -> Iterator[tuple[int, str, str, bool]]:
    rows = AuditEvent.objects.filter(chain=number).order_by("seq")
    for event in rows.iterator(chunk_size=2000):
        yield event.seq, event.body, event.hash, _faithful(event)


def _faithful(event: AuditEvent) -> bool:
    """Whether the columns, which searches use, say what the hashed body says."""
    try:
        said = json.loads(event.body)
        wanted = [said["actor"], *said["object"], said["verb"], said["at"]]
    except (ValueError, KeyError, TypeError):
        return False
    return wanted == [
        str(event.actor) if event.actor else None,
        event.object_type,
        str(event.object_uid) if event.object_uid else None,
        event.verb,
        event.at.astimezone(dt.UTC).isoformat(),
    ]


def _against(
    anchor: dict[str, list[object]] | None, number: int
) -> tuple[int, str] | None:
    noted = (anchor or {}).get(str(number))
    if not noted or not noted[0]:
        return None
    seq = int(str(noted[0]))
    now_there = AuditEvent.objects.filter(chain=number, seq=seq).values_list("hash")
    return None if list(now_there) == [(noted[1],)] else (seq, "anchor")


def anchor() -> dict[str, list[object]]:
    """Today's heads, to be kept outside: {chain: [seq, hash]}."""
    return {
        str(head.chain): [head.seq, head.hash]
        for head in AuditHead.objects.order_by("chain")
    }
