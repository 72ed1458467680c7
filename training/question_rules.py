"""What each type of question must have, before it may be kept: pure."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from training.answers import plain_answer


Blocks = Sequence[tuple[str, Mapping[str, Any]]]

BLOCK_OF = {
    "single": "option",
    "multi": "option",
    "truefalse": "option",
    "match": "pair",
    "order": "step",
    "text": "answer",
    "reflection": "point",
}
ONLY = {
    "option": _("This type of question takes options only."),
    "pair": _("This type of question takes pairs only."),
    "step": _("This type of question takes steps only."),
    "answer": _("This type of question takes typed answers only."),
    "point": _("This type of question takes thoughts only."),
}


def problems(kind: str, blocks: Blocks) -> list[str | Promise]:
    """What is wrong, in words for the editor; nothing when all is well."""
    wanted = BLOCK_OF.get(kind)
    if wanted is None:
        return []  # the field itself says that the type is missing
    if any(block != wanted for block, _value in blocks):
        return [ONLY[wanted]]
    values = [value for _block, value in blocks]
    return [said for rule, said in RULES[kind] if not rule(values)]


Values = list[Mapping[str, Any]]


def _right(values: Values) -> int:
    return sum(bool(value["correct"]) for value in values)


def _several(values: Values) -> bool:
    return len(values) >= 2


def _different(values: Values) -> bool:
    texts = [" ".join(value["text"].split()).casefold() for value in values]
    return len({*texts}) == len(texts)


def _two_choices(values: Values) -> bool:
    return len({" ".join(value["match"].split()) for value in values}) >= 2


def _typed(values: Values) -> bool:
    return all(plain_answer(value["text"]) for value in values)


def _told_apart(values: Values) -> bool:
    """No answer is both accepted and not, once both are made plain."""
    said = {(plain_answer(value["text"]), bool(value["correct"])) for value in values}
    return len({text for text, _correct in said}) == len(said)


Rule = tuple[Callable[[Values], bool], str | Promise]

SEVERAL: Rule = (_several, _("Write at least two."))
DIFFERENT: Rule = (_different, _("Two of them say the same. Change one."))
ANY_RIGHT: Rule = (lambda values: _right(values) >= 1, _("Mark a right option."))
ONE_RIGHT: Rule = (
    lambda values: _right(values) <= 1,
    _("This type of question has exactly one right option."),
)

RULES: dict[str, list[Rule]] = {
    "single": [SEVERAL, DIFFERENT, ANY_RIGHT, ONE_RIGHT],
    "multi": [SEVERAL, DIFFERENT, ANY_RIGHT],
    "truefalse": [
        (lambda values: len(values) == 2, _("True or false has two options.")),
        DIFFERENT,
        ANY_RIGHT,
        ONE_RIGHT,
    ],
    "match": [
        SEVERAL,
        DIFFERENT,
        (_two_choices, _("All pairs belong to the same. Give at least two choices.")),
    ],
    "order": [SEVERAL, DIFFERENT],
    "text": [
        (_typed, _("An answer has letters or figures in it.")),
        (_told_apart, _("The same answer is accepted once and refused once.")),
        (lambda values: _right(values) >= 1, _("Mark an accepted answer.")),
    ],
    "reflection": [],
}
