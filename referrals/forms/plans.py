"""The plan as it is written, its review and its end."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from portal.clock import today
from portal.forms import ChoiceField, DayField, LongTextField, PortalForm, VersionField
from portal.scale_chart import signed
from referrals.coaching import (
    ASSENTS,
    HIGHEST,
    LOWEST,
    MOST_GOALS,
    PARENT_AGREEMENTS,
    PLAN_OUTCOMES,
    is_review_day,
)
from referrals.models import CoachingPlan, Goal
from referrals.states import choices


SIX_WEEKS = _("Choose a day after today and within six weeks.")
GOAL_PARTS = ["wish", "low", "high", "now_at", "want_at"]


class ScaleField(forms.TypedChoiceField):
    """A place from −2 to +2; cleaned to a number, or None."""

    def __init__(self, **kwargs: Any) -> None:
        places = [(str(n), signed(n)) for n in range(LOWEST, HIGHEST + 1)]
        empty = [] if kwargs.get("initial") is not None else [("", "–")]
        super().__init__(
            choices=[*empty, *places], coerce=int, empty_value=None, **kwargs
        )


def goal_fields(number: int) -> dict[str, forms.Field]:
    """What is asked of one goal; all of it may stay empty in a draft."""
    return {
        f"wish{number}": LongTextField(
            label=_("What the child wants, in the child’s words"),
            required=False,
            limit=600,
            rows=2,
        ),
        f"low{number}": forms.CharField(
            label=_("−2 means, in the child’s words"), required=False, max_length=300
        ),
        f"high{number}": forms.CharField(
            label=_("+2 means, in the child’s words"), required=False, max_length=300
        ),
        f"now_at{number}": ScaleField(
            label=_("Where are we now?"), required=False, initial=-1
        ),
        f"want_at{number}": ScaleField(
            label=_("Where does the child want to be?"), required=False, initial=1
        ),
    }


class PlanForm(PortalForm):
    """A draft may be saved with anything missing; starting says what is."""

    child_view = LongTextField(
        label=_("What does the child think of this plan?"),
        help_text=_("In the child’s words; or why it is not known."),
        required=False,
        limit=2000,
        rows=3,
    )
    assent = ChoiceField(
        label=_("Does the child want it?"), choices=choices(ASSENTS), required=False
    )
    assent_why = LongTextField(
        label=_("If no or not asked: why?"), required=False, limit=600, rows=2
    )
    parent = ChoiceField(
        label=_("Does a parent agree?"),
        help_text=_("Ask only where that is safe for the child."),
        choices=choices(PARENT_AGREEMENTS),
        required=False,
    )
    parent_why = LongTextField(
        label=_("More about that"), required=False, limit=600, rows=2
    )
    best_interest = LongTextField(
        label=_("Why is this in the child’s interest?"),
        required=False,
        limit=1000,
        rows=2,
    )
    who_knows = LongTextField(
        label=_("Who may know that you talk?"),
        help_text=_("As the child says. This is printed on the child’s page."),
        required=False,
        limit=600,
        rows=2,
    )
    safe_contact = LongTextField(
        label=_("How can you reach the child safely?"),
        help_text=_("As the child says. This is printed on the child’s page."),
        required=False,
        limit=600,
        rows=2,
    )
    child_told = LongTextField(
        label=_("What have you told the child?"),
        help_text=_(
            "For example what stays between you and when you must tell others. This is"
            " printed on the child’s page."
        ),
        required=False,
        limit=1000,
        rows=2,
    )
    review_on = DayField(
        label=_("When do you look at the plan again?"),
        help_text=_("Within six weeks of the start, for example 22.11.2026"),
        required=False,
    )
    version = VersionField(initial=0)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for number in range(1, MOST_GOALS + 1):
            self.fields.update(goal_fields(number))
        for name, field in self.fields.items():
            written = name in {"parent_why", "assent_why"} or name[-1] in "23"
            field.needed_later = not written  # type: ignore[attr-defined]

    @classmethod
    def of(cls, plan: CoachingPlan | None, goals: Sequence[Goal]) -> "PlanForm":
        """Filled with the draft as it stands, or empty."""
        if plan is None:
            return cls()
        given = {name: getattr(plan, name) for name in [*plan.WRITTEN, "version"]}
        for goal in goals:
            given |= {
                f"{part}{goal.number}": getattr(goal, part) for part in GOAL_PARTS
            }
        return cls(initial=given)

    @property
    def goal_groups(self) -> list[dict[str, Any]]:
        """The fields of each goal, in order, and whether there is something in it."""
        return [
            {
                "number": number,
                "fields": [self[f"{part}{number}"] for part in GOAL_PARTS],
                "open": number == 1 or bool(self[f"wish{number}"].value()),
            }
            for number in range(1, MOST_GOALS + 1)
        ]

    @property
    def other_fields(self) -> list[Any]:
        return [self[name] for name in CoachingPlan.WRITTEN]

    def clean(self) -> dict[str, Any]:
        super().clean()
        for number in range(1, MOST_GOALS + 1):
            now, want = (
                self.cleaned_data.get(f"{end}{number}") for end in ("now_at", "want_at")
            )
            if now is not None and want is not None and want < now:
                self.add_error(
                    f"want_at{number}",
                    _("Choose a place that is not below where the child is now."),
                )
        return self.cleaned_data

    def values(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in CoachingPlan.WRITTEN}

    def goals(self) -> list[dict[str, Any]]:
        """The goals that have a wish, moved up where one was left out."""
        found = []
        for number in range(1, MOST_GOALS + 1):
            goal = {part: self.cleaned_data[f"{part}{number}"] for part in GOAL_PARTS}
            if goal["wish"].strip():
                now_at = -1 if goal["now_at"] is None else goal["now_at"]
                wished = max(now_at, 1 if goal["want_at"] is None else goal["want_at"])
                found.append({**goal, "now_at": now_at, "want_at": wished})
        return found


class GoalPlaces:
    """Mixin: a place from −2 to +2 for each goal of the plan (`goal1` to `goal3`)."""

    fields: dict[str, forms.Field]
    cleaned_data: dict[str, Any]

    def add_places(self, goals: Sequence[Goal], *, required: bool) -> None:
        for goal in goals:
            self.fields[f"goal{goal.number}"] = ScaleField(
                label=goal.wish,
                help_text=_("−2: %(low)s · +2: %(high)s")
                % {"low": goal.low, "high": goal.high},
                required=required,
            )

    @property
    def place_fields(self) -> list[Any]:
        return [self[name] for name in self.fields if name.startswith("goal")]  # type: ignore[index]

    def places(self) -> dict[int, int]:
        """{goal number: place}, of those that were placed."""
        return {
            int(name.removeprefix("goal")): value
            for name, value in self.cleaned_data.items()
            if name.startswith("goal") and value is not None
        }


def within_six_weeks(day: date) -> date:
    if not is_review_day(day, today()):
        raise ValidationError(SIX_WEEKS)
    return day


class ReviewForm(GoalPlaces, PortalForm):
    """Each goal is placed with the child; what changes; the next look within six weeks."""

    changes = LongTextField(
        label=_("What changes from here, or why nothing does?"), limit=2000, rows=3
    )
    child_words = LongTextField(
        label=_("The child’s own words"), required=False, limit=2000, rows=2
    )
    next_on = DayField(
        label=_("When do you look at the plan again?"),
        help_text=_("Within six weeks, for example 22.11.2026"),
    )
    token = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, goals: Sequence[Goal] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.add_places(goals, required=True)
        first = [name for name in self.fields if name.startswith("goal")]
        self.order_fields([*first, *self.fields])

    def clean_next_on(self) -> date:
        return within_six_weeks(self.cleaned_data["next_on"])


class EndPlanForm(PortalForm):
    """How it ends, why, and what the child thinks of it."""

    outcome = ChoiceField(
        label=_("How does the plan end?"),
        choices=choices(PLAN_OUTCOMES),
        hints={"escalated": _("Next you write the referral to the unit.")},
    )
    why = LongTextField(label=_("Why does it end now?"), limit=2000, rows=3)
    child_view = LongTextField(
        label=_("What does the child think of it?"),
        help_text=_("In the child’s words; or why it is not known."),
        limit=2000,
        rows=3,
    )
