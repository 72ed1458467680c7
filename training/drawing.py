"""Drawing questions from a bank by a blueprint: pure, and the same seed always
draws the same paper, on any machine and any version of Python."""

import hashlib
from collections.abc import Collection, Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet


class BankTooSmall(Exception):
    """The bank holds fewer questions for an objective than the blueprint asks."""


def draw(
    bank: Mapping[str, Collection[str]],
    blueprint: Sequence[tuple[str, int]],
    *,
    seed: str,
    seen: AbstractSet[str] = frozenset(),
    key: AbstractSet[str] = frozenset(),
) -> list[str]:
    """Question keys in the order shown. The `key` questions, which must be right to
    pass, are on every paper as far as their objective's share reaches. Then questions
    not yet seen come first, so a second try is a new paper while the bank lasts."""
    drawn: list[str] = []
    for objective, count in blueprint:
        keys = bank.get(objective, ())
        if len(keys) < count:
            raise BankTooSmall(objective)
        mixed = shuffled(keys, seed=seed)
        mixed.sort(key=lambda one: (one not in key, one in seen))
        drawn += mixed[:count]
    return shuffled(drawn, seed=f"{seed}/order")


def shuffled(keys: Iterable[str], *, seed: str) -> list[str]:
    return sorted(keys, key=lambda key: _rank(seed, key))


def share_out(objectives: Mapping[str, int], total: int) -> list[tuple[str, int]]:
    """A blueprint of `total` questions: at least one for each objective, the
    rest where the bank is largest. `objectives` gives the size of each bank."""
    counts = {key: min(1, size) for key, size in objectives.items()}
    while sum(counts.values()) < min(total, sum(objectives.values())):
        spare = [key for key in objectives if counts[key] < objectives[key]]
        counts[max(spare, key=lambda key: objectives[key] / (counts[key] + 1))] += 1
    return [(key, count) for key, count in counts.items() if count]


def _rank(seed: str, key: str) -> bytes:
    return hashlib.sha256(f"{seed}/{key}".encode()).digest()
