"""The forms of a child's file: who is at home, what is to be done, the summer."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from portal.clock import today
from portal.forms import ChoiceField, DayField, LongTextField, PortalForm, YesNoField
from referrals.models import HouseholdMember
from referrals.models.cases import OLDEST
from schools.models import Post, Pupil


TYPED = "typed"  # the choice "not on the list": the name as it was typed


class UnlistedForm(PortalForm):
    """A child on no roll: as known, without code or document."""

    child_name = forms.CharField(label=_("The child’s name, as known"), max_length=120)
    child_age = forms.IntegerField(
        label=_("About how old, in years?"),
        required=False,
        min_value=0,
        max_value=OLDEST,
    )
    child_seen = LongTextField(
        label=_("Where was the child seen?"), required=False, limit=400, rows=2
    )
    why = LongTextField(label=_("Why do you open a case?"), limit=2000, rows=4)


class FindPupilForm(PortalForm):
    """Find a pupil of the own schools by name, then say which one it is."""

    name = forms.CharField(label=_("Name of the pupil"), max_length=100)
    pupil = ChoiceField(label=_("Which pupil is it?"), required=False)

    def __init__(
        self,
        *args: Any,
        found: Sequence[Pupil] = (),
        typed_too: bool = False,
        **kw: Any,
    ) -> None:
        super().__init__(*args, **kw)
        self.found = {str(pupil.uid): pupil for pupil in found}
        pairs: list[tuple[str, Any]] = [(uid, told(p)) for uid, p in self.found.items()]
        if typed_too:
            pairs.append((TYPED, _("Not a pupil here: keep the name I typed")))
        field = self.fields["pupil"]
        field.choices = pairs  # type: ignore[attr-defined]
        if not pairs:
            del self.fields["pupil"]

    @property
    def chosen(self) -> Pupil | None:
        """The pupil that was chosen, once the form is valid."""
        return self.found.get(self.cleaned_data.get("pupil", ""))


def told(pupil: Pupil) -> str:
    """Name and class, to tell pupils of one name apart."""
    group = pupil.class_group.name if pupil.class_group else ""
    return ", ".join(filter(None, [pupil.full_name(), group]))


class HouseholdForm(FindPupilForm):
    """One person of the home; a pupil of the own schools can be linked."""

    name = forms.CharField(label=_("Name"), max_length=120)
    relation = ChoiceField(
        label=_("Who is it to the child?"), choices=HouseholdMember.Relation.choices
    )
    note = LongTextField(
        label=_("What matters about this person?"), required=False, limit=1000, rows=2
    )
    field_order = ("relation", "name", "pupil", "note")


class PostField(forms.ModelChoiceField):  # type: ignore[type-arg]
    """A post, told by who holds it."""

    def label_from_instance(self, obj: Post) -> str:
        return f"{obj.staff.full_name()} · {obj.get_role_display()}"


class DayToComeField(DayField):
    """A day from today on."""

    def clean(self, value: Any) -> Any:
        day = super().clean(value)
        if day and day < today():
            raise ValidationError(_("The day must be today or later."))
        return day


class ActionForm(PortalForm):
    """What, who, by when."""

    what = LongTextField(label=_("What is to be done?"), limit=1000, rows=2)
    owner = PostField(
        label=_("Who at the school does it?"),
        queryset=Post.objects.none(),
        required=False,
        to_field_name="uid",
    )
    agency = forms.CharField(
        label=_("Or which agency does it?"),
        help_text=_("For example: the health centre, the police, the municipality"),
        required=False,
        max_length=60,
    )
    due_on = DayToComeField(label=_("By which day?"))

    def __init__(self, *args: Any, posts: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["owner"].queryset = posts  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or {}
        if bool(given.get("owner")) == bool(given.get("agency", "").strip()):
            raise ValidationError(
                {"owner": _("Choose a person of the school, or name one agency.")}
            )
        return given


class SummerForm(PortalForm):
    """Who keeps an eye on the child, and whether they agreed."""

    who = forms.CharField(
        label=_("Who keeps an eye on the child during the summer?"), max_length=120
    )
    phone = forms.CharField(label=_("Telephone"), max_length=30)
    agreed = YesNoField(label=_("Has this person agreed?"))
