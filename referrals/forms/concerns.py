"""The concern in one minute, its decision, its correction."""

from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from portal.clock import today
from portal.forms import (
    ChoiceField,
    DayField,
    LongTextField,
    PortalForm,
    TicksField,
)
from referrals.body_zones import ZONES, said, stored
from referrals.forms.assessing import RedLinesForm
from referrals.models import Concern


SOMEBODY_ELSE = "other"
NO_DANGER = "no"


def _choices_of(staff: list[Any]) -> list[tuple[str, str]]:
    return [(str(one.uid), one.full_name()) for one in staff]


LONG_AGO = 18  # years: before that nobody at school was born


class ConcernForm(PortalForm):
    """Which child, how known, when, what, the child's own words; danger first.

    `found` are the pupils that the typed name found; `schools` the sender's own;
    `staff` the colleagues at those schools.
    """

    danger = ChoiceField(
        label=_("Is the child in danger now?"),
        choices=[
            (NO_DANGER, _("No, not that I know")),
            ("called", _("Yes. I called and spoke to somebody")),
            ("no_answer", _("Yes. I called, nobody answered")),
            ("could_not", _("Yes. I could not call")),
        ],
        initial=NO_DANGER,
    )
    name = forms.CharField(
        label=_("Which child?"),
        help_text=_("Type a first or last name."),
        required=False,
        max_length=100,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    pupil = forms.CharField(required=False, max_length=36)
    school = ChoiceField(label=_("Your school"), required=False)
    basis = ChoiceField(label=_("How do you know it?"), choices=Concern.Basis.choices)
    noticed_on = DayField(label=_("When was it?"), help_text="")
    noticed_where = forms.CharField(
        label=_("Where was it?"),
        required=False,
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    text = LongTextField(
        label=_("What did you see or hear?"),
        help_text=_(
            "When, where, who. Say what you know; leave the rest. "
            "Do not ask the child again."
        ),
        limit=4000,
    )
    child_words = LongTextField(
        label=_("The child’s own words"), required=False, limit=2000, rows=2
    )
    body_zones = TicksField(
        label=_("Where on the body?"), choices=list(ZONES.items()), required=False
    )
    staff = forms.ChoiceField(label=_("Who at the school?"), required=False)
    staff_named = forms.CharField(
        label=_("Or the name, as you know it"),
        required=False,
        max_length=100,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    token = forms.UUIDField(widget=forms.HiddenInput)

    UNCHOSEN: ClassVar[Any] = _("Choose the child. Type a name, then choose")

    def __init__(
        self,
        *args: Any,
        schools: list[Any],
        found: list[Any],
        staff: list[Any],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.schools, self.found, self.colleagues = schools, found, staff
        people: Any = self.fields["staff"]
        people.choices = [("", _("Nobody at the school")), *_choices_of(staff)]
        school = self.fields["school"]
        school.choices = [(str(one.uid), one.name) for one in schools]  # type: ignore[attr-defined]
        if len(schools) < 2:
            del self.fields["school"]

    def clean_noticed_on(self) -> Any:
        day = self.cleaned_data["noticed_on"]
        if day > today():
            raise ValidationError(_("The day cannot be in the future"))
        if day.year < today().year - LONG_AGO:
            raise ValidationError(_("Check the year: this day is long ago"))
        return day

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        chosen = data.get("pupil", "")
        known = {str(pupil.uid) for pupil in self.found}
        named = chosen == SOMEBODY_ELSE and data.get("name", "").strip()
        if chosen not in known and not named:
            self.add_error("name", ValidationError(self.UNCHOSEN))
        if named and "school" in self.fields and not data.get("school"):
            self.add_error("school", ValidationError(_("Choose your school")))
        return data

    @property
    def chosen(self) -> Any:
        """The pupil meant, or None for a child that is on no list."""
        wanted = self.cleaned_data["pupil"]
        return next((one for one in self.found if str(one.uid) == wanted), None)

    @property
    def about(self) -> Any:
        """The colleague whom it is about, or None."""
        wanted = self.cleaned_data["staff"]
        return next((one for one in self.colleagues if str(one.uid) == wanted), None)

    @property
    def on_staff(self) -> bool:
        """Whether it is about a member of staff, chosen or typed."""
        return bool(self.about or self.cleaned_data["staff_named"].strip())

    @property
    def zones(self) -> str:
        """The zones of the body in words, "" when none is ticked."""
        return said(stored(self.cleaned_data["body_zones"]))

    @property
    def place(self) -> Any:
        """The school that the concern belongs to."""
        if self.chosen:
            return self.chosen.school
        wanted = self.cleaned_data.get("school")
        named = [one for one in self.schools if str(one.uid) == wanted]
        return (named or self.schools)[0]


class TriageForm(RedLinesForm):
    """The gate first; then what happens with a concern, and why.

    `on_staff`: it is about a colleague.
    """

    decision = ChoiceField(
        label=_("What do you decide?"),
        choices=[(one.value, one.label) for one in Concern.DECISIONS],
        hints={
            Concern.State.WATCH: _("A case is opened; you look again."),
            Concern.State.COACH: _("A case is opened; you work with the child."),
            Concern.State.REFER: _("A case is opened; you write to the unit next."),
            Concern.State.NO_ACTION: _("No case. The sender reads that it ended."),
        },
    )
    unit_call = ChoiceField(
        label=_("If the unit does not read here: how did your call go?"),
        choices=Concern.Call.choices,
        required=False,
    )
    reason = LongTextField(label=_("Why, in a sentence"), limit=1000, rows=3)
    why_not = LongTextField(
        label=_("If you ticked a danger and do not refer now: why?"),
        required=False,
        limit=1000,
        rows=2,
    )

    ABOUT_STAFF: ClassVar[dict[str, Any]] = {
        Concern.State.WATCH: _("You look into it yourself; the school opens no case."),
        Concern.State.REFER: _("The child protection unit reads it as it is."),
        Concern.State.NO_ACTION: _("The sender reads that it ended."),
    }

    def __init__(self, *args: Any, on_staff: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not on_staff:
            del self.fields["unit_call"]
            return
        decision: Any = self.fields["decision"]
        decision.choices = [
            (value, label)
            for value, label in decision.choices
            if value in self.ABOUT_STAFF
        ]
        decision.widget.hints = self.ABOUT_STAFF

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        waits = given.get("decision") in (Concern.State.WATCH, Concern.State.NO_ACTION)
        if given.get("red_lines") and waits and not given.get("why_not", "").strip():
            self.add_error("why_not", _("Say why you do not act now"))
        return given


class CorrectionForm(PortalForm):
    """What the sender adds later."""

    text = LongTextField(
        label=_("What do you add or put right?"),
        help_text=_("What you sent stays as it was. This is added to it."),
        limit=2000,
    )


class ReportForm(PortalForm):
    """To the unit directly. `called`: it does not read here, so how the call went."""

    call = ChoiceField(
        label=_("How did your call to the unit go?"), choices=Concern.Call.choices
    )
    sure = forms.BooleanField(widget=forms.HiddenInput, initial=True)

    def __init__(self, *args: Any, called: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not called:
            del self.fields["call"]
