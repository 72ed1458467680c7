"""What a handed-in paper says back, question by question, whatever its type."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from training.answers import TYPED_SHOWN, plain_answer
from training.marking import Marked, Result
from training.models import QuizAttempt, Refresher
from training.paper import match_words, words


Entry = dict[str, Any]
RIGHT, WRONG = "right", "wrong"


@dataclass(frozen=True)
class Line:
    """One option, pair, step or answer. `state`: right, wrong, or nothing."""

    text: str
    state: str = ""
    note: str = ""
    feedback: str = ""


@dataclass(frozen=True)
class Said:
    """A question with its marks (none for a reflection) and its lines."""

    stem: str
    marked: Marked | None
    lines: list[Line]


def feedback(
    attempt: QuizAttempt | Refresher, result: Result, language: str
) -> list[Said]:
    marked = {one.key: one for one in result.questions}
    return [
        Said(
            stem=words(entry, language)["stem"],
            marked=marked.get(entry["key"]),
            lines=LINES[entry["type"]](
                entry,
                words(entry, language),
                attempt.answers.get(entry["key"], []),
                language,
            ),
        )
        for entry in attempt.items_snapshot
    ]


def _choices(
    entry: Entry, text: Entry, answer: list[str], _language: str
) -> list[Line]:
    return [
        _choice(
            text["options"][o["key"]],
            correct=o["correct"],
            chosen=o["key"] in answer,
        )
        for o in entry["options"]
    ]


def _choice(option: Entry, *, correct: bool, chosen: bool) -> Line:
    notes = [_("Your answer")] if chosen else []
    notes += [_("Right answer")] if correct else []
    state = RIGHT if correct else WRONG if chosen else ""
    return Line(option["text"], state, " · ".join(notes), option["feedback"])


def _pairs(entry: Entry, text: Entry, answer: list[str], _language: str) -> list[Line]:
    given = dict(pair.split("=", 1) for pair in answer)
    return [
        _pair(text, option, given.get(option["key"])) for option in entry["options"]
    ]


def _pair(text: Entry, option: Entry, given: str | None) -> Line:
    right = _("Right answer: %(words)s") % {"words": match_words(text, option["match"])}
    own = text["options"][option["key"]]
    if given == option["match"]:
        return Line(
            own["text"], RIGHT, f"{_('Your answer')} · {right}", own["feedback"]
        )
    yours = match_words(text, given) if given else "–"
    said = _("Your answer: %(words)s") % {"words": yours}
    return Line(own["text"], WRONG, f"{said} · {right}", own["feedback"])


def _steps(entry: Entry, text: Entry, answer: list[str], _language: str) -> list[Line]:
    place = {key: number for number, key in enumerate(answer, start=1)}
    return [
        _step(text["options"][key], number, place.get(key))
        for number, key in enumerate(entry["sequence"], start=1)
    ]


def _step(option: Entry, number: int, given: int | None) -> Line:
    said = _("You gave it number %(number)s") % {"number": given or "–"}
    state = RIGHT if given == number else WRONG
    return Line(f"{number}. {option['text']}", state, said, option["feedback"])


def _typed(entry: Entry, _text: Entry, answer: list[str], language: str) -> list[Line]:
    """What was typed, with what an editor foresaw about it; then the first ways in
    which it could have been said, for an editor may foresee thirty of one thing. A
    figure is foreseen in each language: the reader's own says why."""
    typed = answer[0] if answer else "–"
    known = [
        o for o in entry["typed"] if plain_answer(o["text"]) == plain_answer(typed)
    ]
    known.sort(key=lambda one: one["language"] != language)
    met: Entry = next(iter(known), {"correct": False, "feedback": ""})
    state = RIGHT if met["correct"] else WRONG
    accepted = [
        Line(one["text"], RIGHT, _("Right answer"), one["feedback"])
        for one in entry["typed"]
        if one["correct"] and one["language"] == language and one not in known
    ]
    yours = Line(typed, state, _("Your answer"), met["feedback"])
    return [yours, *accepted[:TYPED_SHOWN]]


def _thoughts(
    entry: Entry, text: Entry, _answer: list[str], _language: str
) -> list[Line]:
    return [Line(text["options"][o["key"]]["text"]) for o in entry["options"]]


LINES: dict[str, Callable[[Entry, Entry, list[str], str], list[Line]]] = {
    "single": _choices,
    "multi": _choices,
    "truefalse": _choices,
    "match": _pairs,
    "order": _steps,
    "text": _typed,
    "reflection": _thoughts,
}
