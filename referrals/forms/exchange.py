"""Words, measures, the national track, endings and the hand-over to adult services."""

from datetime import datetime
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from portal.clock import now, today
from portal.forms import ChoiceField, DayField, LongTextField, PortalForm
from referrals.deadlines import TIRANE
from referrals.states import OUTCOMES, TWO_SIGNATURES, choices
from referrals.track_steps import POLICE, STEPS


def not_to_come(day: Any) -> Any:
    """A day on which something happened lies in the past."""
    if day and day > today():
        raise ValidationError(_("The day cannot be in the future"))
    return day


class MessageForm(PortalForm):
    """A word to the other side."""

    text = LongTextField(label=_("Your message"), limit=4000, rows=4)


class AddendumForm(PortalForm):
    """A fact learnt after sending."""

    text = LongTextField(
        label=_("What do you know now?"),
        help_text=_("What was sent stays as it was. This is added, with its time."),
        limit=4000,
        rows=4,
    )


class MeasureForm(PortalForm):
    """What one agency does, until when."""

    agency = forms.CharField(
        label=_("Which agency?"),
        help_text=_("For example: the school, the health centre, the police."),
        max_length=60,
    )
    what = LongTextField(label=_("What does it do?"), limit=1000, rows=2)
    due_on = DayField(label=_("Until when?"), required=False)


class EndMeasureForm(PortalForm):
    """Done or dropped, with a word."""

    done = ChoiceField(
        label=_("What became of it?"),
        choices=[("yes", _("Done")), ("no", _("Dropped"))],
    )
    note = LongTextField(label=_("A word about it"), required=False, limit=500, rows=2)


class TrackForm(PortalForm):
    """Why one suspects it."""

    why = LongTextField(
        label=_("What makes you think so?"),
        help_text=_("What was seen or said. Do not question the child about it."),
        limit=2000,
        rows=4,
    )


class TrackStepForm(PortalForm):
    """One step that was taken."""

    code = ChoiceField(label=_("Which step?"), choices=list(STEPS.items()))
    done_on = DayField(label=_("On which day?"))
    note = LongTextField(
        label=_("How, and by whom?"),
        help_text=_("For the police: when, how and by whom they were told."),
        required=False,
        limit=1000,
        rows=2,
    )

    def clean_done_on(self) -> Any:
        return not_to_come(self.cleaned_data["done_on"])

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if given.get("code") == POLICE and not given.get("note"):
            self.add_error(
                "note", _("Say at what time, how and by whom they were told")
            )
        return given


class EndingForm(PortalForm):
    """An ending that others sign."""

    outcome = ChoiceField(label=_("How does it end?"), choices=choices(OUTCOMES))
    why = LongTextField(
        label=_("Why, and why is it in the child’s interest?"), limit=2000, rows=3
    )
    child_view = LongTextField(
        label=_("What does the child think of it?"),
        help_text=_("In the child’s words. If the child was not asked, say why."),
        limit=2000,
        rows=3,
    )
    seen_on = DayField(label=_("When was the child last seen?"), required=False)
    seen_where = LongTextField(
        label=_("Where, and by whom?"), required=False, limit=1000, rows=2
    )
    told = LongTextField(
        label=_("Who was told that the child is gone?"),
        help_text=_("For example: police, family, the unit; with the day."),
        required=False,
        limit=1000,
        rows=2,
    )
    needed: ClassVar[dict[str, Any]] = {
        "seen_on": _("Say when the child was last seen"),
        "seen_where": _("Say where the child was last seen, and by whom"),
        "told": _("Say who was told"),
    }

    def clean_seen_on(self) -> Any:
        return not_to_come(self.cleaned_data["seen_on"])

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if given.get("outcome") in TWO_SIGNATURES:
            for name, said in self.needed.items():
                if not given.get(name) and name not in self.errors:
                    self.add_error(name, said)
        return given


class SignByPhoneForm(PortalForm):
    """Who agreed by telephone where the unit has no account; day and time of the call."""

    head_agreed = LongTextField(
        label=_("Who agreed by telephone?"),
        help_text=_(
            "The unit has no account. Name the head of the unit, or who heads social"
            " services of the municipality, and what they said."
        ),
        limit=500,
        rows=2,
    )
    called_on = DayField(label=_("On which day did you call?"))
    called_time = forms.TimeField(
        label=_("At what time?"),
        help_text=_("For example 14:30"),
        input_formats=["%H:%M", "%H.%M"],
    )

    def clean_called_on(self) -> Any:
        return not_to_come(self.cleaned_data["called_on"])

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        day, time = given.get("called_on"), given.get("called_time")
        if day and time:
            given["head_called_at"] = datetime.combine(day, time, tzinfo=TIRANE)
            if given["head_called_at"] > now():
                self.add_error("called_time", _("The call cannot be in the future"))
        return given

    def said(self) -> dict[str, Any]:
        """What the signing asks: the words and the moment."""
        return {
            key: self.cleaned_data[key] for key in ("head_agreed", "head_called_at")
        }


class RefuseEndingForm(PortalForm):
    """Why one does not sign."""

    reason = LongTextField(
        label=_("Why do you not sign, and what is to be done first?"),
        limit=2000,
        rows=3,
    )


class AdultForm(PortalForm):
    """The hand-over to services for adults."""

    service = LongTextField(
        label=_("Which service takes over, and who there?"), limit=1000, rows=2
    )
    told = ChoiceField(
        label=_("Was the young person told?"),
        choices=[("yes", _("Yes")), ("no", _("No"))],
    )
    view = LongTextField(
        label=_("What do they think of it?"),
        help_text=_("In their words. If they were not asked, say why."),
        limit=2000,
        rows=3,
    )
    begins_on = DayField(label=_("From which day?"))
