"""After a talk: one line and the next day; the rest may stay as it stands."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from portal.clock import today
from portal.forms import DayField, LongTextField, PortalForm
from referrals.coaching import LONGEST_TALK, SHORTEST_TALK, USUAL_TALK
from referrals.forms.plans import GoalPlaces
from referrals.models import CoachingActivity, CoachingSession, Goal


HELD, MISSED = CoachingSession.Outcome.HELD, CoachingSession.Outcome.MISSED


class SessionForm(GoalPlaces, PortalForm):
    """Two answers are needed; `outcome` comes from the button that was pressed."""

    done = LongTextField(
        label=_("What did you do? One line"), required=False, limit=1000, rows=2
    )
    next_on = DayField(label=_("When do you meet again?"))
    child_words = LongTextField(
        label=_("The child’s own words"), required=False, limit=2000, rows=2
    )
    next_step = forms.CharField(label=_("Next step"), required=False, max_length=200)
    on = DayField(label=_("Day of the talk"))
    minutes = forms.IntegerField(
        label=_("Minutes"),
        help_text=_("Usually 10 to 40"),
        min_value=SHORTEST_TALK,
        max_value=LONGEST_TALK,
        required=False,
        widget=forms.TextInput(
            {"inputmode": "numeric", "class": "govuk-input--width-3"}
        ),
    )
    activity = forms.ModelChoiceField(
        label=_("Activity from the library"),
        queryset=CoachingActivity.objects.none(),
        to_field_name="translation_key",
        empty_label=_("None"),
        required=False,
    )
    outcome = forms.ChoiceField(choices=CoachingSession.Outcome.choices, required=False)
    token = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(
        self, *args: Any, goals: Sequence[Goal] = (), language: str = "", **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.add_places(goals, required=False)
        rows = CoachingActivity.objects.readable(language).order_by("title")
        self.fields["activity"].queryset = rows  # type: ignore[attr-defined]
        self.fields["done"].needed_later = True  # type: ignore[attr-defined]

    @property
    def more_is_open(self) -> bool:
        """Whether something under "More" was chosen or is wrong."""
        return bool({"on", "minutes", "activity"} & set(self.errors)) or bool(
            self["activity"].value()
        )

    def clean_on(self) -> date:
        day: date = self.cleaned_data["on"]
        if day > today():
            raise ValidationError(_("The day of a talk cannot be in the future"))
        return day

    def clean_next_on(self) -> date:
        day: date = self.cleaned_data["next_on"]
        if day < today():
            raise ValidationError(_("The next day cannot be in the past"))
        return day

    def clean_outcome(self) -> str:
        return self.cleaned_data["outcome"] or HELD

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        if given.get("outcome") == HELD:
            if "done" not in self.errors and not given.get("done", "").strip():
                self.add_error("done", _("Write in one line what you did"))
            given["minutes"] = given.get("minutes") or USUAL_TALK
        return given

    def values(self) -> dict[str, Any]:
        """What the action keeps."""
        names = [
            "outcome", "on", "minutes", "done", "activity", "child_words",
            "next_step", "next_on", "token",
        ]  # fmt: skip
        return {name: self.cleaned_data[name] for name in names}
