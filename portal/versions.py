"""Two editors never overwrite each other: what each wrote is shown, typed text stays.

A form carries what it was built from: a `version` where the row counts its changes,
else a `fingerprint` of the values shown. The action compares under a lock and raises
with the row as it stands; the view shows `both_texts` and the form as it was typed.
"""

import hashlib
import json
from collections.abc import Iterable
from typing import Any

from django import forms


def fingerprint(row: Any, names: Iterable[str]) -> str:
    """16 letters that differ when one of the values does; not for secrets."""
    values = {name: str(getattr(row, name)) for name in sorted(names)}
    text = json.dumps(values, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def both_texts(
    form: forms.BaseForm, current: Any, names: Iterable[str]
) -> list[dict[str, Any]]:
    """The fields that two people wrote differently, for `version_conflict.html`."""
    return [
        {
            "label": form.fields[name].label,
            "theirs": getattr(current, name),
            "yours": form.cleaned_data[name],
        }
        for name in names
        if getattr(current, name) != form.cleaned_data[name]
    ]
