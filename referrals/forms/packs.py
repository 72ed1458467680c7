"""What goes into a print pack, for whom, and what is left out."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from portal.forms import PortalForm, TicksField
from referrals.print_parts import HIDES, Hide, PrintPart


MOST_COPIES = 12
# A table needs what happened, not who told it nor how the home is reached.
HIDDEN_AT_FIRST = (Hide.REPORTER, Hide.CONTACTS, Hide.SIBLINGS, Hide.NAMES)


class PackForm(PortalForm):
    recipients = forms.CharField(
        label=_("For whom?"),
        help_text=_(
            "Agencies or people, with commas between: each gets a numbered copy that"
            " bears the name."
        ),
        max_length=400,
    )
    parts = TicksField(label=_("What is printed?"))
    hidden = TicksField(
        label=_("What is left out?"),
        help_text=_(
            "Names that stand inside a text are not found by the portal: read it, or"
            " leave out what was told in words."
        ),
        choices=list(HIDES.items()),
        required=False,
    )

    def __init__(self, *args: Any, parts: Iterable[PrintPart], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = [(part.key, part.label) for part in parts]
        self.fields["parts"].choices = offered  # type: ignore[attr-defined]
        self.fields["parts"].initial = [key for key, _label in offered]
        self.fields["hidden"].initial = list(HIDDEN_AT_FIRST)

    def clean_recipients(self) -> list[str]:
        typed = self.cleaned_data["recipients"].split(",")
        names = [" ".join(name.split()) for name in typed if name.strip()]
        if not names:
            raise ValidationError(_("Say who gets a copy."))
        if len(names) > MOST_COPIES:
            raise ValidationError(_("Twelve copies at most: print again for the rest."))
        return names
