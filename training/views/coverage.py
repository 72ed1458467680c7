"""Coverage on the screen and in the file: the nation by municipality, a directorate
by school, a school by name for those who may know the names."""

import datetime as dt
from collections.abc import Callable, Sequence
from uuid import UUID

from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from portal import audit
from portal.access import grants, require
from portal.charts import Point
from portal.clock import today
from portal.listing import Column, Listing
from portal.permissions import Permission
from portal.roles import PlaceKind
from schools import directory
from schools.models import Municipality, Qark, School
from schools.scoping import in_reach
from training.counted import Counted, counted
from training.coverage import (
    TARGET,
    by_place,
    on_target,
    people_of,
    totals,
    with_figures,
)
from training.views.coverage_columns import (
    chosen,
    figures,
    notes,
    of_filter,
    qark_filter,
    qarks_of,
    states,
    target_filter,
    with_choice,
)


COUNTS, NAMES = Permission.COVERAGE_COUNTS, Permission.COVERAGE_NAMES


@require(COUNTS)
@require_safe
def coverage(request: HttpRequest) -> HttpResponseBase:
    """The nation by municipality, a directorate by school, a school alone."""
    return _nation(request) if _sees_nation(request) else _schools(request, None)


@require(COUNTS)
@require_safe
def coverage_municipality(request: HttpRequest, code: str) -> HttpResponseBase:
    """One municipality by school, for those who see the nation."""
    found = Municipality.objects.filter(code=code).first()
    if found is None or not _sees_nation(request):
        raise _denied(request, COUNTS, "training:coverage_municipality")
    return _schools(request, found)


def _nation(request: HttpRequest) -> HttpResponseBase:
    day, of = today(), counted()
    item = chosen(request, of)
    items = [item] if item else []
    towns = list(Municipality.objects.select_related("qark").order_by("name"))
    qarks = qarks_of(towns)
    places = with_figures(towns, "school__municipality", items, day)
    name = Column(
        "name", _("Municipality"), "name", sort="name", link=_place_link(item, of)
    )
    listing = Listing(
        request,
        places,
        name="coverage",
        label=_("Coverage by municipality"),
        counted=lambda n: ngettext(
            "%(count)s municipality", "%(count)s municipalities", n
        ),
        columns=[
            name,
            Column("qark", _("Qark"), "qark.name", sort="qark.name"),
            *figures(item),
        ],
        filters=[*of_filter(of), qark_filter(qarks)],
        default_sort="-roster",
        notes=notes(day, item),
        per_page=61,
    )
    if listing.wants_file:
        return listing.response()
    context = {
        "listing": listing,
        "totals": totals(Q(), items, day),
        "day": day,
        "target": TARGET,
        "map": _map(qarks, item, of, day),
        "nation": True,
    }
    return render(request, "training/coverage.html", context)


def _map(
    qarks: list[Qark], item: Counted | None, of: Sequence[Counted], day: dt.date
) -> list[Point]:
    if item is None:
        return []
    rows = with_figures(qarks, "school__municipality__qark", [item], day)
    return [
        Point(
            label=f"{row.name}: {getattr(row, f'done_{item.pk}')} / {row.roster}",
            value=getattr(row, f"percent_{item.pk}"),
            why=_("no roster"),
            code=row.code,
            url=with_choice(f"?qark={row.code}", item, of),
        )
        for row in rows
    ]


def _schools(
    request: HttpRequest, municipality: Municipality | None
) -> HttpResponseBase:
    day, of = today(), counted()
    item = chosen(request, of)
    items = [item] if item else []
    reach = in_reach(request.user, COUNTS)  # type: ignore[arg-type]
    schools = directory.schools_for(request.user, COUNTS)  # type: ignore[arg-type]
    if municipality:
        reach &= Q(school__municipality=municipality)
        schools = schools.filter(municipality=municipality)
    rows = by_place(schools.select_related("municipality"), "school", items, day)
    to_school = _school_link(request, item, of)
    listing = Listing(
        request,
        rows,
        name="coverage",
        label=_("Coverage by school"),
        counted=lambda n: ngettext("%(count)s school", "%(count)s schools", n),
        columns=[
            Column("name", _("School"), "name", sort="name", link=to_school),
            Column("code", _("Code"), "code", sort="code"),
            Column(
                "municipality",
                _("Municipality"),
                "municipality.name",
                sort=("municipality__name", "name"),
            ),
            *figures(item),
        ],
        filters=[*of_filter(of), *target_filter(item)],
        default_sort="name",
        notes=notes(day, item),
        per_page=50,
    )
    if listing.wants_file:
        return listing.response()
    context = {
        "listing": listing,
        "totals": totals(reach, items, day),
        "on_target": on_target(rows, item) if item else None,
        "day": day,
        "target": TARGET,
        "municipality": municipality,
    }
    return render(request, "training/coverage.html", context)


@require(NAMES)
@require_safe
def coverage_school(request: HttpRequest, uid: UUID) -> HttpResponseBase:
    """The teachers of one school by name, with how far each has come."""
    day, of = today(), counted()
    item = chosen(request, of)
    school = directory.schools_for(request.user, NAMES).filter(uid=uid).first()  # type: ignore[arg-type]
    if school is None:
        raise _denied(request, NAMES, "training:coverage_school")
    listing = Listing(
        request,
        people_of(school, item, day),
        name="coverage-school",
        label=_("Teachers on the roster"),
        counted=lambda n: ngettext("%(count)s teacher", "%(count)s teachers", n),
        columns=[
            Column(
                "name",
                _("Name"),
                lambda person: person.full_name(),
                sort=("last_name", "first_name"),
            ),
            Column("code", _("Staff code"), "staff_code", sort="staff_code"),
            *states(item),
        ],
        filters=of_filter(of),
        default_sort="name",
        notes=notes(day, item),
        per_page=50,
    )
    if listing.wants_file:
        return listing.response()
    context = {
        "school": school,
        "listing": listing,
        "totals": totals(Q(school=school), [item] if item else [], day),
        "day": day,
        "target": TARGET,
    }
    return render(request, "training/coverage_school.html", context)


def _place_link(
    item: Counted | None, of: Sequence[Counted]
) -> Callable[[Municipality], str]:
    def link(place: Municipality) -> str:
        url = reverse("training:coverage_municipality", args=[place.code])
        return with_choice(url, item, of)

    return link


def _school_link(
    request: HttpRequest, item: Counted | None, of: Sequence[Counted]
) -> Callable[[School], str] | None:
    """Names only for those who may know them."""
    if not grants(request.user).has(NAMES):
        return None

    def link(school: School) -> str:
        url = reverse("training:coverage_school", args=[school.uid])
        return with_choice(url, item, of)

    return link


def _sees_nation(request: HttpRequest) -> bool:
    return bool(grants(request.user).place_ids(COUNTS, PlaceKind.NATION))


def _denied(request: HttpRequest, permission: Permission, asked: str) -> Http404:
    audit.record_denied(by=request.user, verb=permission.value, asked=asked)  # type: ignore[arg-type]
    return Http404()
