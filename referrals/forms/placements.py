"""What a placement asks of the unit and of the school, step by step."""

from typing import Any, cast
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from portal.clock import today
from portal.forms import DayField, LongTextField, PortalForm, VersionField
from portal.models import User
from portal.permissions import Permission
from referrals.forms.moves import words
from referrals.models import Placement
from schools.models import ClassGroup, Pupil, School


class _SchoolChoice(forms.ModelChoiceField):  # type: ignore[type-arg]
    def label_from_instance(self, obj: School) -> str:
        return obj.name


class AskPlacementForm(PortalForm):
    """Which school, and why there; the child comes from the referral."""

    school = _SchoolChoice(
        label=_("Which school do you ask?"), queryset=School.objects.none()
    )
    why = words(
        _("Why does the child need this place?"),
        hint=_("What the school must know to receive the child well, and no more."),
    )
    best_interest = words(_("Why is it in the child’s interest?"))
    token = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, schools: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast("_SchoolChoice", self.fields["school"]).queryset = schools


class AskForUnknownForm(AskPlacementForm):
    """The same for a child who is on no roll and in no referral."""

    child_name = forms.CharField(
        label=_("The child’s name, as you know it"), max_length=120
    )
    child_about = LongTextField(
        label=_("About how old, and where the child lives now"), limit=500, rows=2
    )
    field_order = ["child_name", "child_about", "school"]


class PlacementForm(PortalForm):
    """The base of the moves: the version that the page was built from."""

    version = VersionField()

    def __init__(
        self, *args: Any, placement: Placement, by: User, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.placement, self.by = placement, by

    def roll(self) -> list[UUID]:
        """The pupils whom the form names, for the audit."""
        field = self.fields.get("pupil")
        return [pupil.uid for pupil in field.queryset] if field else []  # type: ignore[attr-defined]

    def changes(self) -> dict[str, Any]:
        """What the move writes on the row."""
        apart = ("version", "text")
        return {
            name: value
            for name, value in self.cleaned_data.items()
            if name not in apart and value not in ("", None)
        }


class ReceivedForm(PlacementForm):
    text = words(_("Word to the unit"), required=False)


class _ClassChoice(forms.ModelChoiceField):  # type: ignore[type-arg]
    def label_from_instance(self, obj: ClassGroup) -> str:
        start = obj.year.start_year
        return f"{obj.name} ({start}–{start + 1})"


class _PupilChoice(forms.ModelChoiceField):  # type: ignore[type-arg]
    def label_from_instance(self, obj: Pupil) -> str:
        return obj.full_name()


class PlaceFoundForm(PlacementForm):
    class_group = _ClassChoice(
        label=_("In which class?"), queryset=ClassGroup.objects.none()
    )
    place_on = DayField(label=_("From which day is there a place?"))
    text = words(_("Word to the unit"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        groups = ClassGroup.objects.filter(school=self.placement.school_id)
        field = cast("_ClassChoice", self.fields["class_group"])
        field.queryset = groups.select_related("year").order_by(
            "-year__start_year", "grade", "name"
        )


class FirstDayForm(PlacementForm):
    first_day_on = DayField(label=_("On which day did the child come?"))
    pupil = _PupilChoice(
        label=_("Who is it on the roll of the class?"),
        help_text=_("Leave it empty if the child is not on the roll yet."),
        queryset=Pupil.objects.none(),
        required=False,
    )
    text = words(_("Word to the unit"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.placement.pupil_id:
            del self.fields["pupil"]
            return
        # A pupil who is shielded from this person is not named to them here either.
        reach = Pupil.objects.visible_to(self.by, Permission.PUPIL_VIEW)
        here = reach.filter(
            school=self.placement.school_id, class_group=self.placement.class_group_id
        )
        cast("_PupilChoice", self.fields["pupil"]).queryset = here.order_by("name_key")

    def clean_first_day_on(self) -> Any:
        return _past(self.cleaned_data["first_day_on"])


class CompleteForm(PlacementForm):
    text = words(
        _("How is the child now?"),
        hint=_("In the child’s interest: what holds, and who goes on helping."),
    )


class NotPossibleForm(PlacementForm):
    text = words(_("Why is it not possible?"))
    school_did = words(_("What has the school done to find a place?"))


class ClassTextForm(PlacementForm):
    """What the teachers of the class read; empty takes it back."""

    text = words(
        _("What does the child need in class?"),
        required=False,
        hint=_(
            "Where to sit, what helps, whom to call. Not why the child is here, nor"
            " where from: every teacher of the class reads this."
        ),
    )


class CheckForm(PortalForm):
    """How it goes after so many months."""

    done_on = DayField(label=_("On which day did you look?"))
    how = words(_("How does it go at school?"))
    child_words = words(_("The child’s own words"), required=False)

    def clean_done_on(self) -> Any:
        return _past(self.cleaned_data["done_on"])


class SayForm(PortalForm):
    text = words(_("Your message to the other side"))


class CoachForm(PortalForm):
    why = LongTextField(label=_("Why do you open a case?"), limit=2000, rows=4)


def _past(day: Any) -> Any:
    if day and day > today():
        raise ValidationError(_("The day cannot be in the future"))
    return day


PLACEMENT_FORMS: dict[str, type[PlacementForm]] = {
    "receive": ReceivedForm,
    "find_place": PlaceFoundForm,
    "first_day": FirstDayForm,
    "complete": CompleteForm,
    "not_possible": NotPossibleForm,
}
