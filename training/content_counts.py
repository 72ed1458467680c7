"""What each module and each unit holds, by language, so that a floor can be read off:
lessons with minutes, words, scenes and their last block, objectives with questions."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db.models import F

from portal.content import key_of
from training.curriculum import Entry, read_curriculum
from training.models import (
    ClassLessonPage,
    Kind,
    LessonPage,
    LoadedContent,
    ModulePage,
    Question,
    UnitPage,
)
from training.outline import Node, read_outline
from training.steps import texts_in


Row = dict[str, Any]
WORD = re.compile(r"\w[\w’'-]*")
TAG = re.compile(r"<[^>]*>")
CLASS_STREAMS = ("guide", "handout", "easy_read")  # slides show what the guide says


def modules() -> list[Row]:
    """In the order of the pages, as the source language has them."""
    lessons = _lessons(LessonPage, ("body",))
    asked, names = _questions(), _names()
    goals = _objectives(ModulePage)
    return [
        {
            "key": names.get(node.key, ""),
            "title": node.title,
            "programme": node.parent.title if node.parent else "",
            "minutes": node.minutes,
            "lessons": [lessons[n.key] for n in node.children if n.key in lessons],
            "scenarios": sum(n.kind == Kind.SCENARIO for n in node.children),
            "objectives": [
                {"text": text, **asked[key]} for key, text in goals[node.key].items()
            ],
        }
        for node in _modules()
    ]


def units() -> list[Row]:
    """In the order of the grades, as the source language has them."""
    lessons = _lessons(ClassLessonPage, CLASS_STREAMS)
    goals, names = _objectives(UnitPage), _names()
    return [
        {
            "key": names.get(unit.key, ""),
            "title": unit.title,
            "grades": list(band.grades or ()),
            "minutes": sum(one.minutes for one in unit.of("lesson")),
            "lessons": [lessons[one.key] for one in unit.of("lesson")],
            "objectives": [{"text": text} for text in goals[unit.key].values()],
        }
        for band, unit in _units()
    ]


def totals(modules: list[Row], units: list[Row]) -> Row:
    objectives = [goal for row in modules for goal in row["objectives"]]
    return {
        "modules": len(modules),
        **_sums(modules),
        "scenarios": sum(row["scenarios"] for row in modules),
        "objectives": len(objectives),
        "questions": sum(goal["questions"] for goal in objectives),
        "units": len(units),
        **{f"class_{name}": value for name, value in _sums(units).items()},
    }


def _sums(rows: list[Row]) -> Row:
    lessons = [lesson for row in rows for lesson in row["lessons"]]
    words: Counter[str] = Counter({code: 0 for code, _name in settings.LANGUAGES})
    for lesson in lessons:
        words.update(lesson["words"])
    minutes = sum(row["minutes"] for row in rows)
    return {"lessons": len(lessons), "minutes": minutes, "words": dict(words)}


def _modules() -> list[Node]:
    nodes = read_outline(settings.LANGUAGE_CODE).nodes
    return [node for node in nodes if node.kind == Kind.MODULE]


def _units() -> list[tuple[Entry, Entry]]:
    index = read_curriculum(settings.LANGUAGE_CODE)
    bands = index.bands if index else []
    return [(band, unit) for band in bands for unit in band.of("unit")]


def _names() -> dict[UUID, str]:
    """The content path by the key made from it; an editor's own page has none."""
    paths = LoadedContent.objects.values_list("path", flat=True).distinct()
    return {key_of(path): path for path in paths}


def _lessons(model: Any, streams: tuple[str, ...]) -> dict[UUID, Row]:
    """Each live lesson, its translations together; `words`, `decisions` (scenes to
    decide in) and `ends_with` (the last block of each stream) by language."""
    found: dict[UUID, Row] = {}
    pages = model.objects.live().select_related("locale").order_by("locale_id")
    for page in pages.iterator():
        code = page.locale.language_code
        blocks = {name: list(getattr(page, name).raw_data) for name in streams}
        row = found.setdefault(
            page.translation_key,
            {"title": "", "minutes": 0, "words": {}, "decisions": {}, "ends_with": {}},
        )
        if code == settings.LANGUAGE_CODE or not row["title"]:
            row["title"], row["minutes"] = page.title, page.minutes
        every = [block for rows in blocks.values() for block in rows]
        row["words"][code] = _count(block["value"] for block in every)
        row["decisions"][code] = sum(block["type"] == "decision" for block in every)
        row["ends_with"][code] = {
            name: rows[-1]["type"] for name, rows in blocks.items() if rows
        }
    return found


def _count(values: Iterable[Any]) -> int:
    texts = (TAG.sub(" ", text) for value in values for text in texts_in(value))
    return sum(len(WORD.findall(text)) for text in texts)


def _objectives(model: Any) -> dict[UUID, dict[UUID, str]]:
    """By module or unit: the objectives of the source language, key and words."""
    rows = (
        model.objects.live()
        .filter(locale__language_code=settings.LANGUAGE_CODE, objectives__isnull=False)
        .order_by("path", "objectives__pk")
        .values_list(
            "translation_key", "objectives__translation_key", "objectives__text"
        )
    )
    found: dict[UUID, dict[UUID, str]] = defaultdict(dict)
    for page, goal, text in rows:
        found[page][goal] = text
    return found


def _questions() -> dict[UUID, Counter[str]]:
    """By objective: marked questions of the quiz (`questions`, of them `critical`), and
    of the two forms of the tests (`form_a`, `form_b`)."""
    found: dict[UUID, Counter[str]] = defaultdict(
        lambda: Counter(questions=0, critical=0, form_a=0, form_b=0)
    )
    rows = Question.objects.filter(
        live=True, locale__language_code=settings.LANGUAGE_CODE
    ).exclude(type=Question.Type.REFLECTION)
    for row in rows.values("form", "critical", key=F("objective__translation_key")):
        name = f"form_{row['form'].lower()}" if row["form"] else "questions"
        found[row["key"]][name] += 1
        found[row["key"]]["critical"] += row["critical"]
    return found
