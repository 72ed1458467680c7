"""Marking a quiz: pure, exact, from the snapshot the learner was shown.

A question is worth one point, whatever its type.

* single, truefalse: the point when exactly the one right option is chosen.
* multi: (right options chosen - wrong options chosen) / right options, never
  below nothing. So choosing everything earns nothing when wrong and right are
  as many, and one slip costs as much as one find.

The percentage is rounded down: nobody passes by rounding. To pass, reach the
pass mark and have every critical question wholly right.
"""

from collections.abc import Callable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from fractions import Fraction


class UnknownAnswer(Exception):
    """An answer names a question or an option that was never shown."""


@dataclass(frozen=True)
class Question:
    key: str
    type: str
    options: frozenset[str]
    correct: frozenset[str]
    critical: bool = False


@dataclass(frozen=True)
class Marked:
    key: str
    points: Fraction
    critical: bool

    @property
    def right(self) -> bool:
        return self.points == 1


@dataclass(frozen=True)
class Result:
    percent: int
    passed: bool
    questions: tuple[Marked, ...]

    @property
    def critical_missed(self) -> tuple[str, ...]:
        return tuple(q.key for q in self.questions if q.critical and not q.right)


def mark(
    questions: Sequence[Question],
    answers: Mapping[str, AbstractSet[str]],
    *,
    pass_mark: int,
) -> Result:
    _refuse_unknown(questions, answers)
    marked = tuple(
        Marked(q.key, points(q, answers.get(q.key, frozenset())), q.critical)
        for q in questions
    )
    percent = _percent(marked)
    safe = all(m.right for m in marked if m.critical)
    return Result(percent, bool(marked) and safe and percent >= pass_mark, marked)


def points(question: Question, chosen: AbstractSet[str]) -> Fraction:
    return MARKERS[question.type](question, chosen)


def _all_or_nothing(question: Question, chosen: AbstractSet[str]) -> Fraction:
    return Fraction(chosen == question.correct)


def _partly(question: Question, chosen: AbstractSet[str]) -> Fraction:
    found = len(chosen & question.correct)
    wrong = len(chosen - question.correct)
    if not question.correct:
        return Fraction(not wrong)
    return max(Fraction(0), Fraction(found - wrong, len(question.correct)))


MARKERS: dict[str, Callable[[Question, AbstractSet[str]], Fraction]] = {
    "single": _all_or_nothing,
    "truefalse": _all_or_nothing,
    "multi": _partly,
}


def _percent(marked: Sequence[Marked]) -> int:
    if not marked:
        return 0
    return int(sum((m.points for m in marked), Fraction(0)) * 100 / len(marked))


def _refuse_unknown(
    questions: Sequence[Question], answers: Mapping[str, AbstractSet[str]]
) -> None:
    shown = {q.key: q.options for q in questions}
    for key, chosen in answers.items():
        if key not in shown or not chosen <= shown[key]:
            raise UnknownAnswer(key)
