"""Coverage on the screen and in the file: the nation by municipality, a directorate
by school, a school by name for those who may know the names."""

import datetime as dt
from collections.abc import Callable, Sequence
from typing import Any
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
from portal.dates import day_text
from portal.listing import CodeFilter, Column, Listing
from portal.permissions import Permission
from portal.roles import PlaceKind
from schools import directory
from schools.models import Municipality, Qark, School
from schools.scoping import in_reach
from training.coverage import (
    TARGET,
    by_place,
    modules,
    on_target,
    people_of,
    totals,
    with_figures,
)
from training.models import LearningItem


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
    day, items = today(), modules()
    places = with_figures(
        Municipality.objects.select_related("qark").order_by("name"),
        "school__municipality",
        items,
        day,
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
            Column(
                "name",
                _("Municipality"),
                "name",
                sort="name",
                link=lambda row: reverse(
                    "training:coverage_municipality", args=[row.code]
                ),
            ),
            Column("qark", _("Qark"), "qark.name", sort="qark.name"),
            *_figures(items),
        ],
        filters=[_qark_filter()],
        default_sort="-roster",
        notes=_notes(day),
        per_page=61,
    )
    if listing.wants_file:
        return listing.response()
    qarks = with_figures(
        Qark.objects.order_by("name"), "school__municipality__qark", items[:1], day
    )
    context = {
        "listing": listing,
        "totals": totals(Q(), items, day),
        "day": day,
        "target": TARGET,
        "map": _map(qarks, items),
        "nation": True,
    }
    return render(request, "training/coverage.html", context)


def _schools(
    request: HttpRequest, municipality: Municipality | None
) -> HttpResponseBase:
    day, items = today(), modules()
    reach = in_reach(request.user, COUNTS)  # type: ignore[arg-type]
    schools = directory.schools_for(request.user, COUNTS)  # type: ignore[arg-type]
    if municipality:
        reach &= Q(school__municipality=municipality)
        schools = schools.filter(municipality=municipality)
    rows = by_place(schools.select_related("municipality"), "school", items, day)
    listing = Listing(
        request,
        rows,
        name="coverage",
        label=_("Coverage by school"),
        counted=lambda n: ngettext("%(count)s school", "%(count)s schools", n),
        columns=[
            Column(
                "name", _("School"), "name", sort="name", link=_school_link(request)
            ),
            Column("code", _("Code"), "code", sort="code"),
            Column(
                "municipality",
                _("Municipality"),
                "municipality.name",
                sort=("municipality__name", "name"),
            ),
            *_figures(items),
        ],
        filters=[_target_filter(items)] if items else [],
        default_sort="name",
        notes=_notes(day),
        per_page=50,
    )
    if listing.wants_file:
        return listing.response()
    context = {
        "listing": listing,
        "totals": totals(reach, items, day),
        "on_target": on_target(rows, items[0]) if items else None,
        "day": day,
        "target": TARGET,
        "municipality": municipality,
    }
    return render(request, "training/coverage.html", context)


@require(NAMES)
@require_safe
def coverage_school(request: HttpRequest, uid: UUID) -> HttpResponseBase:
    """The teachers of one school by name, with the state of each module."""
    day, items = today(), modules()
    school = directory.schools_for(request.user, NAMES).filter(uid=uid).first()  # type: ignore[arg-type]
    if school is None:
        raise _denied(request, NAMES, "training:coverage_school")
    listing = Listing(
        request,
        people_of(school, items, day),
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
            *[column for item in items for column in _states(item, day)],
        ],
        default_sort="name",
        notes=_notes(day),
        per_page=50,
    )
    if listing.wants_file:
        return listing.response()
    context = {
        "school": school,
        "listing": listing,
        "totals": totals(Q(school=school), items, day),
        "day": day,
        "target": TARGET,
    }
    return render(request, "training/coverage_school.html", context)


def _notes(day: dt.date) -> list[str]:
    """Under the rows of a file, which leaves the screen and its date behind."""
    return [_("Roster and completions on %(on)s") % {"on": day_text(day)}]


def _figures(items: Sequence[LearningItem]) -> list[Column]:
    """N, and for each module n and the percentage: never one without the others."""
    columns = [
        Column("roster", _("Teachers"), "roster", sort=("roster", "name"), numeric=True)
    ]
    for item in items:
        columns += [
            Column(
                f"done-{item.pk}",
                _("%(module)s: completed") % {"module": item.title},
                f"done_{item.pk}",
                sort=(f"done_{item.pk}", "name"),
                numeric=True,
            ),
            Column(
                f"percent-{item.pk}",
                _("%(module)s: percent") % {"module": item.title},
                _percent_of(item),
                sort=(f"percent_{item.pk}", "name"),
                numeric=True,
            ),
        ]
    return columns


def _percent_of(item: LearningItem) -> Callable[[Any], Any]:
    def value(row: Any) -> Any:
        found = getattr(row, f"percent_{item.pk}")
        return _("no roster") if found is None else found

    return value


def _states(item: LearningItem, day: dt.date) -> list[Column]:
    def state(person: Any) -> str:
        return _state(person, item, day)

    words = {
        "valid": _("Completed"),
        "lapsed": _("Expired"),
        "begun": _("Started"),
        "never": _("Not started"),
    }
    colours = {"valid": "green", "lapsed": "orange", "begun": "blue", "never": "grey"}
    return [
        Column(
            f"state-{item.pk}",
            item.title,
            lambda person: words[state(person)],
            tag=lambda person: colours[state(person)],
        ),
        Column(
            f"completed-{item.pk}",
            _("Completed on"),
            f"completed_{item.pk}",
            sort=(f"completed_{item.pk}", "last_name"),
        ),
    ]


def _state(person: Any, item: LearningItem, day: dt.date) -> str:
    completed = getattr(person, f"completed_{item.pk}")
    until = getattr(person, f"valid_until_{item.pk}")
    if completed:
        return "lapsed" if until and until <= day else "valid"
    return "begun" if person.begun else "never"


def _school_link(request: HttpRequest) -> Callable[[School], str] | None:
    """Names only for those who may know them."""
    if not grants(request.user).has(NAMES):
        return None
    return lambda school: reverse("training:coverage_school", args=[school.uid])


def _sees_nation(request: HttpRequest) -> bool:
    return bool(grants(request.user).place_ids(COUNTS, PlaceKind.NATION))


def _denied(request: HttpRequest, permission: Permission, asked: str) -> Http404:
    audit.record_denied(by=request.user, verb=permission.value, asked=asked)  # type: ignore[arg-type]
    return Http404()


def _qark_filter() -> CodeFilter:
    return CodeFilter(
        "qark",
        _("Qark"),
        lambda: list(Qark.objects.order_by("name").values_list("code", "name")),
        lambda rows, code: [row for row in rows if row.qark.code == code],
    )


def _target_filter(items: Sequence[LearningItem]) -> CodeFilter:
    percent = f"percent_{items[0].pk}"
    narrow = {
        "below": {f"{percent}__lt": TARGET},
        "reached": {f"{percent}__gte": TARGET},
        "empty": {"roster": 0},
    }
    return CodeFilter(
        "target",
        _("Target"),
        [
            ("below", _("under %(target)s %%") % {"target": TARGET}),
            ("reached", _("%(target)s %% or more") % {"target": TARGET}),
            ("empty", _("no roster")),
        ],
        lambda rows, code: rows.filter(**narrow[code]),
    )


def _map(qarks: Any, items: Sequence[LearningItem]) -> list[Point]:
    if not items:
        return []
    item = items[0]
    return [
        Point(
            label=f"{row.name}: {getattr(row, f'done_{item.pk}')} / {row.roster}",
            value=getattr(row, f"percent_{item.pk}"),
            why=_("no roster"),
            code=row.code,
            url=f"?qark={row.code}",
        )
        for row in qarks
    ]
