"""The protector's report of their own work, in one click; printed, or as a file."""

from datetime import date, timedelta
from typing import Any, cast

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from portal.access import require
from portal.clock import today
from portal.dates import day_text
from portal.exports import Sheet, xlsx_response
from portal.forms import DayField, PortalForm
from portal.models import User
from portal.permissions import Permission
from referrals.activity_report import INDENTED, ROWS, SchoolReport, report


THREE_MONTHS = timedelta(days=91)


class PeriodForm(PortalForm):
    """`?from=…&to=…`, both days counted; by default the last three months."""

    to = DayField(label=gettext_lazy("To"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["from"] = DayField(label=gettext_lazy("From"))
        self.order_fields(["from", "to"])

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        first, last = given.get("from"), given.get("to")
        if first and last and first > last:
            self.add_error("to", _("The last day comes after the first one."))
        return given


@require(Permission.CASE_WORK)
@require_safe
def activity_report(request: HttpRequest) -> HttpResponseBase:
    """Counts by school; no child is named or told apart."""
    last = today()
    first = last - THREE_MONTHS
    days = {"from": day_text(first), "to": day_text(last)}
    asked = {name: request.GET.get(name) or day for name, day in days.items()}
    form = PeriodForm(asked)
    if form.is_valid():
        first, last = form.cleaned_data["from"], form.cleaned_data["to"]
    found = report(cast("User", request.user), first, last)
    if request.GET.get("format") == "xlsx" and form.is_valid():
        return xlsx_response("activity", _sheet(found, first, last))
    context = {
        "form": form,
        "first": first,
        "last": last,
        "schools": found,
        "lines": _lines(found),
        "query": f"from={day_text(first)}&to={day_text(last)}",
    }
    return render(request, "referrals/activity_report.html", context)


def _lines(found: list[SchoolReport]) -> list[dict[str, Any]]:
    return [
        {
            "label": label,
            "indented": key in INDENTED,
            "figures": [one.get(key) for one in found],
            "total": sum(one.get(key) for one in found),
        }
        for key, label in ROWS.items()
    ]


def _sheet(found: list[SchoolReport], first: date, last: date) -> Sheet:
    many = len(found) > 1
    headings = [_("Figure"), *(one.name for one in found)]
    rows = [
        [f"   {line['label']}" if line["indented"] else str(line["label"])]
        + line["figures"]
        + ([line["total"]] if many else [])
        for line in _lines(found)
    ]
    period = _("From %(first)s to %(last)s") % {
        "first": day_text(first),
        "last": day_text(last),
    }
    return Sheet(
        headings=[*headings, _("Together")] if many else headings,
        rows=rows,
        title=_("Activity report"),
        notes=[period],
    )
