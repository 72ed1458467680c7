"""The bases of every form: GOV.UK markup, Albanian dates, errors that say what to do.

    class ConcernForm(PortalForm):
        heading_field = "seen"                       # its label is the page's h1
        seen = LongTextField(label=_("What have you noticed?"), limit=4000)
        on = DayField(label=_("When?"))
        urgency = ChoiceField(label=_("How urgent is this?"), choices=…, hints={…})

In a page: `{% error_summary form %}` above the h1, `<form method="post" novalidate>`,
`{{ form }}` or `{{ form.seen.as_field_group }}`.
"""

import datetime as dt
from collections.abc import Mapping
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.forms.renderers import BaseRenderer
from django.utils.translation import gettext_lazy as _

from portal.clock import today
from portal.dates import parse_day
from portal.form_rendering import PortalRenderer
from portal.widgets import (
    CountedTextarea,
    DateText,
    FileUpload,
    Radios,
    Text,
    TickBoxes,
)


THIS_FIELD_IS_REQUIRED = forms.Field.default_error_messages["required"]


def what_is_missing(field: forms.Field) -> str:
    """Says which answer is missing, so that the box on top makes sense alone."""
    if isinstance(field.widget, forms.CheckboxInput):
        said = _("Tick the box: %(label)s")
    elif isinstance(field, forms.ChoiceField | forms.ModelChoiceField):
        said = _("Choose an answer: %(label)s")
    elif isinstance(field, forms.FileField):
        said = _("Choose a file: %(label)s")
    elif isinstance(field, forms.DateField):
        said = _("Enter a date: %(label)s")
    else:
        said = _("Fill in: %(label)s")
    return str(said) % {"label": field.label or ""}


class PortalFormMixin:
    """For forms that others wrote too: `class LoginForm(PortalFormMixin, Their)`."""

    default_renderer: type[BaseRenderer] | BaseRenderer | None = PortalRenderer
    use_required_attribute = False  # the server says what is missing, in our words
    heading_field: ClassVar[str] = ""
    fields: dict[str, forms.Field]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            if field.error_messages.get("required") == THIS_FIELD_IS_REQUIRED:
                field.error_messages["required"] = what_is_missing(field)


class PortalForm(PortalFormMixin, forms.Form):
    """The base of our plain forms."""


class PortalModelForm(PortalFormMixin, forms.ModelForm):  # type: ignore[type-arg]
    """The base of our forms over a model; it never saves, an action does."""

    def save(self, *_args: Any, **_kwargs: Any) -> Any:
        raise TypeError("Forms do not write. Hand cleaned_data to an action.")


# No date that somebody types lies so far ahead or, of a working life, so long ago; a
# slip in the year does, and the first years of the calendar have no hour in Tirana.
LONGEST_AHEAD = dt.timedelta(days=3 * 366)
LONGEST_AGO = dt.timedelta(days=60 * 366)


class DayField(forms.DateField):
    """A date, day first; says its form in the hint unless told another."""

    widget = DateText
    default_error_messages: ClassVar[dict[str, Any]] = {
        "invalid": _("Enter a real date, day first, for example 22.11.2026"),
        "far": _("This day is years away: check the year"),
    }

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("help_text", _("Day, month, year: for example 22.11.2026"))
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> dt.date | None:
        if value in self.empty_values:
            return None
        if isinstance(value, dt.datetime):
            return value.date()
        if isinstance(value, dt.date):
            return value
        try:
            return parse_day(str(value))
        except ValueError as error:
            raise ValidationError(
                self.error_messages["invalid"], code="invalid"
            ) from error

    def validate(self, value: dt.date | None) -> None:
        super().validate(value)
        if value and not -LONGEST_AGO <= value - today() <= LONGEST_AHEAD:
            raise ValidationError(self.error_messages["far"], code="far")


class LongTextField(forms.CharField):
    """Several lines with a limit; a line break counts as one character."""

    def __init__(self, *, limit: int = 4000, rows: int = 5, **kwargs: Any) -> None:
        kwargs.setdefault("widget", CountedTextarea(limit=limit, rows=rows))
        super().__init__(max_length=limit, **kwargs)

    def to_python(self, value: Any) -> str:
        text = str(value).replace("\r\n", "\n").replace("\r", "\n") if value else value
        return str(super().to_python(text))


class ChoiceField(forms.ChoiceField):
    """One of a few, as radios; `hints={value: text}`."""

    def __init__(
        self, *, choices: Any = (), hints: Mapping[Any, Text] | None = None, **kw: Any
    ) -> None:
        kw.setdefault("widget", Radios(hints=hints))
        super().__init__(choices=choices, **kw)


class TicksField(forms.MultipleChoiceField):
    """Any of a few, as tick boxes; `hints={value: text}`."""

    def __init__(
        self, *, choices: Any = (), hints: Mapping[Any, Text] | None = None, **kw: Any
    ) -> None:
        kw.setdefault("widget", TickBoxes(hints=hints))
        super().__init__(choices=choices, **kw)


YES, NO = _("Yes"), _("No")


class YesNoField(forms.TypedChoiceField):
    """Yes or no, neither chosen beforehand; cleaned to True, False or None."""

    def __init__(
        self,
        *,
        yes: Text = YES,
        no: Text = NO,
        hints: Mapping[Any, Text] | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(
            choices=[("yes", yes), ("no", no)],
            coerce=lambda value: value == "yes",
            empty_value=None,
            widget=Radios(hints=hints),
            **kwargs,
        )

    def prepare_value(self, value: Any) -> Any:
        if isinstance(value, bool):
            return "yes" if value else "no"
        return value


class UploadField(forms.FileField):
    """One file; the import or attachment code checks what it really is."""

    default_error_messages: ClassVar[dict[str, Any]] = {
        "empty": _("The file is empty. Choose another one"),
    }

    def __init__(self, *, accept: str = "", **kwargs: Any) -> None:
        kwargs.setdefault("widget", FileUpload(accept=accept))
        super().__init__(**kwargs)


class VersionField(forms.IntegerField):
    """The version the page was built from, hidden; the action compares it."""

    widget = forms.HiddenInput
    default_error_messages: ClassVar[dict[str, Any]] = {
        "required": _("This page is out of date. Open it again")
    }
