"""How far each translation is behind its source: missing, stale or up to date.

A translation carries the number that its source had when it was published
(`actions/publishing.py`); publishing it again says that it follows the source.
"""

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db.models import F, Max
from wagtail.models import Page

from training.models import ItemVersion, Kind


class State(StrEnum):
    MISSING = "missing"
    STALE = "stale"
    FRESH = "fresh"


@dataclass(frozen=True)
class Translation:
    """One page in one other language. `page`: None where there is none yet."""

    kind: Kind
    title: str
    language: str
    state: State
    source_page: int
    page: int | None
    source_on: dt.datetime | None
    on: dt.datetime | None

    @property
    def is_stale(self) -> bool:
        return self.state is State.STALE

    @property
    def edit(self) -> int:
        """The page to open: the translation, or the source where there is none."""
        return self.page or self.source_page


def translations() -> list[Translation]:
    """Every live source page in every other language: two queries."""
    others = [code for code, _name in settings.LANGUAGES if code != _source()]
    published = _published()
    pages: dict[tuple[UUID, str], dict[str, Any]] = {
        (row["translation_key"], row["language"]): row for row in _pages()
    }
    return [
        _translation(row, pages.get((key, other)), other, published)
        for (key, language), row in pages.items()
        if language == _source() and row["live"]
        for other in others
        if (key, _source()) in published
    ]


def behind() -> list[Translation]:
    """Those to work on, what changed longest ago first."""
    late = [one for one in translations() if one.state is not State.FRESH]
    return sorted(late, key=lambda one: (one.source_on is None, one.source_on))


def state_of(page: Any) -> Translation | None:
    """Of one page that is a translation."""
    return next((one for one in translations() if one.page == page.pk), None)


def _source() -> str:
    return settings.LANGUAGE_CODE


def _pages() -> Any:
    return (
        Page.objects.filter(alias_of=None)
        .order_by("path")
        .annotate(language=F("locale__language_code"))
        .values("pk", "translation_key", "language", "title", "live")
    )


@dataclass(frozen=True)
class _Published:
    kind: Kind
    number: int
    at: dt.datetime


def _published() -> dict[tuple[UUID, str], _Published]:
    """The newest version by translation key and language."""
    rows = (
        ItemVersion.objects.filter(item__retired_at=None)
        .exclude(item__kind=Kind.QUIZ)
        .values("item__translation_key", "item__kind", "locale")
        .annotate(number=Max("number"), at=Max("published_at"))
    )
    return {
        (row["item__translation_key"], row["locale"]): _Published(
            Kind(row["item__kind"]), row["number"], row["at"]
        )
        for row in rows
    }


def _translation(
    source: dict[str, Any],
    other: dict[str, Any] | None,
    language: str,
    published: dict[tuple[UUID, str], _Published],
) -> Translation:
    original = published[(source["translation_key"], _source())]
    made = published.get((source["translation_key"], language))
    if other is None or made is None or not other["live"]:
        state = State.MISSING
    else:
        state = State.STALE if made.number < original.number else State.FRESH
    return Translation(
        kind=original.kind,
        title=source["title"],
        language=language,
        state=state,
        source_page=source["pk"],
        page=other["pk"] if other else None,
        source_on=original.at,
        on=made.at if made else None,
    )
