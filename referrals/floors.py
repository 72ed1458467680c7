"""Floors under a level: below them one says why. Pure; a person still decides.

Source: research/casework.md (c), method 4. Nothing is added up: each floor is one
sentence that can be read out.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from referrals.catalogue import TRAFFICKED_BEFORE, Basis, Kind
from referrals.states import Level


ORDER = (Level.WATCH, Level.STANDARD, Level.HEIGHTENED, Level.ACUTE)


@dataclass(frozen=True)
class Noted:
    """One factor as the rule sees it."""

    code: str
    kind: str
    basis: str


@dataclass(frozen=True)
class Floor:
    """The lowest level that needs no further reason, and the sentence that says why."""

    level: Level
    why: Promise


RED_LINE = Floor(Level.ACUTE, _("A red line was crossed."))
HOUSEHOLD = Floor(
    Level.HEIGHTENED,
    _("Somebody of the household was trafficked before, and the child misses 10 % of the days or more."),
)  # fmt: skip
TWICE_SAID = Floor(
    Level.STANDARD, _("The child said two different things that worry you.")
)


def floors(
    noted: Iterable[Noted], *, chronic: bool, red_line: bool
) -> tuple[Floor, ...]:
    """Every floor that holds, the highest first.

    `chronic`: absent on 10 % of the days or more; `red_line`: one was crossed lately.
    """
    rows = list(noted)
    said = {
        row.code
        for row in rows
        if row.basis == Basis.CHILD_SAID and row.kind != Kind.PROTECTIVE
    }
    household = any(row.code == TRAFFICKED_BEFORE for row in rows)
    found = [
        RED_LINE if red_line else None,
        HOUSEHOLD if household and chronic else None,
        TWICE_SAID if len(said) >= 2 else None,
    ]
    return tuple(floor for floor in found if floor)


def below(level: str, found: Iterable[Floor]) -> Floor | None:
    """The highest floor that this level lies under, if any."""
    chosen = ORDER.index(Level(level))
    return next((f for f in found if chosen < ORDER.index(f.level)), None)
