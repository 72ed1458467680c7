"""One answer from a phone's outbox."""

import json
from typing import Any

from django import forms


MOST = 200  # steps of a lesson, choices of a path
LONGEST = 64  # characters of a key or an id


class ListField(forms.CharField):
    """A list written as JSON. Django's own field lets through what is no JSON error:
    brackets a thousand deep, a number of thousands of digits."""

    def to_python(self, value: Any) -> Any:
        try:
            found = json.loads(super().to_python(value) or "[]")
        except (ValueError, RecursionError):
            raise forms.ValidationError("json") from None
        return _list(found)


class SeenForm(forms.Form):
    """`seen`: the ids of the steps opened on the phone."""

    seen = ListField(required=False)

    def clean_seen(self) -> list[str]:
        return _keys(self.cleaned_data["seen"])

    @property
    def steps(self) -> list[str]:
        """No step when what was sent is odd: then only what the server knows counts."""
        found: list[str] = self.cleaned_data["seen"] if self.is_valid() else []
        return found


class OfflineAnswerForm(SeenForm):
    """`token`: the answer's own number; `item`: the lesson or scenario; `path`: the
    [scene, choice] pairs taken."""

    token = forms.UUIDField()
    item = forms.UUIDField()
    path = ListField(required=False)

    def clean_path(self) -> list[list[str]]:
        pairs = [_keys(pair) for pair in self.cleaned_data["path"]]
        if any(len(pair) != 2 for pair in pairs):
            raise forms.ValidationError("path")
        return pairs


def _list(given: Any) -> list[Any]:
    if given and (not isinstance(given, list) or len(given) > MOST):
        raise forms.ValidationError("list")
    return given or []


def _keys(given: Any) -> list[str]:
    """Those that are words at all; a step that no lesson has counts for nothing."""
    return [one for one in _list(given) if isinstance(one, str) and len(one) <= LONGEST]
