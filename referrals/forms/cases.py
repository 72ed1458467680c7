"""Opening, levelling, noting and closing a case."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from portal.clock import today
from portal.forms import ChoiceField, DayField, LongTextField, PortalForm
from referrals.forms.assessing import RedLinesForm
from referrals.states import (
    OUTCOMES,
    TWO_SIGNATURES,
    choices,
)


OPEN_ELSEWHERE = _(
    "This child’s case is still open at another school. Ask the child protector there "
    "to close it; then you can act here. What you have written is kept."
)


class OpenCaseForm(RedLinesForm):
    """The gate first; then why a case is opened, in the protector's words."""

    why = LongTextField(label=_("Why do you open a case?"), limit=2000, rows=4)


class NoteForm(PortalForm):
    """One line after a talk; the child's words apart; the next step and its day."""

    text = LongTextField(label=_("What happened?"), limit=4000, rows=3)
    child_words = LongTextField(
        label=_("The child’s own words"), required=False, limit=2000, rows=2
    )
    next_step = forms.CharField(label=_("Next step"), required=False, max_length=200)
    next_on = DayField(label=_("On which day?"), required=False)
    token = forms.UUIDField(widget=forms.HiddenInput)

    def clean_next_on(self) -> Any:
        day = self.cleaned_data["next_on"]
        if day and day < today():
            raise ValidationError(_("The next day cannot be in the past"))
        return day


class CloseCaseForm(PortalForm):
    """How the school's work ends, and why that is in the child's interest."""

    ending = ChoiceField(
        label=_("How does it end?"),
        choices=[pair for pair in choices(OUTCOMES) if pair[0] not in TWO_SIGNATURES],
    )
    why = LongTextField(
        label=_("Why is this in the child’s interest?"),
        limit=2000,
        rows=4,
    )
    child_view = LongTextField(
        label=_("What does the child think of it?"),
        help_text=_("In the child’s words. If the child was not asked, say why."),
        limit=2000,
        rows=3,
    )
