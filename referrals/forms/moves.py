"""What each move of a referral asks; a field is named as the action's argument."""

from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from portal.clock import today
from portal.forms import (
    ChoiceField,
    DayField,
    LongTextField,
    PortalForm,
    VersionField,
)
from portal.widgets import SuggestedText
from referrals.models import Referral
from referrals.owners import workers_of
from referrals.states import OUTCOMES, TWO_SIGNATURES, choices
from schools.models import ProtectionUnit


def words(label: Any, *, required: bool = True, hint: Any = "") -> LongTextField:
    return LongTextField(
        label=label, required=required, help_text=hint, limit=4000, rows=4
    )


class MoveForm(PortalForm):
    """The base: the version that the page was built from."""

    version = VersionField()

    def __init__(self, *args: Any, referral: Referral, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.referral = referral

    def _coming(self, name: str) -> Any:
        day = self.cleaned_data[name]
        if day and day < today():
            raise ValidationError(_("The day cannot be in the past"))
        return day


class WithdrawForm(MoveForm):
    reason = words(_("Why do you take it back?"))


class AnswerForm(MoveForm):
    answer = words(_("Your answer"))


class ReopenForm(MoveForm):
    reason = words(_("Why is it opened again?"))


class ReceiveForm(MoveForm):
    text = words(_("Who received it?"), required=False)


class AcceptForm(MoveForm):
    worker = forms.CharField(
        label=_("Who takes it?"), max_length=120, widget=SuggestedText
    )
    first_contact_on = DayField(label=_("First contact with the child"))
    text = words(_("Word to the school"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        widget = cast("SuggestedText", self.fields["worker"].widget)
        widget.suggestions = workers_of(self.referral)

    def clean_first_contact_on(self) -> Any:
        return self._coming("first_contact_on")


class AskForm(MoveForm):
    question = words(
        _("Your question"),
        hint=_("One precise question. Your own clock keeps running."),
    )


class RedirectForm(MoveForm):
    unit = forms.ModelChoiceField(
        label=_("Which unit?"), queryset=ProtectionUnit.objects.order_by("name")
    )
    reason = words(_("Why, and why is it in the child’s interest?"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        unit = cast("forms.ModelChoiceField[ProtectionUnit]", self.fields["unit"])
        others = ProtectionUnit.objects.exclude(pk=self.referral.unit_id or 0)
        unit.queryset = others.order_by("name")


class DeclineForm(MoveForm):
    code = ChoiceField(label=_("The reason"), choices=Referral.Decline.choices)
    advice = words(_("Advice, and what would change the decision"))


class ContestForm(MoveForm):
    reason = words(
        _("What should be looked at again?"),
        hint=_("The supervisor reads this and decides. A refusal is contested once."),
    )


class UpholdForm(MoveForm):
    reason = words(_("Why does the refusal stand, and what helps the child now?"))


class SendBackForm(MoveForm):
    reason = words(_("Why must the unit answer anew?"))


class ReviewForm(MoveForm):
    found = words(_("What did the review find?"))
    review_on = DayField(label=_("Day of the next review"))

    def clean_review_on(self) -> Any:
        return self._coming("review_on")


class AssessForm(MoveForm):
    visit_on = DayField(label=_("Day of the visit"))
    text = words(_("Word to the school"), required=False)


class GroupForm(MoveForm):
    group_on = DayField(label=_("Day of the meeting"))
    text = words(_("Who is invited, and the school’s seat"), required=False)


class PlanForm(MoveForm):
    review_on = DayField(label=_("Day of the review"))
    measures = words(_("The measures, and what the school does"))

    def clean_review_on(self) -> Any:
        return self._coming("review_on")


class CloseForm(MoveForm):
    outcome = ChoiceField(
        label=_("How did it end?"),
        choices=[pair for pair in choices(OUTCOMES) if pair[0] not in TWO_SIGNATURES],
    )
    word = words(
        _("Word to the school"),
        hint=_(
            "What the school needs to know, and why it ends in the child’s interest."
        ),
    )
    child_view = words(
        _("What does the child think of it?"),
        hint=_("In the child’s words. If the child was not asked, say why."),
    )


class CallForm(PortalForm):
    """A call with a unit that has no account."""

    text = words(_("Whom did you speak to, and what was said?"))


FORMS: dict[str, type[MoveForm]] = {
    "withdraw": WithdrawForm,
    "answer": AnswerForm,
    "reopen": ReopenForm,
    "receive": ReceiveForm,
    "accept": AcceptForm,
    "ask": AskForm,
    "redirect": RedirectForm,
    "decline": DeclineForm,
    "contest": ContestForm,
    "uphold": UpholdForm,
    "send_back": SendBackForm,
    "review": ReviewForm,
    "assess": AssessForm,
    "call_group": GroupForm,
    "start_plan": PlanForm,
    "close": CloseForm,
}
