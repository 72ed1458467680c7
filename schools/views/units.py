"""The protection units: all of them to read up, one's own to keep right."""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any, cast

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from portal.access import Grants, grants, require
from portal.listing import CodeFilter, Column, Listing
from portal.permissions import Permission
from portal.roles import PlaceKind
from portal.versions import both_texts, fingerprint
from schools.actions.units import WRITTEN, UnitChanged, change_unit
from schools.forms.units import UnitForm
from schools.models import Municipality, ProtectionUnit, Qark


if TYPE_CHECKING:
    from django.db.models import QuerySet

    from portal.models import User


@require(Permission.UNIT_EDIT, Permission.REFERRAL_SEND)
@require_safe
def units(request: HttpRequest) -> HttpResponseBase:
    """Every municipality with its unit, or the gap where none is known."""
    listing = Listing(
        request,
        Municipality.objects.select_related("unit", "qark"),
        [
            Column(
                "name",
                _("Municipality"),
                "name",
                sort="name",
                link=partial(_edit, grants(request.user)),
            ),
            Column("qark", _("Qark"), "qark.name", sort="qark__name"),
            Column("telephone", _("Telephone"), _of_unit("telephone")),
            Column("address", _("Address"), _of_unit("address")),
            Column("account", _("Answers here"), _answers),
        ],
        name="units",
        label=_("Child protection units"),
        default_sort="name",
        filters=[CodeFilter("qark", _("Qark"), _qarks, _in_qark)],
        counted=lambda n: ngettext(
            "%(count)s municipality", "%(count)s municipalities", n
        ),
    )
    if listing.wants_file:
        return listing.response()
    return render(request, "schools/units.html", {"listing": listing})


def _edit(held: Grants, row: Municipality) -> str:
    """The form of the unit, for who may open it."""
    unit = getattr(row, "unit", None)
    own = held.place_ids(Permission.UNIT_EDIT, PlaceKind.UNIT)
    makes = held.place_ids(Permission.UNIT_EDIT, PlaceKind.NATION)
    may = bool(makes) or (unit is not None and unit.pk in own)
    return reverse("schools:unit", args=[row.code]) if may else ""


def _of_unit(field: str) -> Callable[[Municipality], str]:
    return lambda row: getattr(getattr(row, "unit", None), field, "")


def _answers(row: Municipality) -> str:
    unit = getattr(row, "unit", None)
    if unit is None:
        return gettext("no unit known")
    return gettext("yes") if unit.has_account else gettext("by telephone and on paper")


def _qarks() -> list[tuple[str, str]]:
    return list(Qark.objects.order_by("name").values_list("code", "name"))


def _in_qark(rows: "QuerySet[Municipality]", code: str) -> "QuerySet[Municipality]":
    return rows.filter(qark__code=code)


@require(Permission.UNIT_EDIT)
@require_http_methods(["GET", "HEAD", "POST"])
def unit(request: HttpRequest, code: str) -> HttpResponse:
    """One unit's form; its head keeps it, the system administrator makes it."""
    found = _unit_in_reach(cast("User", request.user), code)
    seen = fingerprint(found, WRITTEN)
    form = UnitForm(request.POST or None, instance=found, initial={"seen": seen})
    clashes: list[dict[str, Any]] = []
    if form.is_valid():
        try:
            change_unit(unit=found, by=cast("User", request.user), **form.cleaned_data)
        except UnitChanged as clash:
            clashes = both_texts(form, clash.current, WRITTEN)
            form = _again(form, clash.current)
        else:
            messages.success(request, gettext("The unit is saved."))
            return redirect("schools:units")
    context = {"form": form, "unit": found, "clashes": clashes}
    return render(request, "schools/unit.html", context)


def _again(form: UnitForm, current: ProtectionUnit) -> UnitForm:
    """What was typed, on top of what is saved now."""
    seen = fingerprint(current, WRITTEN)
    return UnitForm(instance=current, initial={**form.cleaned_data, "seen": seen})


def _unit_in_reach(user: "User", code: str) -> ProtectionUnit:
    row = Municipality.objects.select_related("unit").filter(code=code).first()
    if row is None:
        raise Http404
    found: ProtectionUnit | None = getattr(row, "unit", None)
    held = grants(user)
    if held.place_ids(Permission.UNIT_EDIT, PlaceKind.NATION):
        return found or ProtectionUnit(municipality=row)
    if found and found.pk in held.place_ids(Permission.UNIT_EDIT, PlaceKind.UNIT):
        return found
    raise Http404
