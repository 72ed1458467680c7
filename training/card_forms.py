"""The list to tick on a unit's cards, in the reader's language: read from its page."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.conf import settings

from training.cards import Asked
from training.curriculum import read_curriculum
from training.models import Kind, LearningItem, UnitPage


LETTERS = "abcdefghijkl"


def asked_of(unit: UUID, form: str, language: str) -> Asked:
    """The items of one form, lettered in the order of the source language; a sentence
    that is not translated stands as it was written. Empty: the unit has no cards."""
    pages = {
        page.locale.language_code: page.cards
        for page in UnitPage.objects.live()
        .filter(translation_key=unit, locale__language_code__in=(SOURCE, language))
        .select_related("locale")
    }
    spoken = {block.id: block.value["text"] for block in pages.get(language, ())}
    items = [block for block in pages.get(SOURCE, ()) if block.value["form"] == form]
    return {
        letter: (spoken.get(block.id) or block.value["text"], block.value["sign"])
        for letter, block in zip(LETTERS, items, strict=False)
    }


SOURCE = settings.LANGUAGE_CODE


def grades_of(units: Iterable[LearningItem]) -> dict[str, list[tuple[int, int]]]:
    """By uid the first and the last grade of each band that a unit stands in."""
    index = read_curriculum(SOURCE)
    found: dict[UUID, list[tuple[int, int]]] = {}
    for band in index.bands if index else ():
        for unit in band.of("unit"):  # by an alias it may stand in two bands
            found.setdefault(unit.key, []).extend([band.grades] if band.grades else [])
    pairs = ((str(one.uid), found.get(one.translation_key)) for one in units)
    return {uid: grades for uid, grades in pairs if grades}


def units_with_cards() -> list[LearningItem]:
    """Of the youngest an adult sees what they draw and say: no card is made for them."""
    units: Any = LearningItem.objects.filter(kind=Kind.UNIT, retired_at=None)
    found = units.select_related("current").order_by("pk")
    return [one for one in found if one.current and one.current.snapshot.get("cards")]
