"""Sealing again under the newest master key, a batch at a time, resumable."""

from collections.abc import Iterator

from django.apps import apps
from django.db import models, transaction

from portal import audit
from portal.crypto import EncryptedTextField, masters, reseal_data_key, sealed_under
from portal.models import DataKey


BATCH = 500


def sealed_fields() -> Iterator[tuple[type[models.Model], list[EncryptedTextField]]]:
    """Every model of this portal that holds sealed text, with the fields."""
    for model in apps.get_models():
        found = [f for f in model._meta.fields if isinstance(f, EncryptedTextField)]
        if found:
            yield model, found


def rotate(*, dry_run: bool) -> dict[str, int]:
    """Bring every value under the writing master key; returns counts by label.

    Values under a case's own key keep it: only that key is sealed again. Raises
    `portal.crypto.Unreadable` when a value cannot be opened; what was done stays done.
    """
    newest = next(iter(masters()))
    counts = {"keys": _rotate_keys(newest, dry_run=dry_run)}
    for model, fields in sealed_fields():
        label = model._meta.label_lower
        counts[label] = _rotate_model(model, fields, newest, dry_run=dry_run)
    if not dry_run and any(counts.values()):
        audit.record("keys.rotated", by=None, detail=counts)
    return counts


def _rotate_keys(newest: object, *, dry_run: bool) -> int:
    done = 0
    for key in DataKey.objects.filter(destroyed_at=None).iterator(chunk_size=BATCH):
        if sealed_under(key.wrapped) != newest:
            done += 1
            if not dry_run:
                key.wrapped = reseal_data_key(key.uid, key.wrapped)
                key.save(update_fields=["wrapped"])
    return done


def _rotate_model(
    model: type[models.Model],
    fields: list[EncryptedTextField],
    newest: object,
    *,
    dry_run: bool,
) -> int:
    done, last = 0, 0
    old = set(masters()) - {newest}
    while rows := list(
        model._default_manager.filter(pk__gt=last).order_by("pk")[:BATCH]
    ):
        last = rows[-1].pk
        with transaction.atomic():
            for row in rows:
                names = [
                    f.name
                    for f in fields
                    if sealed_under(row.__dict__[f.attname]) in old
                ]
                if names:
                    done += 1
                    _save_again(row, names, dry_run=dry_run)
    return done


def _save_again(row: models.Model, names: list[str], *, dry_run: bool) -> None:
    if dry_run:
        return
    for name in names:
        setattr(row, name, getattr(row, name))
    row.save(update_fields=names)
