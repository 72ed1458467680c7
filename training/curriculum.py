"""The published curriculum as a teacher meets it: grade bands, units, lessons and
guidance, in the reader's language where a translation is live. One query, no bodies.

The source language decides what there is and in which order.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db.models import F, Q
from django.db.models.functions import Coalesce
from wagtail.models import Page

from training.outline import address_of


CHILDREN = {
    "index": "curriculumindexpage",
    "band": "gradebandpage",
    "unit": "unitpage",
    "lesson": "classlessonpage",
    "guidance": "guidancepage",
}
FIELDS: tuple[str, ...] = ("id", "path", "title", "url_path", "language", "key")
FIELDS += ("summary", "minutes", "first", "last", *CHILDREN)


@dataclass
class Entry:
    """One page of the curriculum; `kind` is a key of CHILDREN."""

    kind: str
    key: UUID
    page_id: int
    title: str
    summary: str
    address: str
    language: str
    minutes: int = 0
    grades: tuple[int, int] | None = None
    addresses: frozenset[str] = frozenset()
    parent: "Entry | None" = None
    children: list["Entry"] = field(default_factory=list)

    def walk(self) -> Iterator["Entry"]:
        yield self
        for child in self.children:
            yield from child.walk()

    def of(self, kind: str) -> list["Entry"]:
        """The children of one kind."""
        return [child for child in self.children if child.kind == kind]

    @property
    def bands(self) -> list["Entry"]:
        return self.of("band")

    @property
    def guidance(self) -> list["Entry"]:
        return self.of("guidance")


def read_curriculum(language: str) -> Entry | None:
    """The index with everything below it; None when nothing is published."""
    rows = list(_rows())
    spoken: dict[UUID, list[dict[str, Any]]] = {}
    for row in rows:
        spoken.setdefault(row["key"], []).append(row)
    index: Entry | None = None
    by_path: dict[str, Entry] = {}
    for row in rows:
        if row["language"] != settings.LANGUAGE_CODE:
            continue
        entry = _entry(row, spoken[row["key"]], language)
        entry.parent = by_path.get(row["path"][: -Page.steplen])
        if entry.parent:
            entry.parent.children.append(entry)
        elif entry.kind == "index" and index is None:
            index = entry
        by_path[row["path"]] = entry
    return index


def find(index: Entry | None, address: str) -> Entry | None:
    """By its address in any language, so that a switched language finds its page."""
    entries = index.walk() if index else iter(())
    return next((entry for entry in entries if address in entry.addresses), None)


def _rows() -> Any:
    ours = Q()
    for child in CHILDREN.values():
        ours |= Q(**{f"{child}__isnull": False})
    return (
        Page.objects.live()
        .filter(ours)
        .order_by("path")
        .annotate(
            language=F("locale__language_code"),
            key=Coalesce("alias_of__translation_key", "translation_key"),
            summary=Coalesce(*(f"{child}__summary" for child in CHILDREN.values())),
            minutes=F("classlessonpage__minutes"),
            first=F("gradebandpage__first_grade"),
            last=F("gradebandpage__last_grade"),
            **{kind: F(child) for kind, child in CHILDREN.items()},
        )
        .values(*FIELDS)
    )


def _entry(row: dict[str, Any], spoken: list[dict[str, Any]], language: str) -> Entry:
    chosen = next((r for r in spoken if r["language"] == language), row)
    return Entry(
        kind=next(kind for kind in CHILDREN if row[kind]),
        key=row["key"],
        page_id=chosen["id"],
        title=chosen["title"],
        summary=chosen["summary"],
        address=address_of(chosen["url_path"]),
        language=chosen["language"],
        minutes=row["minutes"] or 0,
        grades=(row["first"], row["last"]) if row["first"] else None,
        addresses=frozenset(address_of(r["url_path"]) for r in spoken),
    )
