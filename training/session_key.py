"""The answer key of a session's test on paper: for the one who leads it, to mark by."""

from collections.abc import Callable, Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from portal.typesetting import bilingual, both_ways
from training.models import Question, TrainingSession
from training.paper import Entry, match_words, right_answer, words
from training.session_papers import KEY, LETTERS, choice_texts, head_rows, paper_frame
from training.session_rules import percent


TEMPLATE = "training/typst/key.typ"
Type = Question.Type
PASSES = _("To pass: at least %(least)s of %(of)s, with every key question right.")


def key_paper(session: TrainingSession) -> Mapping[str, Any]:
    """Every marked question with what is right, by the letters and numbers as they are
    printed on the test."""
    title = _("Answer key of the test")
    return {
        "frame": paper_frame(title),
        "title": bilingual(title),
        "head": head_rows(session),
        "says": [
            bilingual(_("For the one who leads the session. Hand it to nobody.")),
            bilingual(_("A question counts only when all of it is right.")),
        ],
        "questions": [
            _line(number, entry, session.language)
            for number, entry in enumerate(session.paper_test, start=1)
            if entry["type"] != Type.REFLECTION
        ],
        "passes": both_ways(lambda: str(PASSES) % _needed(session)),
    }


def _needed(session: TrainingSession) -> dict[str, int]:
    """The fewest right answers that reach the mark."""
    of, mark = session.questions, session.pass_mark or 100
    least = next(n for n in range(of + 1) if percent(n, of) >= mark)
    return {"least": least, "of": of}


def _line(number: int, entry: Entry, language: str) -> dict[str, Any]:
    with override(language):
        hint = str(KEY) if entry["critical"] else ""
    return {
        "stem": f"{number}. {words(entry, language)['stem']}",
        "hint": hint,
        "right": RIGHT.get(entry["type"], _crossed)(entry, language),
    }


def _letters(entry: Entry) -> dict[str, str]:
    """The letter before each option, by the option's key."""
    keys = [option["key"] for option in entry["options"]]
    return dict(zip(keys, LETTERS, strict=False))


def _crossed(entry: Entry, language: str) -> list[str]:
    """The options to cross, with their letters."""
    letters, options = _letters(entry), words(entry, language)["options"]
    right = set(right_answer(entry))
    return [f"{letters[k]}. {options[k]['text']}" for k in letters if k in right]


def _matched(entry: Entry, language: str) -> list[str]:
    """The number to write into each box."""
    text, letters = words(entry, language), _letters(entry)
    numbers = {said: n for n, said in enumerate(choice_texts(entry, text), start=1)}
    found = []
    for pair in right_answer(entry):
        line, _sep, match = pair.partition("=")
        said = match_words(text, match)
        found.append(f"{letters[line]} – {numbers[said]}. {said}")
    return found


def _ordered(entry: Entry, language: str) -> list[str]:
    """The number to write into each box, box by box."""
    letters, place = _letters(entry), right_answer(entry).index
    return [f"{letter} – {place(key) + 1}" for key, letter in letters.items()]


def _typed(entry: Entry, _language: str) -> list[str]:
    """Every answer that counts, in whatever language."""
    return [one["text"] for one in entry["typed"] if one["correct"]]


RIGHT: dict[str, Callable[[Entry, str], list[str]]] = {
    Type.MATCH: _matched,
    Type.ORDER: _ordered,
    Type.TEXT: _typed,
}
