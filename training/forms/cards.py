"""The forms of the cards: a new round, a grid from paper, one card on a device."""

from collections.abc import Mapping, Sequence
from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.forms import ChoiceField, PortalForm, TicksField
from training.cards import (
    NAMED,
    SIGNS_ASKED,
    WHOM,
    WHOM_ASKED,
    Asked,
    Coded,
    read_ticks,
)
from training.models import CardRound
from training.models.cards import MOST_NAMED


ROWS = 10  # cards on one page of the grid


class RoundForm(PortalForm):
    unit = ChoiceField(label=_("About which unit?"))
    group = forms.ChoiceField(label=_("Which class?"))
    phase = ChoiceField(label=_("When?"), choices=CardRound.Phase.choices)

    def __init__(
        self,
        *args: Any,
        units: Sequence[tuple[str, str]],
        groups: Sequence[tuple[str, str]],
        grades: Mapping[str, list[tuple[int, int]]],
        grade: Mapping[str, int | None],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.grades, self.grade = grades, grade
        for name, rows in (("unit", units), ("group", groups)):
            field = cast("forms.ChoiceField", self.fields[name])
            field.choices = rows
            if len(rows) == 1:
                field.initial = rows[0][0]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        grade = self.grade.get(data.get("group", ""))
        bands = self.grades.get(data.get("unit", ""), [])
        if grade and bands and not any(f <= grade <= last for f, last in bands):
            said = _("This unit is for a class of these grades: %(grades)s.")
            named = ", ".join(f"{first}–{last}" for first, last in bands)
            self.add_error(
                "group", forms.ValidationError(said, params={"grades": named})
            )
        return data


def _number(label: Any) -> forms.IntegerField:
    widget = forms.NumberInput(
        attrs={"class": "govuk-input--width-2", "inputmode": "numeric"}
    )
    return forms.IntegerField(
        label=label, required=False, min_value=0, max_value=MOST_NAMED, widget=widget
    )


class PaperCardForm(PortalForm):
    """One card, typed by an adult: how many were named, which letters were ticked. An
    empty line is no card."""

    ways = _number(_("Ways named"))
    purposes = _number(_("Purposes named"))
    adults = _number(_("Adults named"))
    signs = forms.CharField(
        label=_("Signs ticked"),
        required=False,
        max_length=12,
        widget=forms.TextInput(
            attrs={"class": "govuk-input--width-5", "autocomplete": "off"}
        ),
    )
    whom = forms.ChoiceField(label=_("What do you do"), required=False)
    stop = forms.BooleanField(label=_("This card tells of something"), required=False)

    def __init__(self, *args: Any, asked: Asked, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.asked = asked
        letters = [("", "–"), *((letter, letter) for letter in WHOM)]
        cast("forms.ChoiceField", self.fields["whom"]).choices = letters

    def clean_signs(self) -> list[str]:
        typed = str(self.cleaned_data["signs"]).lower()
        letters = [letter for letter in typed if letter.isalnum()]
        if not set(letters) <= set(self.asked):
            said = _("Type only letters from a to %(last)s")
            raise forms.ValidationError(said, params={"last": max(self.asked)})
        return sorted(set(letters))

    @property
    def is_blank(self) -> bool:
        data = self.cleaned_data
        named = [data.get(name) is not None for name in NAMED]
        return not (any(named) or data.get("signs") or data.get("whom"))

    def coded(self) -> Coded:
        data = self.cleaned_data
        ticked = read_ticks(self.asked, data["signs"], data["whom"])
        ways, purposes, adults = (data[name] or 0 for name in NAMED)
        return Coded(ticked, named=(ways, purposes, adults))


class CardGrid:
    """Ten lines of the grid, typed one under another."""

    def __init__(self, data: Any, *, asked: Asked) -> None:
        self.rows = [
            PaperCardForm(data, asked=asked, prefix=f"c{number}")
            for number in range(1, ROWS + 1)
        ]

    def is_valid(self) -> bool:
        each = [row.is_valid() for row in self.rows]  # every line says what is wrong
        return all(each)

    @property
    def is_blank(self) -> bool:
        """No line says anything."""
        return not (self.stopped or any(not row.is_blank for row in self.rows))

    @property
    def stopped(self) -> bool:
        """One of the cards tells of something: it is not kept as a card."""
        return any(row.cleaned_data["stop"] for row in self.rows)

    def cards(self) -> list[Coded]:
        return [
            row.coded()
            for row in self.rows
            if not row.is_blank and not row.cleaned_data["stop"]
        ]


class DeviceCardForm(PortalForm):
    """One card on the device that goes round: ticks only, nothing to write."""

    signs = TicksField(label=SIGNS_ASKED, required=False)
    whom = ChoiceField(
        label=WHOM_ASKED, choices=[(letter, said[0]) for letter, said in WHOM.items()]
    )

    def __init__(self, *args: Any, asked: Asked, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.asked = asked
        cast("forms.MultipleChoiceField", self.fields["signs"]).choices = [
            (letter, said[0]) for letter, said in asked.items()
        ]

    def coded(self) -> Coded:
        data = self.cleaned_data
        return Coded(read_ticks(self.asked, data["signs"], data["whom"]))
