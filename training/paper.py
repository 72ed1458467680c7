"""A quiz paper: drawn from the bank, frozen with every word of every language, and
read back as questions to mark."""

from collections.abc import Callable, Iterable
from typing import Any
from uuid import UUID

from django.conf import settings

from training import marking
from training.answers import plain_answer
from training.drawing import BankTooSmall, draw, share_out, shuffled
from training.models import Question, Quiz


Entry = dict[str, Any]
Paper = list[Entry]
REFLECTION = Question.Type.REFLECTION


def draw_paper(
    quiz: Quiz, *, seed: str, seen: Iterable[str] = (), form: str = ""
) -> Paper:
    """Two queries: the blueprint, and the bank in all languages. Nobody passes without
    having met the critical questions. A paper closes with one reflection where the bank has one; it is not of the number drawn.
    `form`: A or B asks the questions of that form and no others."""
    blueprint = [
        (str(one.objective.translation_key), one.count)
        for one in quiz.draws.select_related("objective")
    ]
    bank = _bank([objective for objective, _count in blueprint], form)
    known = frozenset(seen)
    graded = {key: e for key, e in bank.items() if e["type"] != REFLECTION}
    must = frozenset(key for key, e in graded.items() if e["critical"])
    keys = draw(_by_objective(graded), blueprint, seed=seed, seen=known, key=must)
    closing = {"": [key for key in bank if key not in graded]}
    if closing[""]:
        keys += draw(closing, [("", 1)], seed=seed, seen=known)
    return [_mixed(bank[key], seed) for key in keys]


def draw_few(
    quiz: Quiz, *, most: int, least: int, seed: str, seen: Iterable[str] = ()
) -> Paper:
    """Marked questions of the quiz's bank, up to `most`, of as many objectives as can
    be. Nothing hangs on them, so none is critical. Raises BankTooSmall below `least`."""
    keys = quiz.draws.values_list("objective__translation_key", flat=True)
    bank = _bank(list(map(str, keys)), "")
    graded = {key: e for key, e in bank.items() if e["type"] != REFLECTION}
    by_objective = _by_objective(graded)
    if len(graded) < least:
        raise BankTooSmall(str(quiz.translation_key))
    chosen = shuffled(by_objective, seed=f"{seed}/objectives")[:most]
    shares = share_out({key: len(by_objective[key]) for key in chosen}, most)
    drawn = draw(by_objective, shares, seed=seed, seen=frozenset(seen))
    return [_mixed(bank[key] | {"critical": False}, seed) for key in drawn]


def _by_objective(bank: dict[str, Entry]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for key, entry in bank.items():
        found.setdefault(entry["objective"], []).append(key)
    return found


def questions(paper: Paper) -> list[marking.Question]:
    return [
        marking.Question(
            key=entry["key"],
            type=entry["type"],
            options=frozenset(option["key"] for option in entry["options"]),
            correct=frozenset(o["key"] for o in entry["options"] if o.get("correct")),
            critical=entry["critical"],
            pairs={o["key"]: o["match"] for o in entry["options"] if "match" in o},
            sequence=tuple(entry.get("sequence", ())),
            accepted=frozenset(
                plain_answer(one["text"])
                for one in entry.get("typed", ())
                if one["correct"]
            ),
        )
        for entry in paper
    ]


def right_answer(entry: Entry) -> list[str]:
    """An answer to that question that earns the whole point."""
    options = entry["options"]
    if entry["type"] == Question.Type.MATCH:
        return [f"{pair['key']}={pair['match']}" for pair in options]
    if entry["type"] == Question.Type.TEXT:
        return [next(one["text"] for one in entry["typed"] if one["correct"])]
    if entry["type"] == Question.Type.ORDER:
        return list(entry["sequence"])
    return [option["key"] for option in options if option.get("correct")]


def words(entry: Entry, language: str) -> Entry:
    """The question in the reader's language, else in the one it was written in."""
    text = entry["text"]
    found: Entry = text.get(language) or text[settings.LANGUAGE_CODE]
    return found


def match_words(text: Entry, key: str) -> str:
    """What a choice of a match says in the language of that text."""
    said: str = text["options"][key]["match"]
    return said


def _bank(objectives: list[str], form: str) -> dict[str, Entry]:
    """Live questions by key. The source language says what is right; a translation
    counts when it has every option. A typed answer is right in any language."""
    rows = (
        Question.objects.filter(
            live=True,
            objective__translation_key__in=[UUID(key) for key in objectives],
        )
        .select_related("objective", "locale")
        .order_by("translation_key")
    )
    source = [
        row
        for row in rows
        if row.locale.language_code == settings.LANGUAGE_CODE and row.form == form
    ]
    bank = {str(row.translation_key): _entry(row) for row in source}
    for row in rows:
        entry = bank.get(str(row.translation_key))
        text = _text(row)
        if entry and {o["key"] for o in entry["options"]} <= set(text["options"]):
            entry["text"][row.locale.language_code] = text
            if entry["type"] == Question.Type.TEXT:
                entry["typed"] += _typed(row)
    return bank


def _entry(row: Question) -> Entry:
    entry = {
        "key": str(row.translation_key),
        "type": row.type,
        "critical": row.critical,
        "objective": str(row.objective.translation_key),
        "options": [],
        "text": {settings.LANGUAGE_CODE: _text(row)},
    }
    return entry | SHAPES.get(row.type, _choices)(row)


def _choices(row: Question) -> Entry:
    return {
        "options": [
            {"key": option.id, "correct": bool(option.value["correct"])}
            for option in row.options
        ]
    }


def _pairs(row: Question) -> Entry:
    """Pairs that belong to the same words share one choice: the first one's."""
    first: dict[str, str] = {}
    for pair in row.options:
        first.setdefault(" ".join(pair.value["match"].split()), pair.id)
    return {
        "options": [
            {"key": pair.id, "match": first[" ".join(pair.value["match"].split())]}
            for pair in row.options
        ],
        "choices": list(first.values()),
    }


def _steps(row: Question) -> Entry:
    keys = [step.id for step in row.options]
    return {"options": [{"key": key} for key in keys], "sequence": keys}


SHAPES: dict[str, Callable[[Question], Entry]] = {
    Question.Type.MATCH: _pairs,
    Question.Type.ORDER: _steps,
    Question.Type.TEXT: lambda _row: {"typed": []},
    Question.Type.REFLECTION: lambda row: {
        "options": [{"key": point.id} for point in row.options]
    },
}


def _typed(row: Question) -> list[Entry]:
    return [
        {
            "key": answer.id,
            "text": answer.value["text"],
            "correct": bool(answer.value["correct"]),
            "feedback": answer.value["feedback"],
            "language": row.locale.language_code,
        }
        for answer in row.options
    ]


def _text(row: Question) -> Entry:
    return {
        "stem": row.stem,
        "options": {
            option.id: {
                name: option.value[name]
                for name in ("text", "match", "feedback")
                if name in option.value
            }
            for option in row.options
        },
    }


def _mixed(entry: Entry, seed: str) -> Entry:
    """Options in an order of this paper's own; true and false stay as written."""
    if entry["type"] in {Question.Type.TRUEFALSE, REFLECTION}:
        return entry
    by_key = {option["key"]: option for option in entry["options"]}
    order = shuffled(by_key, seed=f"{seed}/{entry['key']}")
    mixed = entry | {"options": [by_key[key] for key in order]}
    if "choices" in entry:
        # Apart from the rows' order, which would give the pairs away.
        seed = f"{seed}/{entry['key']}/choices"
        mixed["choices"] = shuffled(entry["choices"], seed=seed)
    return mixed
