"""The floors of the house, for the tests that hold them (design.md section 2)."""

from collections.abc import Iterator
from pathlib import Path

from django.apps import apps
from django.db import models


BASE = Path(__file__).resolve().parents[2]
FLOORS = {"portal": 0, "schools": 1, "training": 2, "referrals": 2}
# What the training floor may know of a school: its place and its staff, never a child.
TRAINING_MAY_SEE = {"school", "classgroup", "staffmember", "post"}
UP = {
    app: [other for other in FLOORS if other != app and FLOORS[other] >= FLOORS[app]]
    for app in FLOORS
}


def our_models() -> list[type[models.Model]]:
    """Every model of our four apps, the through tables of their own making too."""
    return [
        model
        for app in FLOORS
        for model in apps.get_app_config(app).get_models(include_auto_created=True)
    ]


def our_modules(*apps_wanted: str) -> Iterator[Path]:
    """Every Python file of our apps but migrations."""
    for app in apps_wanted or FLOORS:
        for path in sorted((BASE / app).rglob("*.py")):
            if "migrations" not in path.parts:
                yield path


def place(path: Path) -> str:
    """The path as a person would say it."""
    return path.relative_to(BASE).as_posix()
