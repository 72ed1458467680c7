"""Writes changed rows by upsert on their key: quick on both databases."""

from collections.abc import Sequence
from typing import Any


AT_ONCE = 500


def upsert(rows: Sequence[Any], fields: Sequence[str]) -> None:
    """Write these fields of existing rows, a statement for each 500."""
    if not rows:
        return
    type(rows[0])._default_manager.bulk_create(
        rows,
        batch_size=AT_ONCE,
        update_conflicts=True,
        unique_fields=["id"],
        update_fields=list(fields),
    )
