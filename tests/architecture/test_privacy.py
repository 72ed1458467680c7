"""Every field says what it holds; what is sensitive is sealed (design.md section 9)."""

from collections import Counter

import pytest
from django.db import models

from portal.crypto import EncryptedTextField
from portal.privacy import Kept, Privacy
from tests.architecture.floors import our_models


DECLARING = [m for m in our_models() if not m._meta.auto_created]
TEXTS = (models.CharField, models.TextField, models.BinaryField, models.JSONField)


def own_fields(model: type[models.Model]) -> list[str]:
    """The fields a declaration must name: all of the model's own but the bare id."""
    own = [*model._meta.local_fields, *model._meta.local_many_to_many]
    return [field.name for field in own if field.name != "id"]


def label(model: type[models.Model]) -> str:
    return model._meta.label


@pytest.mark.parametrize("model", DECLARING, ids=label)
def test_the_model_declares_every_field_exactly_once(model: type[models.Model]):
    declaration = vars(model).get("privacy")

    assert isinstance(declaration, Privacy), "no `privacy = Privacy(…)` of its own"
    assert isinstance(declaration.kept, Kept)
    assert Counter(declaration.declared()) == Counter(own_fields(model))


@pytest.mark.parametrize("model", DECLARING, ids=label)
def test_sensitive_text_is_encrypted(model: type[models.Model]):
    sensitive = model.privacy.sensitive_names()

    bare = [
        field.name
        for field in model._meta.local_fields
        if field.name in sensitive
        and isinstance(field, TEXTS)
        and not field.choices
        and not isinstance(field, EncryptedTextField)
    ]

    assert bare == []


@pytest.mark.parametrize("model", DECLARING, ids=label)
def test_an_encrypted_field_is_declared_sensitive(model: type[models.Model]):
    sealed = {
        field.name
        for field in model._meta.local_fields
        if isinstance(field, EncryptedTextField)
    }

    assert sealed <= model.privacy.sensitive_names()
    assert not sealed or any(f.name == "uid" for f in model._meta.get_fields())
