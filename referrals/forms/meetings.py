"""Calling a meeting, its seats, and what is written of each case."""

import datetime as dt
from collections.abc import Iterable
from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.forms import (
    ChoiceField,
    DayField,
    PortalForm,
    TicksField,
    VersionField,
)
from referrals.deadlines import TIRANE
from referrals.forms.moves import words
from referrals.models import MeetingTask, Seat


OTHER = "other"  # an agency that is not on the list


class MeetingForm(PortalForm):
    """When and where; the place says nothing of a case."""

    day = DayField(label=_("On which day?"))
    hour = forms.TimeField(
        label=_("At what time?"),
        help_text=_("For example 10:00"),
        input_formats=["%H:%M", "%H.%M", "%H"],
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
        error_messages={"invalid": _("Enter a time, for example 10:00")},
    )
    place = forms.CharField(
        label=_("Where?"),
        help_text=_("A room or an address. Nothing about a child."),
        max_length=120,
    )

    def moment(self) -> dt.datetime:
        """The day and the hour, in Tirana."""
        data = self.cleaned_data
        return dt.datetime.combine(data["day"], data["hour"], tzinfo=TIRANE)


class TableForm(MeetingForm):
    """The municipal table, with the agencies that are invited."""

    agencies = TicksField(label=_("Who is invited?"), required=False)
    other = forms.CharField(label=_("Another agency"), required=False, max_length=60)

    def __init__(self, *args: Any, known: Iterable[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = cast("TicksField", self.fields["agencies"])
        field.choices = [(name, name) for name in known]
        if not field.choices:
            del self.fields["agencies"]

    def invited(self) -> list[str]:
        data = self.cleaned_data
        return [*data.get("agencies", []), data["other"]]


class AgendaForm(PortalForm):
    """Which cases come to the table."""

    referrals = TicksField(label=_("Which cases come to the table?"))

    def __init__(self, *args: Any, offered: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = cast("TicksField", self.fields["referrals"])
        field.choices = offered


class SeatsForm(PortalForm):
    """Who came; a field for each seat."""

    invite = forms.CharField(
        label=_("Invite another agency"), required=False, max_length=60
    )

    def __init__(self, *args: Any, seats: Iterable[tuple[Seat, str]], **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.seats = list(seats)
        for seat, label in self.seats:
            self.fields[f"seat-{seat.pk}"] = ChoiceField(
                label=label, choices=Seat.Status.choices, initial=seat.status
            )
        self.order_fields([*(f"seat-{seat.pk}" for seat, _l in self.seats), "invite"])

    def statuses(self) -> dict[int, str]:
        return {s.pk: self.cleaned_data[f"seat-{s.pk}"] for s, _label in self.seats}


class MinutesForm(PortalForm):
    """What was said of one case, and what was decided."""

    minutes = words(_("What was said?"), required=False)
    decision = words(_("What was decided?"), required=False)
    version = VersionField()


class AgencyForm(PortalForm):
    """What an agency is needed for; its member reads this and the number."""

    agency = ChoiceField(label=_("Which agency?"))
    other = forms.CharField(label=_("Another agency"), required=False, max_length=60)
    needs = words(
        _("What is it needed for?"),
        hint=_("The agency reads this with the number of the case, and nothing else."),
    )
    name_shared = forms.BooleanField(
        label=_("The agency needs the child’s name"), required=False
    )
    name_why = words(_("Why does it need the name?"), required=False)

    def __init__(self, *args: Any, known: Iterable[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = cast("ChoiceField", self.fields["agency"])
        field.choices = [*((n, n) for n in known), (OTHER, _("Another agency"))]

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        _named(self, data, "agency")
        if data.get("name_shared") and not data.get("name_why", "").strip():
            self.add_error("name_why", _("Say why the agency needs the name"))
        return data

    def values(self) -> dict[str, Any]:
        return {k: v for k, v in self.cleaned_data.items() if k != "other"}


class TaskForm(PortalForm):
    """Who does what, by when."""

    what = words(
        _("What is to be done?"),
        hint=_("Write it so that it can be read by number, without a name."),
    )
    owner = ChoiceField(label=_("Who does it?"))
    other = forms.CharField(label=_("Another agency"), required=False, max_length=60)
    due_on = DayField(label=_("By when?"))

    def __init__(self, *args: Any, known: Iterable[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = cast("ChoiceField", self.fields["owner"])
        field.choices = [
            *((f"agency:{name}", name) for name in known),
            (MeetingTask.Owner.SCHOOL.value, _("The school")),
            (MeetingTask.Owner.UNIT.value, _("The unit")),
            (OTHER, _("Another agency")),
        ]

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        _named(self, data, "owner")
        return data

    def values(self) -> dict[str, Any]:
        data = self.cleaned_data
        kind, _sep, agency = data["owner"].partition(":")
        who = {"owner": "agency", "agency": agency} if agency else {"owner": kind}
        return {"what": data["what"], "due_on": data["due_on"], **who}


def _named(form: PortalForm, data: dict[str, Any], field: str) -> None:
    """The typed name in place of "another agency"."""
    if data.get(field) != OTHER:
        return
    typed = data.get("other", "").strip()
    if not typed:
        form.add_error("other", _("Write the name of the agency"))
    data[field] = f"agency:{typed}" if field == "owner" else typed


class CorrectionForm(PortalForm):
    text = words(_("What is to be put right?"))


class DoneForm(PortalForm):
    note = words(_("What came of it?"), required=False)


class DropForm(PortalForm):
    why = words(_("Why is it no longer needed?"))
