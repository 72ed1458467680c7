"""The referral as it is written; what is missing is said on the check page."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.forms import ChoiceField, LongTextField, PortalForm, VersionField
from referrals.models import Referral, YesNo
from referrals.prefilling import SEEN_LIMIT, WORDS_LIMIT
from referrals.states import URGENCIES, Urgency, choices
from schools.models import Municipality


TRULY_OPTIONAL = frozenset({"child_words", "parent_why"})


class DraftForm(PortalForm):
    """Every field may stay empty while it is a draft."""

    urgency = ChoiceField(
        label=_("How urgent is it?"),
        choices=choices(URGENCIES),
        required=False,
        hints={
            Urgency.ACUTE: _("Harm now or within days: call the unit first."),
            Urgency.HEIGHTENED: _("Harm is likely without help."),
            Urgency.STANDARD: _("The child needs help; no harm within days."),
        },
    )
    what_seen = LongTextField(
        label=_("What was seen and heard"),
        help_text=_("Filled from the case. Take out what the unit need not know."),
        required=False,
        limit=SEEN_LIMIT,
        rows=8,
    )
    child_words = LongTextField(
        label=_("The child’s own words"), required=False, limit=WORDS_LIMIT, rows=3
    )
    child_told = ChoiceField(
        label=_("Does the child know about this referral?"),
        choices=YesNo.choices,
        required=False,
    )
    child_told_why = LongTextField(
        label=_("If not, why not?"), required=False, limit=1000, rows=2
    )
    parent_told = ChoiceField(
        label=_("Does a parent know?"), choices=YesNo.choices, required=False
    )
    parent_reason = ChoiceField(
        label=_("If not, why not?"),
        choices=Referral.ParentReason.choices,
        required=False,
    )
    parent_why = LongTextField(
        label=_("More about that"), required=False, limit=1000, rows=2
    )
    residence = forms.ModelChoiceField(
        label=_("Where does the child live?"),
        help_text=_("The unit of this municipality gets the referral."),
        queryset=Municipality.objects.order_by("name"),
        required=False,
    )
    residence_confirmed = forms.BooleanField(
        label=_("I have checked that the child lives there"), required=False
    )
    best_interest = LongTextField(
        label=_("Why is this in the child’s interest?"),
        required=False,
        limit=1000,
        rows=2,
    )
    call_outcome = ChoiceField(
        label=_("If it is acute: did you call the unit?"),
        choices=Referral.Call.choices,
        required=False,
    )
    version = VersionField()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            field.needed_later = name not in TRULY_OPTIONAL  # type: ignore[attr-defined]

    @classmethod
    def of(cls, draft: Referral) -> "DraftForm":
        """The form filled with the draft as it stands."""
        return cls(initial={name: getattr(draft, name) for name in cls.base_fields})

    def values(self) -> dict[str, Any]:
        """What an action saves: everything but the version."""
        return {k: v for k, v in self.cleaned_data.items() if k != "version"}
