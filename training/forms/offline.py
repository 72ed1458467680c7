"""One answer from a phone's outbox."""

from typing import Any

from django import forms


MOST_STEPS = 200
LONGEST_ID = 64


class OfflineAnswerForm(forms.Form):
    """`item`: the lesson; `seen`: the ids of the steps opened on the phone."""

    item = forms.UUIDField()
    seen = forms.JSONField(required=False)

    def clean_seen(self) -> list[str]:
        given: Any = self.cleaned_data["seen"] or []
        if not isinstance(given, list) or len(given) > MOST_STEPS:
            raise forms.ValidationError("seen")
        return [one for one in given if isinstance(one, str) and len(one) <= LONGEST_ID]
