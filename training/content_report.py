"""What training content the site has, by language, and what is missing."""

from typing import Any
from uuid import UUID

from django.conf import settings
from django.db.models import F

from training import content_counts
from training.models import (
    ClassLessonPage,
    GradeBandPage,
    GuidancePage,
    LessonPage,
    ModulePage,
    ProgrammePage,
    Question,
    ScenarioPage,
    TrainingIndexPage,
    UnitPage,
)
from training.translations import State, translations


KINDS: dict[str, Any] = {
    "index": TrainingIndexPage,
    "programmes": ProgrammePage,
    "modules": ModulePage,
    "lessons": LessonPage,
    "scenarios": ScenarioPage,
    "questions": Question,
    "bands": GradeBandPage,
    "units": UnitPage,
    "class_lessons": ClassLessonPage,
    "packs": GuidancePage,
}


def content_report() -> dict[str, Any]:
    """`languages`: counts of what is live; `modules`, `units` and `totals`: see
    `content_counts`; `translations`: by state; `missing`: what the source language has
    live and another has not."""
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
    modules, units = content_counts.modules(), content_counts.units()
    return {
        "languages": counts,
        "modules": modules,
        "units": units,
        "totals": content_counts.totals(modules, units),
        "translations": _translations(),
        "missing": sorted(missing, key=lambda row: tuple(row.values())),
    }


def _translations() -> dict[str, dict[str, int]]:
    """By language: how many pages are up to date with their source, behind, missing."""
    found = {
        code: dict.fromkeys(State, 0)
        for code, _name in settings.LANGUAGES
        if code != settings.LANGUAGE_CODE
    }
    for one in translations():
        found[one.language][one.state] += 1
    return {code: {str(k): n for k, n in rows.items()} for code, rows in found.items()}


def _live(model: Any) -> dict[str, dict[UUID, str]]:
    title = "stem" if model is Question else "title"
    found: dict[str, dict[UUID, str]] = {}
    rows = model.objects.filter(live=True).annotate(
        language=F("locale__language_code"), words=F(title)
    )
    for row in rows.values("language", "translation_key", "words"):
        found.setdefault(row["language"], {})[row["translation_key"]] = row["words"]
    return found
