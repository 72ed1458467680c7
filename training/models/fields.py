"""A few role keys in one column, ticked as boxes in the editor."""

from typing import Any

from django import forms
from django.db import models

from portal.roles import ROLE_CHOICES


class RolesField(models.CharField):  # type: ignore[type-arg]
    """Stored as "teacher head": readable, and one `split` away from a list."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", 200)
        super().__init__(*args, **kwargs)

    def formfield(self, **kwargs: Any) -> Any:
        return RolesFormField(
            choices=ROLE_CHOICES,
            widget=forms.CheckboxSelectMultiple,
            label=self.verbose_name,
            help_text=self.help_text,
            required=not self.blank,
        )


class RolesFormField(forms.MultipleChoiceField):
    def prepare_value(self, value: Any) -> Any:
        return value.split() if isinstance(value, str) else value

    def clean(self, value: Any) -> str:
        return " ".join(super().clean(value))

    def has_changed(self, initial: Any, data: Any) -> bool:
        return super().has_changed(self.prepare_value(initial or ""), data)
