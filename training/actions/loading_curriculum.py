"""Bringing the pupils' units onto the site, with the same care for an editor's hand as
the training (`loading.py`)."""

import datetime as dt
from typing import Any

from django.db import transaction

from portal import audit
from portal.content import Data, LoadResult
from portal.models import User
from training.actions.loading import Loader
from training.curriculum_files import (
    CurriculumFiles,
    UnitFiles,
    bullets,
    card_items,
    slides,
    stream,
)
from training.models import (
    ClassLessonPage,
    CurriculumIndexPage,
    GradeBandPage,
    GuidancePage,
    LearningObjective,
    UnitPage,
)


Pages = dict[str, Any]
NOTES = ("co_lead", "parents")
PARTS = ("guide", "handout", "easy_read")


@transaction.atomic
def load_curriculum(
    *,
    training: Data,
    files: CurriculumFiles,
    at: dt.datetime,
    by: User | None,
) -> LoadResult:
    """`training` names the training's index, under which the curriculum stands."""
    loader = Loader(at, by)
    with loader.at_work():
        above = loader.index(training["index"])
        index = _index(loader, above, files.curriculum["index"])
        for band in files.curriculum["bands"]:
            pages = _band(loader, index, band)
            for key in band["units"]:
                _unit(loader, pages, files.units[key])
        for key, texts in files.guidance.items():
            _guidance(loader, index, key, texts)
    if loader.result.wrote:
        audit.record("content.loaded", by=by, detail=dict(loader.result.counts))
    return loader.result


def _index(loader: Loader, parents: Pages, words: Data) -> Pages:
    values = {
        code: {"title": title, "summary": words["summary"][code]}
        for code, title in words["title"].items()
    }
    return loader.page(CurriculumIndexPage, "curriculum", parents, values, "curriculum")


def _band(loader: Loader, parents: Pages, words: Data) -> Pages:
    values = {
        code: {
            "title": title,
            "summary": words["summary"][code],
            "first_grade": words["first"],
            "last_grade": words["last"],
        }
        for code, title in words["title"].items()
    }
    path = f"curriculum/{words['key']}"
    return loader.page(GradeBandPage, path, parents, values, words["slug"])


def _unit(loader: Loader, parents: Pages, files: UnitFiles) -> None:
    words = files.unit
    objectives = {
        code: [
            loader.snippet(
                LearningObjective, files.path(row["key"]), code, {"text": row[code]}
            )
            for row in words["objectives"]
        ]
        for code in files.languages
    }
    values = {
        code: {
            "title": words["title"][code],
            "summary": words["summary"][code],
            "objectives": [one for one in objectives[code] if one],
            **_streams(loader, code, files.key, files.notes[code], NOTES),
            "cards": _cards(loader, code, files),
        }
        for code in files.languages
    }
    pages = loader.page(UnitPage, files.key, parents, values, words["slug"])
    for name, lesson in files.lessons.items():
        _lesson(loader, pages, files.path(name), lesson)


def _cards(loader: Loader, code: str, files: UnitFiles) -> str:
    rows = files.cards[code]["signs"] if files.cards else []
    path = files.path("cards")
    return loader.stored(path, code, card_items(path, rows))


def _lesson(loader: Loader, parents: Pages, path: str, lesson: dict[str, Data]) -> None:
    values = {
        code: {
            "title": words["title"],
            "summary": words["summary"],
            "minutes": words["minutes"],
            "preparation": bullets(words["preparation"]),
            "disclosure": bullets(words["disclosure"]),
            "slides": loader.stored(path, code, slides(path, words["slides"])),
            **_streams(loader, code, path, words, PARTS),
        }
        for code, words in lesson.items()
    }
    slugs = {code: words["slug"] for code, words in lesson.items()}
    loader.page(ClassLessonPage, path, parents, values, slugs)


def _guidance(loader: Loader, parents: Pages, key: str, texts: dict[str, Data]) -> None:
    values = {
        code: {
            "title": words["title"],
            "summary": words["summary"],
            **_streams(loader, code, key, words, ("body",)),
        }
        for code, words in texts.items()
    }
    slugs = {code: words["slug"] for code, words in texts.items()}
    loader.page(GuidancePage, key, parents, values, slugs)


def _streams(
    loader: Loader, code: str, path: str, words: Data, names: tuple[str, ...]
) -> dict[str, str]:
    return {
        name: loader.stored(path, code, stream(path, words[name])) for name in names
    }
