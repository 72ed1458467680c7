"""What import-linter cannot see: relations, migrations and names written as strings."""

import ast
import re

import pytest
from django.db import models
from django.db.migrations.loader import MigrationLoader

from tests.architecture.floors import (
    FLOORS,
    TRAINING_MAY_SEE,
    UP,
    our_models,
    our_modules,
    place,
)


# Where the ground names upper apps as strings; a permission's value only looks like it.
DOORS = {"portal/settings.py", "portal/urls.py", "portal/permissions.py"}


def relations() -> list[tuple[type[models.Model], str, type[models.Model]]]:
    return [
        (model, field.name, field.related_model)
        for model in our_models()
        for field in model._meta.get_fields()
        if field.is_relation and field.related_model and not field.auto_created
    ]


def test_no_relation_points_up_or_sideways():
    wrong = [
        f"{model._meta.label}.{name} -> {target._meta.label}"
        for model, name, target in relations()
        if target._meta.app_label in UP[model._meta.app_label]
    ]

    assert wrong == []


def test_training_relates_to_places_and_staff_only():
    wrong = [
        f"{model._meta.label}.{name} -> {target._meta.label}"
        for model, name, target in relations()
        if model._meta.app_label == "training"
        and target._meta.app_label == "schools"
        and target._meta.model_name not in TRAINING_MAY_SEE
    ]

    assert wrong == []


@pytest.mark.django_db
def test_no_migration_depends_on_a_floor_above():
    loader = MigrationLoader(None, ignore_no_migrations=True)

    wrong = [
        f"{app}.{name} -> {needed[0]}.{needed[1]}"
        for (app, name), migration in loader.disk_migrations.items()
        if app in FLOORS
        for needed in migration.dependencies
        if needed[0] in UP[app]
    ]

    assert wrong == []


def test_no_string_names_a_model_or_page_of_a_floor_above():
    wrong = [
        f"{place(path)}:{node.lineno} {node.value!r}"
        for app, upper in UP.items()
        for path in our_modules(app)
        if place(path) not in DOORS
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
        if names_one_of(upper, node.value)
    ]

    assert wrong == []


def names_one_of(apps: list[str], text: str) -> bool:
    """Whether the string is a dotted path, model label or URL name of these apps."""
    return any(re.fullmatch(rf"{app}([.:][\w.]+)+", text) for app in apps)


def test_the_sieve_catches_what_it_should():
    assert names_one_of(["referrals"], "referrals.Case")
    assert names_one_of(["referrals"], "referrals:inbox")
    assert not names_one_of(["referrals"], "referrals are kept for ever.")
    assert not names_one_of(["training"], "training")
