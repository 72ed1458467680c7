"""Which rows follow a case to another school, and what the old school keeps of it."""

from collections.abc import Iterator
from functools import cache
from typing import TYPE_CHECKING

from django.apps import apps
from django.db import models

from referrals.models import Case
from referrals.models.rows import ChildRow
from referrals.timeline import PARTS


if TYPE_CHECKING:
    from datetime import date

    from schools.models import School


def _steps(model: type[models.Model]) -> Iterator[tuple[str, type[models.Model]]]:
    for field in model._meta.get_fields():
        if isinstance(field, models.ForeignKey):
            target = field.related_model
            if isinstance(target, type) and issubclass(target, ChildRow):
                yield field.name, target


@cache
def path_to_case(model: type[models.Model]) -> str:
    """The shortest path of keys from a table to the case; empty where there is none.

    A table that says `follows_case = False` stays at its school, and what hangs on it.
    """
    seen, waiting = {model}, [("", model)]
    while waiting:
        path, at = waiting.pop(0)
        if not getattr(at, "follows_case", True):
            continue
        for name, target in _steps(at):
            if target is Case:
                return f"{path}{name}"
            if target not in seen:
                seen.add(target)
                waiting.append((f"{path}{name}__", target))
    return ""


def following() -> list[tuple[type[models.Model], str]]:
    """Every table of the casework whose rows follow their case, with the path to it."""
    tables = apps.get_app_config("referrals").get_models()
    found = [(model, path_to_case(model)) for model in tables if model is not Case]
    return [
        (model, path) for model, path in found if path and issubclass(model, ChildRow)
    ]


def move_rows(case: Case, school: "School") -> None:
    """The case and every row about it belong to that school from now on."""
    for model, path in following():
        keys = model._default_manager.filter(**{path: case}).values("pk")
        model._default_manager.filter(
            pk__in=list(keys.values_list("pk", flat=True))
        ).update(school=school)
    case.school = school
    case.save(update_fields=["school"])


def chronology(case: Case) -> list[tuple["date", str]]:
    """What the old school keeps: the day and the kind of each event, and no text.

    Sorted by day; `kind` is that of a part of the timeline.
    """
    found: list[tuple[date, str]] = [(case.opened_at.date(), "opened")]
    for part in PARTS:
        rows = part.model._default_manager.filter(**{part.case: case})
        if part.only is not None:
            rows = rows.filter(part.only)
        found += [(at.date(), part.kind) for at in rows.values_list(part.at, flat=True)]
    return sorted(found)
