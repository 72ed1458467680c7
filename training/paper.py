"""A quiz paper: drawn from the bank, frozen with every word of every language, and
read back as questions to mark."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.conf import settings

from training import marking
from training.drawing import draw, shuffled
from training.models import Question, Quiz


Paper = list[dict[str, Any]]


def draw_paper(quiz: Quiz, *, seed: str, seen: Iterable[str] = ()) -> Paper:
    """Two queries: the blueprint, and the bank in all languages."""
    blueprint = [
        (str(one.objective.translation_key), one.count)
        for one in quiz.draws.select_related("objective")
    ]
    bank = _bank([objective for objective, _count in blueprint])
    by_objective: dict[str, list[str]] = {}
    for key, entry in bank.items():
        by_objective.setdefault(entry["objective"], []).append(key)
    keys = draw(by_objective, blueprint, seed=seed, seen=frozenset(seen))
    return [_mixed(bank[key], seed) for key in keys]


def questions(paper: Paper) -> list[marking.Question]:
    return [
        marking.Question(
            key=entry["key"],
            type=entry["type"],
            options=frozenset(option["key"] for option in entry["options"]),
            correct=frozenset(o["key"] for o in entry["options"] if o["correct"]),
            critical=entry["critical"],
        )
        for entry in paper
    ]


def words(entry: dict[str, Any], language: str) -> dict[str, Any]:
    """The question in the reader's language, else in the one it was written in."""
    text = entry["text"]
    found: dict[str, Any] = text.get(language) or text[settings.LANGUAGE_CODE]
    return found


def _bank(objectives: list[str]) -> dict[str, dict[str, Any]]:
    """Live questions by key. The source language says what is right; a translation
    counts when it has every option."""
    rows = (
        Question.objects.filter(
            live=True, objective__translation_key__in=[UUID(key) for key in objectives]
        )
        .select_related("objective", "locale")
        .order_by("translation_key")
    )
    source = [row for row in rows if row.locale.language_code == settings.LANGUAGE_CODE]
    bank = {str(row.translation_key): _entry(row) for row in source}
    for row in rows:
        entry = bank.get(str(row.translation_key))
        text = _text(row)
        if entry and {o["key"] for o in entry["options"]} <= set(text["options"]):
            entry["text"][row.locale.language_code] = text
    return bank


def _entry(row: Question) -> dict[str, Any]:
    return {
        "key": str(row.translation_key),
        "type": row.type,
        "critical": row.critical,
        "objective": str(row.objective.translation_key),
        "options": [
            {"key": option.id, "correct": bool(option.value["correct"])}
            for option in row.options
        ],
        "text": {settings.LANGUAGE_CODE: _text(row)},
    }


def _text(row: Question) -> dict[str, Any]:
    return {
        "stem": row.stem,
        "options": {
            option.id: {
                "text": option.value["text"],
                "feedback": option.value["feedback"],
            }
            for option in row.options
        },
    }


def _mixed(entry: dict[str, Any], seed: str) -> dict[str, Any]:
    """Options in an order of this paper's own; true and false stay as written."""
    if entry["type"] == Question.Type.TRUEFALSE:
        return entry
    by_key = {option["key"]: option for option in entry["options"]}
    order = shuffled(by_key, seed=f"{seed}/{entry['key']}")
    return entry | {"options": [by_key[key] for key in order]}
