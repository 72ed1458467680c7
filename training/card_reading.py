"""Stored cards as the rules read them."""

from collections import defaultdict
from typing import Any

from training.cards import Coded, Ticked
from training.models import PupilCard


def read_cards(rounds: Any) -> dict[int, list[Coded]]:
    """By round; one query."""
    found: dict[int, list[Coded]] = defaultdict(list)
    for card in PupilCard.objects.filter(round__in=rounds.order_by().values("pk")):
        ticked = Ticked(
            card.signs_right, card.signs_wrong, card.knows_whom, card.signs_of
        )
        on_paper = card.mode == PupilCard.Mode.PAPER
        named = (card.ways or 0, card.purposes or 0, card.adults or 0)
        found[card.round_id].append(Coded(ticked, named if on_paper else None))
    return found
