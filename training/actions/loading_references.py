"""Bringing onto the site what lessons point to: numbers to call, articles, terms. First
of all, since a lesson names an article of law by its key."""

import datetime as dt
from typing import Any

from django.db import transaction

from portal import audit
from portal.content import Data, LoadResult
from portal.models import User
from training.actions.loading_putting import Putter
from training.models import GlossaryTerm, LegalReference, SafetyContact


REFERENCES: tuple[tuple[str, Any, tuple[str, ...]], ...] = (
    ("contacts", SafetyContact, ("name", "note")),
    ("articles", LegalReference, ("article", "text", "source")),
    ("terms", GlossaryTerm, ("term", "meaning")),
)


@transaction.atomic
def load_references(
    *, references: Data, at: dt.datetime, by: User | None
) -> LoadResult:
    putter = Putter(at, by)
    with putter.at_work():
        for name, model, fields in REFERENCES:
            for row in references[name]:
                for code in row[fields[0]]:
                    values = {field: row[field][code] for field in fields}
                    if "number" in row:
                        values["number"] = row["number"]
                    putter.snippet(model, f"{name}/{row['key']}", code, values)
    if putter.result.wrote:
        audit.record("content.loaded", by=by, detail=dict(putter.result.counts))
    return putter.result
