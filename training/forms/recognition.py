"""Training taken elsewhere: what is proposed, and what is decided."""

import datetime as dt
from collections.abc import Sequence
from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.forms import ChoiceField, DayField, LongTextField, PortalForm


class ProposalForm(PortalForm):
    module = ChoiceField(label=_("Which module did it cover?"))
    school = ChoiceField(label=_("At which school do you work?"))
    trained_on = DayField(label=_("When did you finish that training?"))
    body = forms.CharField(
        label=_("Who gave the training?"),
        help_text=_("The institution that issued the paper."),
        max_length=160,
    )
    evidence = LongTextField(
        label=_("What shows it?"),
        help_text=_(
            "The title, the number and the date of the certificate; where it can be"
            " seen. No names of children."
        ),
        limit=1000,
        rows=4,
    )

    def __init__(
        self,
        *args: Any,
        modules: Sequence[Any],
        schools: Sequence[Any],
        day: dt.date,
        **kw: Any,
    ) -> None:
        super().__init__(*args, **kw)
        self.day = day
        for name, rows in (("module", modules), ("school", schools)):
            field = cast("ChoiceField", self.fields[name])
            field.choices = rows
            if len(rows) == 1:
                field.initial = rows[0][0]

    def clean_trained_on(self) -> dt.date:
        found: dt.date = self.cleaned_data["trained_on"]
        if found > self.day:
            raise forms.ValidationError(_("Enter a day that has passed"))
        return found


class DecisionForm(PortalForm):
    verdict = ChoiceField(
        label=_("What do you decide?"),
        choices=[
            ("approved", _("It is recognised")),
            ("refused", _("It is not recognised")),
        ],
    )
    reason = LongTextField(
        label=_("Why?"),
        help_text=_("The person reads this. It stays with the decision."),
        limit=1000,
        rows=3,
    )
