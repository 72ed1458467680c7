"""One file with a case or a referral, and the reason for taking it away."""

import unicodedata
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from portal.forms import LongTextField, PortalForm, UploadField
from portal.pictures import FileRefused, Taken, take
from referrals.models.attachments import MOST_BYTES


TOO_LARGE = _(
    "The file is larger than 10 MB. Make the picture smaller or split the document, and"
    " choose it again."
)
ACCEPT = "image/jpeg,image/png,image/webp,application/pdf"
LONGEST_NAME = 120


class AttachForm(PortalForm):
    """The file is looked at here: what it says it is counts for nothing."""

    file = UploadField(
        label=_("The file"),
        help_text=_(
            "A picture (JPEG, PNG, WebP) or a PDF, 10 MB at most. No photograph of the"
            " child’s body is accepted."
        ),
        accept=ACCEPT,
    )
    token = forms.UUIDField(widget=forms.HiddenInput)

    def clean_file(self) -> Taken:
        upload = self.cleaned_data["file"]
        if upload.size > MOST_BYTES:
            raise ValidationError(TOO_LARGE, code="too_large")
        self.name = clean_name(upload.name or "")
        try:
            return take(upload.read())
        except FileRefused as refused:
            raise ValidationError(refused.sentence, code="refused") from None

    def given(self) -> dict[str, Any]:
        """What the action takes."""
        data = self.cleaned_data
        return {"taken": data["file"], "name": self.name, "token": data["token"]}


class RemoveForm(PortalForm):
    reason = LongTextField(label=_("Why is it removed?"), limit=500, rows=3)


def clean_name(name: str) -> str:
    """The last part of the name that was sent, without what no name holds."""
    last = name.replace("\\", "/").rsplit("/", 1)[-1]
    kept = "".join(c for c in last if unicodedata.category(c)[0] != "C").strip()
    return kept[-LONGEST_NAME:] or "–"
