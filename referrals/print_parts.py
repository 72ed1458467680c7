"""The parts of a print pack, and what of each a redaction leaves out.

A room adds its part by one entry in `PARTS`: a function from what is printed (`About`)
and what is hidden (`Hide` codes) to blocks. A block is {"kind": "rows", "rows": […]}
or {"kind": "happenings", "list": […]}, as `portal/typst/sheet.typ` draws them. A part
whose `case_only` is true belongs to the school's file: no unit is offered it.
"""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from portal.crypto import preload_keys
from portal.time_words import day, moment
from portal.typesetting import bilingual
from referrals.catalogue import BY_CODE
from referrals.models import Factor, HouseholdMember, Referral
from referrals.papers import addenda, head_rows, said_rows
from referrals.states import LEVELS, Level
from referrals.steps import snapshot_of, steps_of


class Hide(StrEnum):
    """What may be left out, each a choice of its own."""

    REPORTER = "reporter"
    CONTACTS = "contacts"
    SIBLINGS = "siblings"
    NAMES = "names"
    NARRATIVE = "narrative"


HIDES: dict[Hide, Promise] = {
    Hide.REPORTER: _("Who wrote and reported"),
    Hide.CONTACTS: _("Telephones and contacts"),
    Hide.SIBLINGS: _("Brothers and sisters"),
    Hide.NAMES: _("Names of other people"),
    Hide.NARRATIVE: _("What was told in words"),
}
ROWS_HIDDEN = {
    Hide.CONTACTS: {"phone"},
    Hide.NAMES: {"father"},
    Hide.NARRATIVE: {
        "seen",
        "words",
        "child_told",
        "parent_told",
        "interest",
        "track",
    },
}
Block = Mapping[str, Any]


@dataclass(frozen=True)
class About:
    """What is printed: a referral with its case, on a day."""

    referral: Referral
    on: date


Hidden = Collection[str]
Build = Callable[[About, Hidden], Iterable[Block]]


@dataclass(frozen=True)
class PrintPart:
    """One part of the pack."""

    key: str
    label: Promise
    build: Build
    case_only: bool = False


def _rows(rows: Sequence[Mapping[str, Any]]) -> Block:
    return {"kind": "rows", "rows": rows}


def _happenings(found: Sequence[Mapping[str, Any]]) -> Block:
    return {"kind": "happenings", "list": found}


def _referral(about: About, hidden: Hidden) -> Iterable[Block]:
    frozen = snapshot_of(about.referral)
    gone = {
        name for hide, names in ROWS_HIDDEN.items() if hide in hidden for name in names
    }
    yield _rows(head_rows(about.referral, frozen))
    yield _rows([row for row in said_rows(frozen) if row["name"] not in gone])
    if Hide.NARRATIVE not in hidden:
        who = "" if Hide.REPORTER in hidden else None
        added = addenda(about.referral)
        yield _happenings(
            [one if who is None else {**one, "who": who} for one in added]
        )


def _timeline(about: About, hidden: Hidden) -> Iterable[Block]:
    yield _happenings(
        [
            {
                "at": moment(step.event.at),
                "what": bilingual(step.title),
                "who": str(step.role) if Hide.REPORTER in hidden else step.who,
                "text": "" if Hide.NARRATIVE in hidden else step.text,
            }
            for step in reversed(steps_of(about.referral))
        ]
    )


def _assessment(about: About, hidden: Hidden) -> Iterable[Block]:
    case = about.referral.case
    level = bilingual(LEVELS[Level(case.level)].label) if case.level else None
    if level:
        said = " / ".join(dict.fromkeys(level.values()))
        yield _rows([{"key": bilingual(_("Level")), "value": said}])
    factors = Factor.objects.filter(case=case).standing(about.on).order_by("kind", "at")
    found = []
    for factor in factors:
        words = bilingual(BY_CODE[factor.code].label)
        note = "" if Hide.NARRATIVE in hidden else factor.note
        value = "\n".join(filter(None, [factor.get_basis_display(), note]))
        found.append({"key": words, "value": value})
    yield _rows(found)


def _measures(about: About, hidden: Hidden) -> Iterable[Block]:
    rows = about.referral.measures.order_by("ended_at", "due_on", "pk")
    found = []
    for one in rows:
        until = f"– {day(one.due_on)}" if one.due_on else ""
        label = {"sq": one.agency, "en": one.agency}
        what = "" if Hide.NARRATIVE in hidden else one.what
        found.append({"key": label, "value": f"{what} {until}".strip() or "–"})
    yield _rows(found)


def _contacts(about: About, hidden: Hidden) -> Iterable[Block]:
    home = HouseholdMember.objects.filter(case=about.referral.case, removed_at=None)
    people = home.order_by("pk")
    found = []
    for one in people:
        if Hide.SIBLINGS in hidden and one.relation == one.Relation.SIBLING:
            continue
        name = "" if Hide.NAMES in hidden else one.name
        note = "" if {Hide.CONTACTS, Hide.NARRATIVE} & set(hidden) else one.note
        value = "\n".join(filter(None, [name, note])) or "–"
        found.append(
            {"key": bilingual(one.Relation(one.relation).label), "value": value}
        )
    yield _rows(found)


PARTS: tuple[PrintPart, ...] = (
    PrintPart("referral", _("Referral"), _referral),
    PrintPart("timeline", _("Steps"), _timeline),
    PrintPart("assessment", _("Assessment"), _assessment, case_only=True),
    PrintPart("measures", _("Measures"), _measures),
    PrintPart("contacts", _("Household"), _contacts, case_only=True),
)


def offered(*, case_in_reach: bool) -> list[PrintPart]:
    """The parts that this reader may print."""
    return [part for part in PARTS if case_in_reach or not part.case_only]


def blocks_of(
    about: About, parts: Collection[str], hidden: Hidden, *, case_in_reach: bool
) -> list[dict[str, Any]]:
    """The chosen parts, in order, each with its title and blocks."""
    preload_keys([about.referral.key_uid])
    chosen: list[dict[str, Any]] = [
        {"title": bilingual(part.label), "blocks": list(part.build(about, hidden))}
        for part in offered(case_in_reach=case_in_reach)
        if part.key in parts
    ]
    return [one for one in chosen if any(map(_says, one["blocks"]))]


def _says(block: Block) -> bool:
    return bool(block.get("rows") or block.get("list"))
