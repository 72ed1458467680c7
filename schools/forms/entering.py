"""The class register of one day: who, and a kind of absence for each pupil."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.forms import DayField, PortalForm
from schools.models import Absence, ClassGroup, Pupil


class ClassField(forms.ModelChoiceField):  # type: ignore[type-arg]
    """A class, told with its school."""

    def label_from_instance(self, obj: ClassGroup) -> str:
        return f"{obj.name} · {obj.school.name}"


class ChooseClassForm(PortalForm):
    """Which class, which day."""

    group = ClassField(
        label=_("Class"), queryset=ClassGroup.objects.none(), to_field_name="uid"
    )
    day = DayField(label=_("Day"))

    def __init__(self, *args: Any, groups: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["group"].queryset = groups  # type: ignore[attr-defined]


class RegisterForm(PortalForm):
    """One answer for each pupil; present unless told otherwise."""

    def __init__(
        self,
        *args: Any,
        pupils: Sequence[Pupil],
        stored: Mapping[int, str],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.pupils = pupils
        choices = [("", _("present")), *Absence.Kind.choices]
        for pupil in pupils:
            self.fields[str(pupil.uid)] = forms.ChoiceField(
                label=pupil.full_name(),
                choices=choices,
                required=False,
                initial=stored.get(pupil.pk, ""),
            )

    def kinds(self) -> dict[int, str]:
        """By pupil, as the action takes them."""
        return {pupil.pk: self.cleaned_data[str(pupil.uid)] for pupil in self.pupils}
