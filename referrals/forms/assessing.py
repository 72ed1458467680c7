"""The gate, the factors, and the level against its anchors and floors."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.clock import today
from portal.forms import ChoiceField, DayField, LongTextField, PortalForm
from portal.widgets import TickBoxes
from referrals.catalogue import NONE_OF_THEM, RED_LINES, Basis, Kind, by_domain
from referrals.floors import Floor, below
from referrals.states import LEVELS, Level, choices


def _ticks(label: Any, options: Any, *, required: bool = False) -> Any:
    return forms.MultipleChoiceField(
        label=label, choices=options, required=required, widget=TickBoxes
    )


class RedLinesForm(PortalForm):
    """Asked before anything else is decided; "none of these" is an answer too."""

    red_lines = _ticks(
        gettext_lazy("Does one of these hold? Then act now, whatever else you know."),
        [*RED_LINES.items(), (NONE_OF_THEM, gettext_lazy("None of these"))],
        required=True,
    )

    def clean_red_lines(self) -> list[str]:
        ticked: list[str] = self.cleaned_data["red_lines"]
        if NONE_OF_THEM in ticked and len(ticked) > 1:
            raise ValidationError(_("Tick what holds, or “None of these”, not both"))
        return [code for code in ticked if code != NONE_OF_THEM]


class FactorsForm(PortalForm):
    """Some things known in the same way, with one save."""

    worries = _ticks(gettext_lazy("What worries"), ())
    protects = _ticks(gettext_lazy("What protects"), ())
    basis = ChoiceField(label=gettext_lazy("How do you know?"), choices=Basis.choices)
    note = LongTextField(
        label=gettext_lazy("A word about it"), required=False, limit=1000, rows=2
    )
    noted_on = DayField(label=gettext_lazy("Since which day?"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kinds = {
            "worries": (Kind.CIRCUMSTANCE, Kind.SIGN),
            "protects": (Kind.PROTECTIVE,),
        }
        for name, wanted in kinds.items():
            self.fields[name].choices = [  # type: ignore[attr-defined]
                (entry.code, f"{entry.label} ({domain})")
                for domain, entries in by_domain(wanted)
                for entry in entries
            ]

    def clean_noted_on(self) -> Any:
        day = self.cleaned_data["noted_on"]
        if day and day > today():
            raise ValidationError(_("The day cannot be in the future"))
        return day

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        given["codes"] = [*given.get("worries", []), *given.get("protects", [])]
        if not given["codes"] and not self.errors:
            self.add_error("worries", _("Tick at least one line"))
        return given


class WithdrawFactorForm(PortalForm):
    """Why it holds no more."""

    why = LongTextField(
        label=gettext_lazy("Why does it hold no more?"), limit=500, rows=2
    )


class LevelForm(PortalForm):
    """A person chooses against written anchors; nothing adds up points."""

    level = ChoiceField(
        label=gettext_lazy("How serious is it now?"),
        choices=choices(LEVELS),
        hints={
            Level.WATCH: gettext_lazy(
                "Signs, no harm known. The child has a trusted adult."
            ),
            Level.STANDARD: gettext_lazy(
                "The child needs a plan at school. Lasts 90 days."
            ),
            Level.HEIGHTENED: gettext_lazy(
                "Harm is likely without help. Lasts 30 days."
            ),
            Level.ACUTE: gettext_lazy("Harm now, or within days. Lasts 7 days."),
        },
    )
    reason = LongTextField(label=gettext_lazy("Why, in a sentence"), limit=1000, rows=3)
    below_why = LongTextField(
        label=gettext_lazy("If the level lies under a floor below: why?"),
        required=False,
        limit=1000,
        rows=2,
    )

    def __init__(self, *args: Any, floors: Iterable[Floor] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.floors = tuple(floors)
        if not self.floors:
            del self.fields["below_why"]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        level = given.get("level")
        floor = below(level, self.floors) if level else None
        if floor and not given.get("below_why", "").strip():
            said = _("Say why the level is lower than “%(level)s”. %(why)s")
            words = {"level": LEVELS[floor.level].label, "why": floor.why}
            self.add_error("below_why", said % words)
        return given
