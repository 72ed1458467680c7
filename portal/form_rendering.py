"""How our forms become GOV.UK markup, without touching anybody else's forms.

A form base names `PortalRenderer` as its `default_renderer`; Django's global
FORM_RENDERER stays as it is, because Wagtail's admin forms need theirs.
"""

from pathlib import Path
from typing import Any, cast

from django import forms
from django.conf import settings
from django.forms.boundfield import BoundField
from django.forms.renderers import DjangoTemplates
from django.forms.widgets import Input
from django.utils.functional import cached_property


# The first match names the class; the second half names its error class.
INPUT_CLASSES: tuple[tuple[type[forms.Widget], str, str], ...] = (
    (forms.Textarea, "govuk-textarea", "govuk-textarea--error"),
    (forms.RadioSelect, "", ""),
    (forms.CheckboxSelectMultiple, "", ""),
    (forms.CheckboxInput, "govuk-checkboxes__input", ""),
    (forms.Select, "govuk-select", "govuk-select--error"),
    (forms.FileInput, "app-file", "govuk-file-upload--error"),
    (forms.HiddenInput, "", ""),
    (Input, "govuk-input", "govuk-input--error"),
)


class PortalBoundField(BoundField):
    """Adds GOV.UK's class names, the error class and the `described by` chain."""

    def build_widget_attrs(
        self, attrs: dict[str, Any], widget: forms.Widget | None = None
    ) -> dict[str, Any]:
        built = cast("dict[str, Any]", super().build_widget_attrs(attrs, widget))
        widget = widget or self.field.widget
        names = (*self._class_names(widget), widget.attrs.get("class", ""))
        joined = " ".join(name for name in names if name)
        if joined:
            built["class"] = joined
        if widget.use_fieldset:
            # The fieldset carries the hint and the error, not every choice.
            built.pop("aria-describedby", None)
            built.pop("aria-invalid", None)
        return built

    def _class_names(self, widget: forms.Widget) -> tuple[str, ...]:
        for kind, name, error_name in INPUT_CLASSES:
            if isinstance(widget, kind):
                return (name, error_name) if self.errors else (name,)
        return ()

    @property
    def kind(self) -> str:
        """Which markup the field template writes: a word, not a class name."""
        widget = self.field.widget
        if isinstance(widget, forms.CheckboxInput):
            return "checkbox"
        return "group" if widget.use_fieldset else "input"

    @property
    def marked_optional(self) -> bool:
        """Optional fields say so; a single tick box needs no word."""
        later = getattr(self.field, "needed_later", False)  # a draft may wait for it
        return not (self.field.required or later) and self.kind != "checkbox"

    @property
    def is_heading(self) -> bool:
        """True when the label of this one question is the page's h1."""
        return getattr(self.form, "heading_field", "") == self.name

    @property
    def error_target(self) -> str:
        """The id the error summary links to: the first control of a group."""
        if self.field.widget.use_fieldset:
            return f"{self.auto_id}_0"
        return self.id_for_label or self.auto_id


class PortalRenderer(DjangoTemplates):
    """Django's renderer, looking into `templates/portal/forms` first."""

    form_template_name = "portal/forms/form.html"
    field_template_name = "portal/forms/field.html"
    formset_template_name = "portal/forms/formset.html"
    bound_field_class = PortalBoundField

    @cached_property
    def engine(self) -> Any:
        folders = cast("list[str]", settings.TEMPLATES[0]["DIRS"])
        roots = [Path(folder) for folder in folders]
        built_in = Path(forms.__file__).parent / "templates"
        own = [root / "portal" / "forms" for root in roots]
        return self.backend(
            {
                "NAME": "portalforms",
                "APP_DIRS": True,
                "DIRS": [*own, *roots, built_in],
                "OPTIONS": {},
            }
        )
