"""Marking a quiz: pure, exact, from the snapshot the learner was shown.

A question is worth one point, whatever its type. An answer is a list of texts.

* single, truefalse: the point when exactly the one right option is chosen.
* multi: (right options chosen - wrong options chosen) / right options, never
  below nothing. So choosing everything earns nothing when wrong and right are
  as many, and one slip costs as much as one find.
* match: ["left=right", ...]; right pairs / all pairs.
* order: the steps in the order given. Of every two steps: (in the right order -
  in the wrong one) / all, never below nothing; all steps must be there.
* text: one typed answer, the point when it is an accepted one (training/answers.py
  makes both plain before they are compared).
* reflection: for oneself; not marked, not counted, never an answer.

The percentage is rounded down: nobody passes by rounding. To pass, reach the
pass mark and have every critical question wholly right.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import combinations

from training.answers import plain_answer


MOST_TYPED = 100  # characters of a short text


class UnknownAnswer(Exception):
    """An answer names a question or an option that was never shown."""


@dataclass(frozen=True)
class Question:
    """`options`: keys of what was shown. Then what is right, by type: `correct`
    (choices), `pairs` (match: left to right), `sequence` (order), `accepted` (text,
    plain)."""

    key: str
    type: str
    options: frozenset[str]
    correct: frozenset[str] = frozenset()
    critical: bool = False
    pairs: Mapping[str, str] = field(default_factory=dict)
    sequence: tuple[str, ...] = ()
    accepted: frozenset[str] = frozenset()

    @property
    def graded(self) -> bool:
        return self.type != "reflection"


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


Answer = Collection[str]


def mark(
    questions: Sequence[Question], answers: Mapping[str, Answer], *, pass_mark: int
) -> Result:
    refuse_unknown(questions, answers)
    marked = tuple(
        Marked(q.key, points(q, answers.get(q.key, ())), q.critical)
        for q in questions
        if q.graded
    )
    percent = _percent(marked)
    safe = all(m.right for m in marked if m.critical)
    return Result(percent, bool(marked) and safe and percent >= pass_mark, marked)


def points(question: Question, answer: Answer) -> Fraction:
    return MARKERS[question.type](question, answer)


def refuse_unknown(
    questions: Sequence[Question], answers: Mapping[str, Answer]
) -> None:
    shown = {q.key: q for q in questions}
    for key, answer in answers.items():
        if key not in shown or not _could_be(shown[key], list(answer)):
            raise UnknownAnswer(key)


# --- The point of each type ----------------------------------------------------------
def _all_or_nothing(question: Question, answer: Answer) -> Fraction:
    return Fraction(frozenset(answer) == question.correct)


def _partly(question: Question, answer: Answer) -> Fraction:
    chosen = frozenset(answer)
    found = len(chosen & question.correct)
    wrong = len(chosen - question.correct)
    if not question.correct:
        return Fraction(not wrong)
    return max(Fraction(0), Fraction(found - wrong, len(question.correct)))


def _matched(question: Question, answer: Answer) -> Fraction:
    found = sum(question.pairs[left] == right for left, right in map(_pair, answer))
    return Fraction(found, len(question.pairs))


def _ordered(question: Question, answer: Answer) -> Fraction:
    if len(answer) < len(question.sequence):
        return Fraction(0)
    place = {key: number for number, key in enumerate(answer)}
    kept = [place[a] < place[b] for a, b in combinations(question.sequence, 2)]
    return max(Fraction(0), Fraction(2 * sum(kept) - len(kept), len(kept)))


def _typed(question: Question, answer: Answer) -> Fraction:
    return Fraction(any(plain_answer(text) in question.accepted for text in answer))


MARKERS: dict[str, Callable[[Question, Answer], Fraction]] = {
    "single": _all_or_nothing,
    "truefalse": _all_or_nothing,
    "multi": _partly,
    "match": _matched,
    "order": _ordered,
    "text": _typed,
}


# --- What could have been answered at all --------------------------------------------
def _could_be(question: Question, answer: list[str]) -> bool:
    if question.type == "match":
        lefts = [left for left, _right in map(_pair, answer)]
        rights = {right for _left, right in map(_pair, answer)}
        once = len(lefts) == len({*lefts})
        return once and {*lefts} <= question.options and rights <= _rights(question)
    if question.type == "order":
        return len(answer) == len({*answer}) and {*answer} <= question.options
    if question.type == "text":
        return len(answer) <= 1 and all(len(text) <= MOST_TYPED for text in answer)
    return {*answer} <= question.options if question.graded else not answer


def _rights(question: Question) -> set[str]:
    return set(question.pairs.values())


def _pair(text: str) -> tuple[str, str]:
    left, _equals, right = text.partition("=")
    return left, right


def _percent(marked: Sequence[Marked]) -> int:
    if not marked:
        return 0
    return int(sum((m.points for m in marked), Fraction(0)) * 100 / len(marked))
