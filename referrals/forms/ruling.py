"""A new limit of one clock."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from portal.clock import today
from portal.forms import ChoiceField, DayField, PortalForm
from referrals.deadlines import STEPS, ClockUnit
from referrals.states import URGENCIES, Urgency, choices


UNITS = {
    ClockUnit.HOURS: _("hours"),
    ClockUnit.DAYS: _("calendar days"),
    ClockUnit.WORKING_DAYS: _("working days"),
}


class ClockRuleForm(PortalForm):
    """What, how urgent, how long, from which day, and by which law."""

    step = ChoiceField(label=_("What must be done?"), choices=list(STEPS.items()))
    urgency = ChoiceField(label=_("How urgent is it?"), choices=choices(URGENCIES))
    amount = forms.IntegerField(label=_("How many?"), min_value=1, max_value=999)
    unit = ChoiceField(
        label=_("Counted in"),
        choices=[(unit.value, label) for unit, label in UNITS.items()],
    )
    valid_from = DayField(label=_("From which day?"))
    legal_source = forms.CharField(
        label=_("Which law or decision says so?"),
        help_text=_("Leave it empty for a proposal."),
        required=False,
        max_length=200,
    )

    def clean_valid_from(self) -> Any:
        day = self.cleaned_data["valid_from"]
        if day and day <= today():
            raise ValidationError(_("A new limit begins tomorrow at the earliest"))
        return day

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        acute = given.get("urgency") == Urgency.ACUTE
        if acute and given.get("unit") == ClockUnit.WORKING_DAYS:
            self.add_error(
                "unit", _("An acute clock never pauses: count hours or days")
            )
        return given
