"""Planning a session, the roster of the day, its closing and the scores on paper."""

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any, cast
from zoneinfo import ZoneInfo

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.clock import today
from portal.forms import ChoiceField, DayField, LongTextField, PortalForm, TicksField
from schools.models import StaffMember
from training.actions.attending import Mark
from training.actions.paper_tests import Score
from training.models import Attendance, WalkIn
from training.session_rules import LONGEST


TIRANE = ZoneInfo("Europe/Tirane")
LONGEST_AGO = dt.timedelta(days=366)  # of a session planned in arrears
ON_SCREEN, ON_PAPER = Attendance.Method.ROSTER, Attendance.Method.PAPER
LANGUAGES = [("sq", _("Albanian")), ("en", _("English"))]


def number(**given: Any) -> forms.IntegerField:
    return forms.IntegerField(
        widget=forms.NumberInput(
            {"class": "govuk-input--width-4", "inputmode": "numeric"}
        ),
        error_messages={"invalid": _("Enter a whole number")},
        **given,
    )


class PlanForm(PortalForm):
    """Module and school, then when, how long and where."""

    module = ChoiceField(label=_("Which module?"))
    school = ChoiceField(label=_("At which school?"))
    day = DayField(label=_("On which day?"))
    hour = forms.TimeField(
        label=_("At what time?"),
        help_text=_("For example 10:00"),
        input_formats=["%H:%M", "%H.%M", "%H"],
        widget=forms.TextInput(
            {"inputmode": "numeric", "class": "govuk-input--width-5"}
        ),
        error_messages={"invalid": _("Enter a time, for example 10:00")},
    )
    minutes = number(
        label=_("How many minutes?"),
        help_text=_("From 15 to 480"),
        min_value=15,
        max_value=LONGEST,
        initial=90,
    )
    venue = forms.CharField(label=_("In which room?"), max_length=120)
    language = ChoiceField(
        label=_("In which language?"), choices=LANGUAGES, initial="sq"
    )

    def __init__(
        self, *args: Any, modules: Sequence[Any], schools: Sequence[Any], **kw: Any
    ) -> None:
        super().__init__(*args, **kw)
        for name, rows in (("module", modules), ("school", schools)):
            field = cast("ChoiceField", self.fields[name])
            field.choices = rows
            if len(rows) == 1:
                field.initial = rows[0][0]

    def clean_day(self) -> dt.date:
        """A session that took place is written down afterwards, not years later."""
        day: dt.date = self.cleaned_data["day"]
        if day < today() - LONGEST_AGO:
            raise forms.ValidationError(
                _("This day is more than a year ago: check the year")
            )
        return day

    def starts_at(self) -> dt.datetime:
        data = self.cleaned_data
        return dt.datetime.combine(data["day"], data["hour"], tzinfo=TIRANE)


class ReasonForm(PortalForm):
    reason = forms.CharField(label=_("Why?"), max_length=400)


class RosterForm(PortalForm):
    """A line for each teacher, and the names that are not on the list."""

    method = ChoiceField(
        label=_("Where did people sign?"),
        choices=[
            (ON_SCREEN, _("Nowhere: I marked who was there")),
            (ON_PAPER, _("On the printed sheet")),
        ],
        initial=ON_SCREEN,
    )
    others = LongTextField(
        label=_("Who was there and is not on this list?"),
        help_text=_(
            "One name a line. They count as heads; the head of school says later who"
            " they are."
        ),
        required=False,
        limit=1000,
        rows=3,
    )

    def __init__(
        self,
        *args: Any,
        people: Sequence[StaffMember],
        rows: Mapping[int, Attendance],
        minutes: int,
        typed: Sequence[WalkIn] = (),
        **kw: Any,
    ) -> None:
        super().__init__(*args, **kw)
        self.people, self.typed = list(people), list(typed)
        for person in self.people:
            row = rows.get(person.pk)
            self.fields[f"state-{person.pk}"] = ChoiceField(
                label=person.full_name(),
                help_text=_("Signed in by code") if row and row.signed_at else "",
                choices=Attendance.State.choices,
                initial=row.state if row else None,
                required=False,
            )
            self.fields[f"minutes-{person.pk}"] = number(
                label=_("Minutes, if only a part of the time: %(name)s")
                % {"name": person.full_name()},
                required=False,
                min_value=1,
                max_value=minutes,
                initial=row.minutes if row and row.state == "partial" else None,
            )
        lines = [f"{kind}-{p.pk}" for p in self.people for kind in ("state", "minutes")]
        if self.typed:
            self.fields["wrong"] = TicksField(
                label=_("Is one of the names noted already wrong?"),
                help_text=_("Tick it to take it out: nobody of that name was there."),
                choices=[(str(one.uid), one.name) for one in self.typed],
                required=False,
            )
        self.order_fields([*lines, "wrong", "others", "method"])

    def lines(self) -> list[dict[str, Any]]:
        return [
            {"state": self[f"state-{p.pk}"], "minutes": self[f"minutes-{p.pk}"]}
            for p in self.people
        ]

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        for person in self.people:
            part = data.get(f"state-{person.pk}") == Attendance.State.PARTIAL
            name = f"minutes-{person.pk}"
            if part and not data.get(name) and name not in self.errors:
                self.add_error(
                    name,
                    _("Write the minutes for %(name)s") % {"name": person.full_name()},
                )
        return data

    def marks(self) -> dict[int, Mark]:
        data = self.cleaned_data
        return {
            p.pk: Mark(data[f"state-{p.pk}"], data.get(f"minutes-{p.pk}") or 0)
            for p in self.people
            if data.get(f"state-{p.pk}")
        }

    def taken_out(self) -> list[WalkIn]:
        ticked = self.cleaned_data.get("wrong") or []
        return [one for one in self.typed if str(one.uid) in ticked]

    def names(self) -> list[str]:
        lines = (line.strip() for line in self.cleaned_data["others"].splitlines())
        width = WalkIn._meta.get_field("name").max_length
        return [line[:width] for line in lines if line]


class CloseForm(PortalForm):
    headcount = number(
        label=_("How many heads did you count in the room?"),
        help_text=_("Everybody but you."),
        min_value=1,
        max_value=1000,
    )
    late_reason = forms.CharField(
        label=_("Why is it closed more than seven days later?"),
        max_length=400,
        required=False,
    )

    def __init__(self, *args: Any, late: bool, **kw: Any) -> None:
        super().__init__(*args, **kw)
        if late:
            self.fields["late_reason"].required = True
        else:
            del self.fields["late_reason"]


class ScoresForm(PortalForm):
    """How many answers are right on each paper; an empty line is entered later."""

    def __init__(
        self, *args: Any, people: Sequence[StaffMember], of: int, **kw: Any
    ) -> None:
        super().__init__(*args, **kw)
        self.people = list(people)
        for person in self.people:
            self.fields[f"right-{person.pk}"] = number(
                label=_("%(name)s: right answers of %(of)s")
                % {"name": person.full_name(), "of": of},
                required=False,
                min_value=0,
                max_value=of,
            )
            self.fields[f"key-{person.pk}"] = forms.BooleanField(
                label=_("%(name)s: every key question is right")
                % {"name": person.full_name()},
                required=False,
            )

    def scores(self) -> dict[int, Score]:
        data = self.cleaned_data
        return {
            p.pk: Score(data[f"right-{p.pk}"], data[f"key-{p.pk}"])
            for p in self.people
            if data[f"right-{p.pk}"] is not None
        }


class CodeForm(PortalForm):
    """The six digits from the screen in the room."""

    code = forms.CharField(
        label=_("The six digits on the screen"),
        help_text=_("They change every half minute."),
        max_length=12,
        widget=forms.TextInput(
            {
                "class": "govuk-input--width-10",
                "inputmode": "numeric",
                "autocomplete": "one-time-code",
            }
        ),
    )
    client_id = forms.UUIDField(widget=forms.HiddenInput)


class WalkInForm(PortalForm):
    """Who it was, by staff code; or that the name does not count, and why."""

    verdict = ChoiceField(
        label=_("Was this person there as a teacher?"),
        choices=[
            ("accepted", _("Yes: count the attendance")),
            ("refused", _("No: it does not count")),
        ],
    )
    staff_code = forms.CharField(
        label=_("Staff code of the person"),
        help_text=_("Only if it counts."),
        max_length=20,
        required=False,
        widget=forms.TextInput({"class": "govuk-input--width-10"}),
    )
    reason = forms.CharField(
        label=_("Reason"),
        help_text=_("Needed if it does not count."),
        max_length=400,
        required=False,
    )

    def __init__(self, *args: Any, known: bool, **kw: Any) -> None:
        super().__init__(*args, **kw)
        self.staff: StaffMember | None = None
        if known:
            del self.fields["staff_code"]

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        if data.get("verdict") == "refused" and not data.get("reason", "").strip():
            self.add_error("reason", _("Say why it does not count"))
        if data.get("verdict") == "accepted" and "staff_code" in self.fields:
            code = data.get("staff_code", "").strip()
            self.staff = StaffMember.objects.filter(staff_code=code).first()
            if not code or self.staff is None:
                self.add_error(
                    "staff_code",
                    _("No member of staff has this code. Check it on the staff list"),
                )
        return data
