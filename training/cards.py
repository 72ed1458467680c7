"""What stands on the pupils' cards, and what a class's cards say together. Pure.

What is to be written and the last question are the same for every unit; the list to
tick is the unit's own (`card_forms.py`), in two forms of the same weight; half of the classes begin with A, half with B, so that
a harder form does not look like a lesson that taught nothing. Nothing asks about the
pupil's own life. "Named" is what a child writes by itself and an adult counts;
"recognised" is what it ticks: the two are never added up (research/training.md (b)).
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


Sentence = str | Promise
Asked = Mapping[str, tuple[str, bool]]  # by letter: the sentence, and is it a sign
ENOUGH_CARDS = 10  # fewer say nothing about a class and too much about a child
LEAST = 5  # a smaller number of cards is not told, nor one so near the whole
ENOUGH_NAMED = 2  # ways, and purposes: "can name" (C12)

NAMED: dict[str, Sentence] = {
    "ways": _("Write down ways in which somebody can trick a child."),
    "purposes": _("Write down what such a person may want from a child."),
    "adults": _(
        "Write down which adults you would tell. No names: for example “my aunt”."
    ),
}
SIGNS_ASKED = _("Which of these are signs of a trick? Tick them.")
WHOM_ASKED = _("Somebody wants you to keep such a thing secret. What do you do?")
WHOM: dict[str, tuple[Sentence, bool]] = {
    "a": (_("I keep it secret, as I was told."), False),
    "b": (_("I tell an adult whom I trust, even if I promised not to."), True),
    "c": (_("I find out alone who that person is."), False),
}


@dataclass(frozen=True)
class Ticked:
    """What a card recognises: right and wrong ticks, whether it tells somebody, and how
    many signs stood on it."""

    right: int
    wrong: int
    knows_whom: bool
    of: int = 4


@dataclass(frozen=True)
class Coded:
    """One card as it is counted; `named` (ways, purposes, adults) on paper only."""

    ticked: Ticked
    named: tuple[int, int, int] | None = None


@dataclass(frozen=True)
class Share:
    """So many of so many cards; `shown` is a percentage, "few", "most" or "" (too few
    cards in all)."""

    count: int
    of: int

    @property
    def shown(self) -> int | str:
        if self.of < ENOUGH_CARDS:
            return ""
        if self.count < LEAST:
            return "few"
        if self.of - self.count < LEAST:
            return "most"
        return self.count * 100 // self.of


def form_of(phase: str, class_uid: UUID) -> str:
    """Before and months later the first form of the class, after the unit the other."""
    first, other = ("A", "B") if class_uid.int % 2 == 0 else ("B", "A")
    return other if phase == "after" else first


def read_ticks(asked: Asked, signs: Collection[str], whom: str) -> Ticked:
    right = sum(asked[letter][1] for letter in set(signs))
    wrong = len(set(signs)) - right
    of = sum(is_sign for _words, is_sign in asked.values())
    return Ticked(right, wrong, WHOM[whom][1] if whom else False, of)


def recognises(ticked: Ticked) -> bool:
    """At least three of four signs, and nothing harmless ticked. The share is our
    proposal (research/training.md (c) names none)."""
    return ticked.right * 4 >= ticked.of * 3 and not ticked.wrong


def can_name(card: Coded) -> bool:
    """Two ways and two purposes on the same card (C12)."""
    return bool(card.named) and min(card.named[:2]) >= ENOUGH_NAMED  # type: ignore[index]


def shares(cards: Sequence[Coded]) -> dict[str, Share]:
    """What the cards of a class say, named apart from recognised."""
    written = [card for card in cards if card.named is not None]
    return {
        "can_name": Share(sum(map(can_name, written)), len(written)),
        "names_adult": Share(
            sum(card.named[2] > 0 for card in written if card.named), len(written)
        ),
        "recognises": Share(sum(recognises(card.ticked) for card in cards), len(cards)),
        "knows_whom": Share(sum(card.ticked.knows_whom for card in cards), len(cards)),
    }
