"""Words, measures, the national track, endings and the hand-over to adult services."""

from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from portal.clock import today
from portal.forms import ChoiceField, DayField, LongTextField, PortalForm
from referrals.states import OUTCOMES, TWO_SIGNATURES, choices
from referrals.track_steps import STEPS


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
    note = LongTextField(label=_("Note"), required=False, limit=1000, rows=2)

    def clean_done_on(self) -> Any:
        return not_to_come(self.cleaned_data["done_on"])


class EndingForm(PortalForm):
    """An ending that others sign."""

    outcome = ChoiceField(label=_("How does it end?"), choices=choices(OUTCOMES))
    why = LongTextField(
        label=_("Why, and why is it in the child's interest?"), limit=2000, rows=3
    )
    child_view = LongTextField(
        label=_("What does the child think of it?"),
        help_text=_("In the child's words. If the child was not asked, say why."),
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
