"""What training content the site has, by language, and what is missing."""

from collections import Counter
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db.models import F

from training.models import (
    LessonPage,
    ModulePage,
    ProgrammePage,
    Question,
    ScenarioPage,
    TrainingIndexPage,
)


KINDS: dict[str, Any] = {
    "index": TrainingIndexPage,
    "programmes": ProgrammePage,
    "modules": ModulePage,
    "lessons": LessonPage,
    "scenarios": ScenarioPage,
    "questions": Question,
}


def content_report() -> dict[str, Any]:
    """`languages`: counts of what is live; `missing`: what the source language has
    live and another has not; `words`: of the lessons."""
    languages = [code for code, _name in settings.LANGUAGES]
    counts: dict[str, dict[str, int]] = {code: {} for code in languages}
    missing = []
    for kind, model in KINDS.items():
        live = _live(model)
        for code in languages:
            counts[code][kind] = len(live.get(code, {}))
        source = live.get(settings.LANGUAGE_CODE, {})
        for code in languages:
            absent = source.keys() - live.get(code, {}).keys()
            missing += [
                {"language": code, "kind": kind, "title": source[key]} for key in absent
            ]
    return {
        "languages": counts,
        "words": _words(),
        "missing": sorted(missing, key=lambda row: tuple(row.values())),
    }


def _live(model: Any) -> dict[str, dict[UUID, str]]:
    title = "stem" if model is Question else "title"
    found: dict[str, dict[UUID, str]] = {}
    rows = model.objects.filter(live=True).annotate(
        language=F("locale__language_code"), words=F(title)
    )
    for row in rows.values("language", "translation_key", "words"):
        found.setdefault(row["language"], {})[row["translation_key"]] = row["words"]
    return found


def _words() -> dict[str, int]:
    counted: Counter[str] = Counter({code: 0 for code, _name in settings.LANGUAGES})
    for page in LessonPage.objects.live().select_related("locale"):
        texts = page.body.stream_block.get_searchable_content(page.body)
        counted[page.locale.language_code] += sum(len(str(t).split()) for t in texts)
    return dict(counted)
