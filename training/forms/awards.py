"""Checking an award by its number, and taking one back."""

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.forms import LongTextField, PortalForm
from training.award_numbers import tidy


class NumberForm(PortalForm):
    heading_field = "number"
    number = forms.CharField(
        label=_("Which number stands on the award?"),
        help_text=_("26 letters and digits. Spaces do not matter."),
        max_length=80,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )

    def clean_number(self) -> str:
        return tidy(self.cleaned_data["number"])


class RevokeForm(PortalForm):
    reason = LongTextField(
        label=_("Why is it revoked?"),
        help_text=_(
            "The holder reads this. The public page shows only the state and the day."
        ),
        limit=1000,
        rows=4,
    )
