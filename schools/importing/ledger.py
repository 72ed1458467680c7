"""What an import wrote, kept so that it can be taken back.

Each entry has the rows as they were and as the import left them; an undo compares
the second with what is stored now, so that nobody's later work is lost.
"""

import datetime as dt
import json
from base64 import b64decode, b64encode
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db import models

from portal.crypto import EncryptedTextField


AT_ONCE = 500
# Kept in step by other actions: not what the import said.
FOLLOWING = {
    "schools.pupil": {"school_id", "class_group_id"},
    "schools.schoolday": {"n"},
    "schools.registerday": {"in_session"},
}
Values = dict[str, Any]


@dataclass
class Entry:
    """One write: rows of one model by pk, before and after (None: not there)."""

    label: str
    before: dict[str, Values] | None
    after: dict[str, Values] | None

    @property
    def model(self) -> type[models.Model]:
        found: type[models.Model] = apps.get_model(self.label)
        return found


class Ledger:
    """Writes rows for an import and notes what it wrote."""

    def __init__(self) -> None:
        self.entries: list[Entry] = []

    def create(self, rows: Iterable[models.Model]) -> None:
        """Insert rows and note them."""
        made = list(rows)
        if not made:
            return
        model = type(made[0])
        model._default_manager.bulk_create(made, batch_size=AT_ONCE)
        names = fields_of(model)
        after = {
            str(row.pk): {name: _plain(getattr(row, name)) for name in names}
            for row in made
        }
        self.entries.append(Entry(model._meta.label_lower, None, after))

    def upsert(self, rows: Sequence[models.Model], fields: Sequence[str]) -> None:
        """Write these fields of rows on file, a statement for each 500."""
        if not rows:
            return
        model = type(rows[0])
        names = [model._meta.get_field(name).attname for name in fields]  # type: ignore[union-attr]
        names = [
            n for n in names if n not in FOLLOWING.get(model._meta.label_lower, ())
        ]
        keys = [row.pk for row in rows]
        before = stored(model, keys, names)
        model._default_manager.bulk_create(
            rows,
            batch_size=AT_ONCE,
            update_conflicts=True,
            unique_fields=["id"],
            update_fields=list(fields),
        )
        after = stored(model, keys, names)
        self.entries.append(Entry(model._meta.label_lower, before, after))

    def delete(self, model: type[models.Model], keys: Sequence[int]) -> None:
        """Delete rows and note what they were."""
        if not keys:
            return
        before = stored(model, keys, fields_of(model, sealed=True))
        for part in _parts(keys):
            model._default_manager.filter(pk__in=part).delete()
        self.entries.append(Entry(model._meta.label_lower, before, None))

    def as_text(self) -> str:
        """All entries, to be sealed; then begin anew."""
        entries, self.entries = self.entries, []
        told = [[e.label, e.before, e.after] for e in entries]
        return json.dumps(told, ensure_ascii=False, separators=(",", ":"))


def read(text: str) -> list[Entry]:
    """The entries of a sealed page."""
    return [Entry(label, before, after) for label, before, after in json.loads(text)]


def fields_of(model: type[models.Model], *, sealed: bool = False) -> list[str]:
    """The columns that an import may have said; sealed ones only where asked."""
    following = FOLLOWING.get(model._meta.label_lower, set())
    return [
        field.attname
        for field in model._meta.concrete_fields
        if not field.primary_key
        and field.attname not in following
        and (sealed or not isinstance(field, EncryptedTextField))
    ]


def stored(
    model: type[models.Model], keys: Sequence[int], names: Sequence[str]
) -> dict[str, Values]:
    """What the database holds for these rows, as JSON would say it."""
    found: dict[str, Values] = {}
    for part in _parts(keys):
        rows = model._default_manager.filter(pk__in=part).values("pk", *names)
        for row in rows:
            key = str(row.pop("pk"))
            found[key] = {name: _plain(value) for name, value in row.items()}
    return found


def restored(model: type[models.Model], values: Values) -> Values:
    """The same values as the model takes them."""
    return {
        name: b64decode(value["sealed"])
        if isinstance(value, dict) and "sealed" in value
        else _field(model, name).to_python(value)
        for name, value in values.items()
    }


def _field(model: type[models.Model], attname: str) -> "models.Field[Any, Any]":
    return next(f for f in model._meta.concrete_fields if f.attname == attname)


def _plain(value: Any) -> Any:
    if value is None or isinstance(value, str | int):
        return str(value) if isinstance(value, str) else value
    if isinstance(value, bytes | memoryview):
        return {"sealed": b64encode(bytes(value)).decode()}
    return value.isoformat() if isinstance(value, dt.date) else str(value)


def _parts(keys: Sequence[int]) -> Iterator[Sequence[int]]:
    for start in range(0, len(keys), AT_ONCE):
        yield keys[start : start + AT_ONCE]
