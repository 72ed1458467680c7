"""How each question of the bank works: pure, one answer at a time, so that a table of
any length passes through without being held.

p-value: the mean points of all answers, 0 to 1; much over 0.9 asks nothing, under 0.4
few know. Discrimination: how far points on the question go with the score on the rest
of the paper (Pearson), -1 to 1; under 0.2 the question does not tell who has learnt.
"""

import math
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

from training.marking import Answer, Question, Result


FEWEST = 10  # answers before a figure is shown
HARD, FLAT = 0.4, 0.2


@dataclass
class Figures:
    """Running sums of one question: x its points, y the rest of the paper."""

    n: int = 0
    x: float = 0.0
    y: float = 0.0
    xx: float = 0.0
    yy: float = 0.0
    xy: float = 0.0
    wrong: Counter[str] = field(default_factory=Counter)

    def add(self, x: float, y: float) -> None:
        self.n += 1
        self.x, self.y = self.x + x, self.y + y
        self.xx, self.yy, self.xy = self.xx + x * x, self.yy + y * y, self.xy + x * y

    @property
    def enough(self) -> bool:
        return self.n >= FEWEST

    @property
    def p_value(self) -> float | None:
        return self.x / self.n if self.enough else None

    @property
    def discrimination(self) -> float | None:
        """None too when all answers, or all papers, were alike."""
        if not self.enough:
            return None
        across = self.n * self.xx - self.x**2, self.n * self.yy - self.y**2
        if min(across) <= 1e-9:
            return None
        return (self.n * self.xy - self.x * self.y) / math.sqrt(across[0] * across[1])

    @property
    def most_chosen_wrong(self) -> str | None:
        """The key of the wrong option most often chosen; ties by key."""
        if not self.enough or not self.wrong:
            return None
        return min(self.wrong, key=lambda key: (-self.wrong[key], key))

    @property
    def weak(self) -> bool:
        p, d = self.p_value, self.discrimination
        return (p is not None and p < HARD) or (d is not None and d < FLAT)


def add_paper(
    figures: dict[str, Figures],
    questions: list[Question],
    answers: Mapping[str, Answer],
    result: Result,
) -> None:
    """One handed-in paper more."""
    total = float(sum(one.points for one in result.questions))
    by_key = {question.key: question for question in questions}
    others = len(result.questions) - 1
    for one in result.questions:
        x = float(one.points)
        rest = (total - x) / others if others else 0.0
        own = figures.setdefault(one.key, Figures())
        own.add(x, rest)
        own.wrong.update(wrong_in(by_key[one.key], answers.get(one.key, ())))


def wrong_in(question: Question, answer: Answer) -> list[str]:
    """The keys of what was chosen wrongly: options, lines, or a typed answer that an
    editor foresaw. What else was typed is nobody's to read."""
    if question.type == "match":
        parts = [pair.split("=", 1) for pair in answer]
        return [left for left, right in parts if question.pairs.get(left) != right]
    if question.type == "order":
        return [
            given
            for given, wanted in zip(answer, question.sequence, strict=False)
            if given != wanted
        ]
    if question.type == "text":
        return []
    return sorted(frozenset(answer) - question.correct)
