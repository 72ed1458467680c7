"""The two short forms of the log: a lesson in class, and what else was held."""

import datetime as dt
from collections.abc import Sequence
from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.forms import ChoiceField, DayField, PortalForm
from schools.school_days import start_year_of, year_bounds
from training.models import LessonDelivery


Audience = LessonDelivery.Audience
MOST = 2000  # heads at one event


class HeldForm(PortalForm):
    """When, and how many were there: what both forms ask."""

    taught_on = DayField(label=_("When?"))
    present = forms.IntegerField(
        label=_("How many were there?"),
        help_text=_("A number only, no names. Leave it empty if nobody counted."),
        required=False,
        min_value=1,
        max_value=MOST,
        widget=forms.NumberInput(
            attrs={"class": "govuk-input--width-4", "inputmode": "numeric"}
        ),
    )

    def __init__(self, *args: Any, day: dt.date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.day = day
        self.fields["taught_on"].initial = day

    def clean_taught_on(self) -> dt.date:
        found: dt.date = self.cleaned_data["taught_on"]
        if found > self.day:
            raise forms.ValidationError(_("Enter a day that has passed"))
        if found < year_bounds(start_year_of(self.day))[0]:
            raise forms.ValidationError(_("Enter a day of this school year"))
        return found


class ClassLessonForm(HeldForm):
    where = forms.ChoiceField(label=_("Which class?"))
    field_order = ("where", "taught_on", "present")

    def __init__(self, *args: Any, places: Sequence[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast("forms.ChoiceField", self.fields["where"]).choices = places


class EventForm(HeldForm):
    audience = ChoiceField(
        label=_("What was it?"),
        choices=[choice for choice in Audience.choices if choice[0] != "class"],
    )
    unit = forms.ChoiceField(label=_("About which unit?"), required=False)
    school = ChoiceField(label=_("At which school?"))
    field_order = ("audience", "unit", "school", "taught_on", "present")

    def __init__(
        self,
        *args: Any,
        units: Sequence[tuple[str, str]],
        schools: Sequence[tuple[str, str]],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        cast("forms.ChoiceField", self.fields["unit"]).choices = [
            ("", _("none in particular")),
            *units,
        ]
        field = cast("ChoiceField", self.fields["school"])
        field.choices = schools
        if len(schools) == 1:
            field.widget = forms.HiddenInput()
            field.initial = schools[0][0]
